/** Waiting frames of this many cameras at most; the longest-waiting one is dropped for a newcomer. */
export const MAX_WAITING_KEYS = 512;

/** At most one waiting item a key, newest wins; a key keeps its turn when its item is replaced. */
export class DecodeQueue<Item> {
  readonly #waiting = new Map<string, Item>();
  readonly #maxKeys: number;

  constructor(maxKeys: number = MAX_WAITING_KEYS) {
    this.#maxKeys = maxKeys;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Gives back what had to leave for it. */
  push(key: string, item: Item): Item | null {
    const replaced = this.#waiting.get(key);
    if (replaced !== undefined) {
      this.#waiting.set(key, item);
      return replaced;
    }
    const dropped = this.#waiting.size >= this.#maxKeys ? this.shift() : null;
    this.#waiting.set(key, item);
    return dropped;
  }

  /** The item of the key that waits longest, of those that `mayGo`. */
  shift(mayGo: (key: string) => boolean = () => true): Item | null {
    for (const [key, item] of this.#waiting) {
      if (!mayGo(key)) continue;
      this.#waiting.delete(key);
      return item;
    }
    return null;
  }
}
