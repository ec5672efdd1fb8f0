import { vietnamDay } from '../../shared/format-time.ts';
import { watermarkText } from '../live-wall/watermark.tsx';

/** Saves the picture of the video with who took it and when written into it; false when there is none yet. */
export async function takeSnapshot(
  video: HTMLVideoElement | null,
  camera: { readonly id: string; readonly name: string },
  viewer: string,
): Promise<boolean> {
  if (video === null || video.videoWidth === 0) return false;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const brush = canvas.getContext('2d');
  if (brush === null) return false;
  const atMs = Date.now();
  brush.drawImage(video, 0, 0);
  const size = Math.max(12, Math.round(canvas.height / 32));
  brush.font = `600 ${size}px sans-serif`;
  brush.fillStyle = 'rgb(0 0 0 / 60%)';
  brush.fillRect(0, canvas.height - size * 2, canvas.width, size * 2);
  brush.fillStyle = '#fff';
  brush.fillText(`${camera.name} · ${watermarkText(viewer, atMs)}`, size / 2, canvas.height - size * 0.6);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
  if (picture === null) return false;
  const url = URL.createObjectURL(picture);
  const link = document.createElement('a');
  link.href = url;
  link.download = `${camera.id}-${vietnamDay(atMs)}-${atMs}.jpg`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return true;
}
