/**
 * Draws the burnt-in label of every simulated picture: that it is simulated, and the camera's name. No clock: the
 * recorder's own time is the only time shown to people.
 */
export function drawOverlay(context, cameraName) {
  const label = 'MÔ PHỎNG / SIMULATED';
  context.save();
  context.textBaseline = 'middle';
  context.font = '600 19px Roboto, sans-serif';
  const labelWidth = context.measureText(label).width;
  context.font = '500 22px Roboto, sans-serif';
  const nameWidth = context.measureText(cameraName).width;
  context.fillStyle = 'rgba(10, 14, 18, 0.62)';
  context.beginPath();
  context.roundRect(16, 14, Math.max(labelWidth, nameWidth) + 28, 64, 6);
  context.fill();
  context.fillStyle = '#ffd166';
  context.font = '600 19px Roboto, sans-serif';
  context.fillText(label, 30, 33);
  context.fillStyle = '#ffffff';
  context.font = '500 22px Roboto, sans-serif';
  context.fillText(cameraName, 30, 60);
  context.restore();
}
