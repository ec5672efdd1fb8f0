const MAX_JUMP_90K = 450_000;
const MAX_OFFSET_90K = 900_000;

/**
 * Decode times from presentation times, for pictures that come in decode order. Where at most `depth` pictures are
 * decoded before one that is shown earlier, the n-th picture is decoded when the (n - depth)-th smallest presentation
 * time has come; nothing needs to wait for that. All decode times are then moved by `depth` steps, so that a key frame
 * has offset 0 and the clock of decoding is the clock of showing: offsets may be negative (`trun` version 1).
 *
 * The results are fields, overwritten by each call, to spare an object a picture.
 */
export class DecodeOrder {
  /** Decode time of the newest picture, 90 kHz modulo 2^32, on the scale of what was put in. */
  dts90k = 0;
  /** Presentation minus decode time. */
  offset90k = 0;
  #depth = 0;
  #step90k = 0;
  /** Presentation times of the newest pictures, ascending, counted from the run's first picture. */
  #window: number[] = [];
  #count = 0;
  #origin90k = 0;
  #last90k = 0;
  #lastRaw90k = 0;

  /** The next picture is a key frame and what was before it does not count. `step90k`: usual distance of pictures. */
  restart(depth: number, step90k: number): void {
    this.#depth = depth;
    this.#step90k = step90k;
    this.#count = 0;
    this.#window = [];
  }

  stamp(pts90k: number): void {
    if (this.#depth > 0) {
      this.#find(pts90k);
      return;
    }
    this.dts90k = pts90k;
    this.offset90k = 0;
  }

  #find(pts90k: number): void {
    let diff90k = (pts90k - this.#lastRaw90k) | 0;
    if (this.#count === 0 || Math.abs(diff90k) > MAX_JUMP_90K) {
      this.restart(this.#depth, this.#step90k);
      this.#origin90k = pts90k;
      this.#last90k = 0;
      diff90k = 0;
    }
    this.#lastRaw90k = pts90k;
    this.#last90k += diff90k;
    const window = this.#window;
    let at = window.length;
    while (at > 0 && (window[at - 1] ?? 0) > this.#last90k) at--;
    window.splice(at, 0, this.#last90k);
    const index = this.#count++;
    const dts90k =
      index < this.#depth ? index * this.#step90k : (window.shift() ?? this.#last90k) + this.#depth * this.#step90k;
    this.dts90k = (this.#origin90k + dts90k) >>> 0;
    this.offset90k = Math.max(-MAX_OFFSET_90K, Math.min(MAX_OFFSET_90K, this.#last90k - dts90k));
  }
}

const REMEMBERED = 16;
const MAX_BACK_90K = 90_000;
const MIN_SIGHTINGS = 3;

/**
 * Finds out how far a camera reorders pictures when its parameter sets do not say, or say wrongly: by presentation times
 * that step back a little, several times within one group of pictures.
 */
export class ReorderWatch {
  #depth = 0;
  #seen = 0;
  #sightings = 0;
  #deepest = 0;
  readonly #recent = new Uint32Array(REMEMBERED);

  /** What earlier groups of pictures showed; never falls. */
  get depth(): number {
    return this.#depth;
  }

  observe(pts90k: number, isKeyFrame: boolean): void {
    if (isKeyFrame) {
      if (this.#sightings >= MIN_SIGHTINGS) this.#depth = Math.max(this.#depth, this.#deepest);
      this.#seen = 0;
      this.#sightings = 0;
      this.#deepest = 0;
    }
    let earlier = 0;
    for (let i = 0; i < Math.min(this.#seen, REMEMBERED); i++) {
      const ahead90k = ((this.#recent[i] ?? 0) - pts90k) | 0;
      if (ahead90k > 0 && ahead90k < MAX_BACK_90K) earlier++;
    }
    if (earlier > 0) {
      this.#sightings++;
      this.#deepest = Math.max(this.#deepest, earlier);
    }
    this.#recent[this.#seen++ % REMEMBERED] = pts90k;
  }
}
