import { MAX_AUDIO_SAMPLES_PER_PART, type SampleTable } from './part-layout.ts';

const MAX_QUEUED = 512;
const MAX_QUEUED_BYTES = 512 * 1024;

/**
 * Sound on its way into parts: whole AAC access units with their place on the audio track. Bounded: when pictures stay
 * away, the oldest sound is dropped and counted.
 */
export class AudioQueue {
  readonly durations = new Uint32Array(MAX_AUDIO_SAMPLES_PER_PART);
  readonly sizes = new Uint32Array(MAX_AUDIO_SAMPLES_PER_PART);
  #units: { readonly bytes: Buffer; readonly start: number; readonly duration: number }[] = [];
  #bytes = 0;
  #dropped = 0;

  get bytes(): number {
    return this.#bytes;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** `start` and `duration` in ticks of the audio track; starts grow. The bytes become the queue's. */
  push(bytes: Buffer, start: number, duration: number): void {
    this.#units.push({ bytes, start, duration });
    this.#bytes += bytes.length;
    while (this.#units.length > MAX_QUEUED || this.#bytes > MAX_QUEUED_BYTES) {
      this.#bytes -= this.#units.shift()?.bytes.length ?? 0;
      this.#dropped++;
    }
  }

  clear(): void {
    this.#units = [];
    this.#bytes = 0;
  }

  /**
   * Takes what starts before `end` and fits `roomBytes`, handing each unit's bytes to `write` in order; null when there
   * is nothing. The table is only valid until the next call. A hole between two units is covered by the first one's
   * duration, so the track has none inside a part.
   */
  take(end: number, roomBytes: number, write: (bytes: Buffer) => void): SampleTable | null {
    let count = 0;
    let bytes = 0;
    for (const unit of this.#units) {
      if (unit.start >= end || bytes + unit.bytes.length > roomBytes || count === MAX_AUDIO_SAMPLES_PER_PART) break;
      const next = this.#units[count + 1];
      this.durations[count] = next === undefined ? unit.duration : Math.max(1, next.start - unit.start);
      this.sizes[count] = unit.bytes.length;
      bytes += unit.bytes.length;
      count++;
    }
    const first = this.#units[0];
    if (count === 0 || first === undefined) return null;
    for (let i = 0; i < count; i++) {
      const unit = this.#units[i];
      if (unit !== undefined) write(unit.bytes);
    }
    this.#units.splice(0, count);
    this.#bytes -= bytes;
    return { decodeTime: first.start, count, bytes, durations: this.durations, sizes: this.sizes };
  }
}
