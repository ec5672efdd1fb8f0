/**
 * The frame number inside the pictures of the clock clips, for measuring from the camera to the pixel: nine blocks in a
 * row near the upper left corner, black for 0 and white for 1, the lowest bit left. Frame `n` of a stream that plays
 * in phase 0 is sent when wall time modulo the clip's duration is `n / fps` (see clip-timeline.ts).
 */
export const CLOCK_BLOCKS = 9;
/** Side of a block in pixels of the coded picture. */
export const CLOCK_BLOCK_PX = 48;
export const CLOCK_BLOCK_Y = 32;

/** Left edge of a bit's block. */
export function clockBlockX(bit: number): number {
  return 32 + bit * 64;
}

/** FFmpeg expression that is not 0 in the frames whose number has that bit. */
export function blockEnabled(bit: number): string {
  return `mod(floor(n/${2 ** bit}),2)`;
}

/**
 * Reads the frame number from the brightness (0-255) of the middle of a block, asked for at coded pixel positions.
 * Scale the positions when the picture is drawn at another size.
 */
export function readClockFrame(brightnessAt: (x: number, y: number) => number): number {
  let frame = 0;
  for (let bit = 0; bit < CLOCK_BLOCKS; bit += 1) {
    const x = clockBlockX(bit) + CLOCK_BLOCK_PX / 2;
    if (brightnessAt(x, CLOCK_BLOCK_Y + CLOCK_BLOCK_PX / 2) > 127) frame += 2 ** bit;
  }
  return frame;
}

/** How long ago the simulator sent that frame, for a stream in phase 0; exact while it is less than a loop ago. */
export function clockFrameAgeMs(frame: number, fps: number, loopMs: number, wallMs: number): number {
  const age = (wallMs - (frame * 1000) / fps) % loopMs;
  return age < 0 ? age + loopMs : age;
}
