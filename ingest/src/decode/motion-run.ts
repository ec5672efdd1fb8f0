import type {
  DecodedPicture,
  DecodeEngine,
  EngineAnswer,
  MotionOptions,
  MotionSession,
  MotionUnit,
} from './frame-decoder.ts';

/** What may wait for the decoder; more and the session goes on at the next key frame. */
const MAX_PENDING_UNITS = 60;
const MAX_PENDING_BYTES = 8 * 1024 * 1024;

/** How a session reaches an engine: null while none may be used. */
export interface MotionHost {
  readonly engine: () => DecodeEngine | null;
  readonly onFailed: (error: unknown) => void;
  readonly onPicture: (picture: DecodedPicture) => void;
  readonly onDropped: () => void;
  readonly onClosed: () => void;
}

/** One stream in continuous decoding. Whatever goes wrong, it begins anew at the next key frame. */
export class MotionRun implements MotionSession {
  readonly #id: number;
  readonly #options: MotionOptions;
  readonly #host: MotionHost;
  #engine: DecodeEngine | null = null;
  #needsKeyFrame = true;
  #pendingUnits = 0;
  #pendingBytes = 0;
  #isClosed = false;

  constructor(id: number, options: MotionOptions, host: MotionHost) {
    this.#id = id;
    this.#options = options;
    this.#host = host;
  }

  push(unit: MotionUnit): void {
    if (this.#isClosed) return;
    if (unit.isDiscontinuity) this.#needsKeyFrame = true;
    const isFull = this.#pendingUnits >= MAX_PENDING_UNITS || this.#pendingBytes >= MAX_PENDING_BYTES;
    if (isFull) this.#needsKeyFrame = true;
    if (isFull || (this.#needsKeyFrame && !unit.isKeyFrame)) {
      this.#host.onDropped();
      return;
    }
    const isFirst = this.#needsKeyFrame;
    if (isFirst) this.#moveTo(this.#host.engine());
    const motion = this.#engine?.motion ?? null;
    if (motion === null) {
      this.#host.onDropped();
      return;
    }
    this.#needsKeyFrame = false;
    const bytes = unit.accessUnit.length;
    this.#pendingUnits += 1;
    this.#pendingBytes += bytes;
    motion
      .unit(this.#id, unit, isFirst, this.#options.fps)
      .then(
        (answer) => this.#take(answer),
        (error: unknown) => {
          this.#needsKeyFrame = true;
          if (!this.#isClosed) this.#host.onFailed(error);
        },
      )
      .finally(() => {
        this.#pendingUnits -= 1;
        this.#pendingBytes -= bytes;
      });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#moveTo(null);
    this.#host.onClosed();
  }

  #moveTo(engine: DecodeEngine | null): void {
    if (this.#engine === engine) return;
    this.#engine?.motion?.end(this.#id);
    this.#engine = engine;
  }

  #take(answer: EngineAnswer): void {
    if (this.#isClosed || answer?.kind !== 'picture') return;
    this.#host.onPicture(answer.picture);
    this.#options.onPicture(answer.picture, answer.shownAtMs);
  }
}
