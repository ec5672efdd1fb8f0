/** What the sizes of pictures say; `unknown` until they have proved themselves on this camera. */
export type SizeVerdict = 'unknown' | 'quiet' | 'active';

/** Stretches of a still scene before the spread of their sizes means anything. */
const STILL_LEAST = 20;
/** Above this coefficient of variation the encoder holds a bit rate, or the night's noise is coded: useless. */
const STILL_CV_MAX = 0.1;
/** Seen changes that are remembered, and how many of them must have shown in the sizes. */
const EVENTS_LEAST = 5;
const EVENTS_KEPT = 20;
const EVENTS_SHOWN_SHARE = 0.9;
const MEMORY = 1 / 40;
/** Active: above the usual size by this factor and by this many standard deviations. */
const ACTIVE_FACTOR = 1.25;
const ACTIVE_DEVIATIONS = 4;
/** Too few pictures between two key frames to judge by. */
const PICTURES_LEAST = 3;

/**
 * Activity from the sizes of coded pictures alone, at no cost. With a constant-quality encoder a person makes the
 * pictures between key frames several times larger; with a constant bit rate nothing shows. So the hint qualifies itself
 * against decoded pictures: it speaks only while the sizes of still stretches vary by less than 10 % and nine of ten
 * changes seen by decoding had shown in the sizes. It may only move decoding to an earlier or later key frame, never
 * replace it. Units come in order; every stretch ends at `decoded`.
 */
export class SizeHint {
  #bytes = 0;
  #pictures = 0;
  #stillCount = 0;
  #mean = 0;
  #variance = 0;
  #events: boolean[] = [];

  /** A picture that is no key frame. */
  take(bytes: number): void {
    this.#bytes += bytes;
    this.#pictures += 1;
  }

  /** Of the stretch since the last decoded picture. */
  get verdict(): SizeVerdict {
    if (!this.isQualified || this.#pictures < PICTURES_LEAST) return 'unknown';
    return this.#isLarge() ? 'active' : 'quiet';
  }

  get isQualified(): boolean {
    if (this.#stillCount < STILL_LEAST || this.#events.length < EVENTS_LEAST) return false;
    const shown = this.#events.filter((isShown) => isShown).length;
    return this.stillVariation < STILL_CV_MAX && shown >= EVENTS_SHOWN_SHARE * this.#events.length;
  }

  /** Coefficient of variation of still stretches. */
  get stillVariation(): number {
    return this.#mean > 0 ? Math.sqrt(this.#variance) / this.#mean : Number.POSITIVE_INFINITY;
  }

  /** A picture was decoded: whether it differs from the one before ends the stretch and says what it should have shown. */
  decoded(isChanged: boolean): void {
    if (this.#pictures >= PICTURES_LEAST) {
      if (isChanged) this.#learnEvent();
      else this.#learnStill(this.#bytes / this.#pictures);
    }
    this.#bytes = 0;
    this.#pictures = 0;
  }

  /** Another camera setting or connection: sizes may mean something else. */
  reset(): void {
    this.#bytes = 0;
    this.#pictures = 0;
    this.#stillCount = 0;
    this.#mean = 0;
    this.#variance = 0;
    this.#events = [];
  }

  #isLarge(): boolean {
    const size = this.#bytes / this.#pictures;
    const deviation = Math.sqrt(this.#variance);
    return size > this.#mean * ACTIVE_FACTOR && size > this.#mean + ACTIVE_DEVIATIONS * deviation;
  }

  #learnEvent(): void {
    if (this.#stillCount < STILL_LEAST) return;
    this.#events.push(this.#isLarge());
    if (this.#events.length > EVENTS_KEPT) this.#events.shift();
  }

  #learnStill(size: number): void {
    this.#stillCount = Math.min(this.#stillCount + 1, STILL_LEAST);
    // The plain mean at first, a fading one later: day and night differ.
    const weight = Math.max(MEMORY, 1 / this.#stillCount);
    const step = size - this.#mean;
    if (this.#stillCount === 1 && this.#mean === 0) {
      this.#mean = size;
      return;
    }
    this.#mean += step * weight;
    this.#variance = (1 - weight) * (this.#variance + weight * step * step);
  }
}
