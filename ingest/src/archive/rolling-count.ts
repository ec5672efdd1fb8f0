const BUCKETS = 60;

/** A sum over the last `windowMs`, in 60 buckets. Times come from a monotonic clock. */
export class RollingCount {
  readonly #bucketMs: number;
  #buckets: { index: number; count: number }[] = [];

  constructor(windowMs: number) {
    this.#bucketMs = windowMs / BUCKETS;
  }

  add(nowMs: number, count: number): void {
    const index = this.#forget(nowMs);
    const last = this.#buckets.at(-1);
    if (last?.index === index) last.count += count;
    else this.#buckets.push({ index, count });
  }

  sum(nowMs: number): number {
    this.#forget(nowMs);
    return this.#buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  }

  #forget(nowMs: number): number {
    const index = Math.floor(nowMs / this.#bucketMs);
    this.#buckets = this.#buckets.filter((bucket) => bucket.index > index - BUCKETS);
    return index;
  }
}
