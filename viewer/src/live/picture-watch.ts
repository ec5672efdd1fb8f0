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

/** Every look takes the page some milliseconds: all tiles together look about twice a second, none more often than this. */
const LOOK_EVERY_MS = 2_000;
const SHARE_MS = 500;

let watches = 0;

/**
 * Notes since when the pixels of a video are the same: a camera may go on sending one and the same picture. Looks seldom
 * on a page of many tiles. To be closed.
 */
export class PictureWatch {
  #hash: number | null = null;
  #firstSeenAtMs = 0;
  #isSame = false;
  #nextAtMs: number | null = null;
  #isOpen = true;

  constructor() {
    watches += 1;
  }

  /** `performance.now()` of the first look at what is still the same; null: it changed, or nobody knows. */
  get stillSinceMs(): number | null {
    return this.#isSame ? this.#firstSeenAtMs : null;
  }

  look(video: HTMLVideoElement, nowMs: number): void {
    const everyMs = Math.max(LOOK_EVERY_MS, watches * SHARE_MS);
    // Tiles that begin together do not look together.
    this.#nextAtMs ??= nowMs + Math.random() * everyMs;
    if (nowMs < this.#nextAtMs) return;
    this.#nextAtMs = nowMs + everyMs;
    const pixels = thumbnail(video);
    if (pixels !== null) this.see(hashOf(pixels), nowMs);
  }

  see(hash: number, nowMs: number): void {
    this.#isSame = hash === this.#hash;
    if (!this.#isSame) this.#firstSeenAtMs = nowMs;
    this.#hash = hash;
  }

  /** Idempotent. */
  close(): void {
    if (this.#isOpen) watches -= 1;
    this.#isOpen = false;
  }
}
