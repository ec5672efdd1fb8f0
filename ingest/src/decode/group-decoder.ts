import type { DecodeEngine, GroupOfPictures, PictureAt } from './frame-decoder.ts';

/** Groups under way and waiting; more are told to come again. */
const MAX_GROUPS = 8;
/** A process that decoded no group for this long ends. */
const IDLE_MS = 60_000;

/**
 * Groups of pictures in a process of their own, one after the other, so that a group of ten seconds never holds up the
 * key frames of all cameras. The process runs only while it is used.
 */
export class GroupDecoder {
  readonly #createEngine: () => DecodeEngine;
  readonly #second: () => DecodeEngine | null;
  #engine: DecodeEngine | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #groups = 0;
  #idle: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(createEngine: () => DecodeEngine, second: () => DecodeEngine | null) {
    this.#createEngine = createEngine;
    this.#second = second;
  }

  get isRunning(): boolean {
    return this.#engine?.isRunning ?? false;
  }

  pictureAt(group: GroupOfPictures, signal: AbortSignal): Promise<PictureAt | null | 'busy'> {
    if (this.#groups >= MAX_GROUPS) return Promise.resolve('busy');
    this.#groups += 1;
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    const result = this.#tail.then(() => this.#decode(group, signal));
    this.#tail = result
      .catch(() => undefined)
      .finally(() => {
        this.#groups -= 1;
        if (this.#groups === 0 && !this.#isClosed) this.#idle = setTimeout(() => void this.#stop(), IDLE_MS).unref();
      });
    return unlessAborted(result, signal);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#idle !== null) clearTimeout(this.#idle);
    await this.#stop();
    await this.#tail;
  }

  async #stop(): Promise<void> {
    const engine = this.#engine;
    this.#engine = null;
    await engine?.close();
  }

  async #decode(group: GroupOfPictures, signal: AbortSignal): Promise<PictureAt | null> {
    signal.throwIfAborted();
    if (this.#isClosed) throw new Error('the decoder is closed');
    this.#engine ??= this.#createEngine();
    const second = this.#second();
    const first = this.#engine.pictureAt(group);
    // Whatever kept the first engine from it, the second one may manage.
    const answer = await (second === null ? first : first.catch(() => null));
    const best = answer ?? (second === null ? null : await second.pictureAt(group));
    return best?.kind === 'picture' ? { picture: best.picture, shownAtMs: best.shownAtMs } : null;
  }
}

function unlessAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = (): void => reject(signal.reason);
    signal.addEventListener('abort', give, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
