import type { VideoUnit } from '../media/depacketizer.ts';

export interface HeldUnit {
  readonly unit: VideoUnit;
  readonly arrivalMs: number;
}

export interface Release {
  readonly units: readonly HeldUnit[];
  /** When the first unit would have arrived had the camera not stored it. */
  readonly anchorMs: number;
  /** Smallest distance of two presentation times; null when there are fewer than three pictures to tell. */
  readonly step90k: number | null;
}

const TICKS_PER_MS = 90;
const MAX_HOLD_MS = 1_000;
const MAX_HOLD_UNITS = 300;
const MAX_HOLD_BYTES = 8 * 1024 * 1024;
const MAX_BURST_90K = 30 * 90_000;

/**
 * Many cameras and servers begin with a stored group of pictures, sent as fast as the line allows, so the first key
 * frame is older than its arrival says. Pictures are held until one comes at its own pace (normally the second: 40 ms),
 * at most a second; the smallest difference of arrival and media time is then the anchor.
 */
export class StartBurst {
  #units: HeldUnit[] = [];
  #bytes = 0;
  #isOpen = true;

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Takes a unit (copied); the release when this one ends the burst, which has `atLeast` units unless it is full. */
  push(unit: VideoUnit, arrivalMs: number, atLeast: number): Release | null {
    const previous = this.#units.at(-1);
    const first = this.#units[0] ?? { unit, arrivalMs };
    this.#units.push({ unit: { ...unit, avcc: Buffer.from(unit.avcc) }, arrivalMs });
    this.#bytes += unit.avcc.length;
    const stepMs = previous === undefined ? 0 : ((unit.pts90k - previous.unit.pts90k) | 0) / TICKS_PER_MS;
    // A picture that is shown before the one decoded before it says nothing of the pace.
    const isPaced = previous !== undefined && stepMs >= 0 && arrivalMs - previous.arrivalMs >= stepMs / 2;
    const isFull = this.#units.length >= MAX_HOLD_UNITS || this.#bytes >= MAX_HOLD_BYTES;
    return (isPaced && this.#units.length >= atLeast) || isFull || arrivalMs - first.arrivalMs >= MAX_HOLD_MS
      ? this.release()
      : null;
  }

  /** Everything held, when the connection ends before the burst does; null when there is nothing. */
  release(): Release | null {
    this.#isOpen = false;
    const units = this.#units;
    const first = units[0];
    this.#units = [];
    if (first === undefined) return null;
    let anchorMs = first.arrivalMs;
    for (const { unit, arrivalMs } of units) {
      const media90k = (unit.pts90k - first.unit.pts90k) | 0;
      if (media90k >= 0 && media90k <= MAX_BURST_90K)
        anchorMs = Math.min(anchorMs, arrivalMs - media90k / TICKS_PER_MS);
    }
    return { units, anchorMs, step90k: usualStep(units) };
  }
}

function usualStep(units: readonly HeldUnit[]): number | null {
  const [first] = units;
  if (first === undefined || units.length < 3) return null;
  const times = units.map(({ unit }) => (unit.pts90k - first.unit.pts90k) | 0).toSorted((a, b) => a - b);
  const steps = times.slice(1).map((time, n) => time - (times[n] ?? 0));
  const least = Math.min(...steps.filter((step) => step > 0));
  return Number.isFinite(least) ? least : null;
}
