/** One whole AAC access unit; the bytes are copied. */
export interface AudioUnit {
  readonly bytes: Buffer;
  /** Ticks of the audio track: 1,024, or 960 where the camera says so. */
  readonly duration: number;
  /** Where it belongs on the scale of `VideoUnit.pts90k`; null when only its arrival tells. */
  readonly pts90k: number | null;
  /** Its start against the arrival of the packet that carried it (recorded before: negative), in ticks of the track. */
  readonly delay: number;
  readonly isAfterLoss: boolean;
}

const SMOOTHING = 0.05;
const STEER_FROM_S = 0.02;
const STEER_SHARE = 0.02;
/** More than this would be heard as a wrong pitch where players stretch. */
const MAX_STEER = 0.03;
const JUMP_S = 0.25;

export interface AudioPlace {
  readonly start: number;
  readonly duration: number;
}

/**
 * Lays access units one behind the other on the audio track and keeps the track with the pictures: cameras run sound on
 * a clock of its own that may be a per cent off. Small errors are steered out by durations a little longer or shorter;
 * being a quarter of a second behind leaves a hole, being ahead drops units. Starts never decrease nor overlap.
 */
export class AudioClock {
  readonly #rate: number;
  #next: number | null = null;
  #end = 0;
  #error = 0;

  constructor(sampleRate: number) {
    this.#rate = sampleRate;
  }

  /** The pictures' clock jumped: the next unit is placed anew. */
  restart(): void {
    this.#next = null;
  }

  /** All in ticks of the track; `target`: where the unit belongs by the pictures' clock. Null: drop the unit. */
  place(target: number, duration: number, isAfterLoss: boolean): AudioPlace | null {
    if (!Number.isFinite(target)) return null;
    if (this.#next === null) return this.#jump(target, duration);
    const offBy = target - this.#next;
    this.#error += (offBy - this.#error) * SMOOTHING;
    if (this.#error > JUMP_S * this.#rate || (isAfterLoss && offBy > duration / 2)) return this.#jump(target, duration);
    if (this.#error < -JUMP_S * this.#rate) {
      this.#error += duration;
      return null;
    }
    const limit = duration * MAX_STEER;
    const isOff = Math.abs(this.#error) > STEER_FROM_S * this.#rate;
    const steered = isOff ? Math.round(Math.max(-limit, Math.min(limit, this.#error * STEER_SHARE))) : 0;
    this.#error -= steered;
    return this.#put(this.#next, duration + steered);
  }

  #jump(target: number, duration: number): AudioPlace | null {
    const start = Math.max(this.#end, Math.round(target));
    this.#error = target - start;
    return this.#put(start, duration);
  }

  #put(start: number, duration: number): AudioPlace {
    this.#next = start + duration;
    this.#end = this.#next;
    return { start, duration };
  }
}
