const SMALLEST_BYTES = 64 * 1024;
/** Larger ones are rare and left to the collector. */
const LARGEST_BYTES = 1024 * 1024;
/** Free slabs kept for all sessions of a process. */
const MAX_FREE_BYTES = 64 * 1024 * 1024;

interface SizeClass {
  readonly bytes: number;
  readonly free: Buffer[];
}

/**
 * Memory that is used again. Whoever holds a part beyond the call that brought it calls `retain` in that call and
 * `release` once when its bytes are no longer looked at, by anything it passed them to either. Who cannot say when that
 * is calls `keep`: then the memory is never used again, but left to the collector.
 */
export interface PartMemory {
  retain(): void;
  release(): void;
  keep(): void;
}

export interface SlabStatistics {
  readonly freeBytes: number;
  /** Asked of the system, and taken again after use. Only grow. */
  readonly fresh: number;
  readonly recycled: number;
  /** Given to the collector because enough were free. */
  readonly surplus: number;
}

/**
 * A piece of memory that several parts lie in. Whoever holds it says so with `retain` and lets go with `release`; after
 * the last one it goes back to its pool, unless somebody said `keep`.
 */
export class Slab implements PartMemory {
  readonly bytes: Buffer;
  readonly #pool: SlabPool | null;
  #holders = 0;
  #isKept = false;

  /** Without a pool the collector takes it, whoever holds it. */
  constructor(bytes: Buffer, pool: SlabPool | null) {
    this.bytes = bytes;
    this.#pool = pool;
  }

  retain(): void {
    this.#holders += 1;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders < 0) throw new Error('a slab was released more often than retained');
    if (this.#holders === 0 && !this.#isKept) this.#pool?.giveBack(this.bytes);
  }

  keep(): void {
    this.#isKept = true;
  }
}

/**
 * Memory for parts that is used again at once. Video of 64 cameras is 32 MB a second: left to the collector, it makes V8
 * mark its whole heap more than once in two seconds, only because of buffers outside that heap.
 *
 * Sizes are powers of two from 64 kB to 1 MB. Bounded to 64 MB of free slabs; beyond that those of the size that was not
 * asked for the longest go to the collector, counted as `surplus`. Nothing is cleared: a slab's old bytes are never
 * within the bounds of a new part.
 */
export class SlabPool {
  /** Those asked for last stand last. */
  readonly #classes: SizeClass[] = [];
  #freeBytes = 0;
  #fresh = 0;
  #recycled = 0;
  #surplus = 0;

  /** At least `wantedBytes`. Nobody holds it yet. */
  take(wantedBytes: number): Slab {
    const bytes = slabBytes(wantedBytes);
    const free = bytes > LARGEST_BYTES ? undefined : (this.#classOf(bytes).free.pop() ?? this.#takeTwice(bytes));
    if (free === undefined) {
      this.#fresh += 1;
      return new Slab(Buffer.allocUnsafeSlow(bytes), this);
    }
    this.#recycled += 1;
    this.#freeBytes -= free.length;
    return new Slab(free, this);
  }

  /** Only for `Slab`. */
  giveBack(slab: Buffer): void {
    if (slab.length > LARGEST_BYTES) {
      this.#surplus += 1;
      return;
    }
    this.#classes.find(({ bytes }) => bytes === slab.length)?.free.push(slab);
    this.#freeBytes += slab.length;
    while (this.#freeBytes > MAX_FREE_BYTES) {
      const unwanted = this.#classes.find(({ free }) => free.length > 0);
      this.#freeBytes -= unwanted?.free.pop()?.length ?? this.#freeBytes;
      this.#surplus += 1;
    }
  }

  statistics(): SlabStatistics {
    return { freeBytes: this.#freeBytes, fresh: this.#fresh, recycled: this.#recycled, surplus: this.#surplus };
  }

  /** One of twice the size is better than a new one: what a camera asks for wavers. */
  #takeTwice(bytes: number): Buffer | undefined {
    return this.#classes.find((item) => item.bytes === 2 * bytes)?.free.pop();
  }

  #classOf(bytes: number): SizeClass {
    const at = this.#classes.findIndex((item) => item.bytes === bytes);
    const [found] = at < 0 ? [] : this.#classes.splice(at, 1);
    const size = found ?? { bytes, free: [] };
    this.#classes.push(size);
    return size;
  }
}

function slabBytes(wantedBytes: number): number {
  if (wantedBytes > LARGEST_BYTES) return wantedBytes;
  let bytes = SMALLEST_BYTES;
  while (bytes < wantedBytes) bytes *= 2;
  return bytes;
}
