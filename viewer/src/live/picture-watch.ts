/** A thumbnail is enough: a living picture differs in more than its finest grain. */
const WIDTH_PX = 48;
const HEIGHT_PX = 27;

let brush: CanvasRenderingContext2D | null = null;

/** Draws into the one small canvas that all tiles of the page share; null where that is not possible. */
function thumbnail(video: HTMLVideoElement): Uint8ClampedArray | null {
  if (brush === null) {
    const canvas = document.createElement('canvas');
    canvas.width = WIDTH_PX;
    canvas.height = HEIGHT_PX;
    brush = canvas.getContext('2d', { willReadFrequently: true });
  }
  if (brush === null) return null;
  brush.drawImage(video, 0, 0, WIDTH_PX, HEIGHT_PX);
  return brush.getImageData(0, 0, WIDTH_PX, HEIGHT_PX).data;
}

/** FNV-1a over the bytes. */
export function hashOf(bytes: Uint8ClampedArray): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** Notes when the pixels of a video last changed: a camera may go on sending one and the same picture. */
export class PictureWatch {
  #hash: number | null = null;
  #changedAtMs: number | null = null;

  /** `performance.now()` of the last change; null before the first picture. */
  get changedAtMs(): number | null {
    return this.#changedAtMs;
  }

  look(video: HTMLVideoElement, nowMs: number): void {
    const pixels = thumbnail(video);
    if (pixels === null) return;
    this.see(hashOf(pixels), nowMs);
  }

  see(hash: number, nowMs: number): void {
    if (hash === this.#hash) return;
    this.#hash = hash;
    this.#changedAtMs = nowMs;
  }
}
