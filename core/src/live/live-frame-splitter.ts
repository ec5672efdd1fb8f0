/** The stream is no live stream, or a frame in it is larger than any camera's. */
export class LiveFrameError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LiveFrameError';
  }
}

const LENGTH_BYTES = 4;
/** A part is 333 ms or one picture; the largest 4K key frames have some 4 MB. */
export const MAX_LIVE_FRAME_BYTES = 32 * 1024 * 1024;

/**
 * Cuts a byte stream into frames (`live-frame.ts`). Each frame handed out is `u8 type | payload` in memory of its own,
 * so it may be kept. Memory is bounded by the largest frame.
 */
export class LiveFrameSplitter {
  readonly #onFrame: (frame: Uint8Array) => void;
  readonly #length = new Uint8Array(LENGTH_BYTES);
  #lengthHas = 0;
  #frame: Uint8Array | null = null;
  #frameHas = 0;

  constructor(onFrame: (frame: Uint8Array) => void) {
    this.#onFrame = onFrame;
  }

  /** Frames come out synchronously and in order. @throws LiveFrameError at a length that cannot be; the rest is lost. */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#frame === null) {
        const taken = Math.min(LENGTH_BYTES - this.#lengthHas, chunk.length - at);
        this.#length.set(chunk.subarray(at, at + taken), this.#lengthHas);
        this.#lengthHas += taken;
        at += taken;
        if (this.#lengthHas < LENGTH_BYTES) return;
        this.#frame = new Uint8Array(this.#readLength());
        this.#frameHas = 0;
      }
      const frame = this.#frame;
      const taken = Math.min(frame.length - this.#frameHas, chunk.length - at);
      frame.set(chunk.subarray(at, at + taken), this.#frameHas);
      this.#frameHas += taken;
      at += taken;
      if (this.#frameHas < frame.length) return;
      this.#frame = null;
      this.#lengthHas = 0;
      this.#onFrame(frame);
    }
  }

  #readLength(): number {
    const bytes = new DataView(this.#length.buffer).getUint32(0);
    if (bytes < 1 || bytes > MAX_LIVE_FRAME_BYTES) throw new LiveFrameError(`a live frame of ${bytes} bytes`);
    return bytes;
  }
}
