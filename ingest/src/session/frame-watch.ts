import type { Clock } from '@thapcanh/core/time/clock';
import type { SessionTiming } from './camera-session-options.ts';
import type { StreamMeter } from './stream-meter.ts';

const TICK_MS = 500;
/** Packets without a whole picture: cameras with key frames 20 s apart exist, so give them three first-frame waits. */
const PICTURELESS_FACTOR = 3;

/**
 * Watches one connection for silence. One interval for all its deadlines, nothing per packet; it also closes the
 * meter's windows.
 */
export class FrameWatch {
  readonly #clock: Clock;
  readonly #timing: SessionTiming;
  readonly #meter: StreamMeter;
  #timer: NodeJS.Timeout | null = null;

  constructor(clock: Clock, timing: SessionTiming, meter: StreamMeter) {
    this.#clock = clock;
    this.#timing = timing;
    this.#meter = meter;
  }

  /** `onSilence` is called once, with how long there was nothing. */
  start(onSilence: (detail: string) => void): void {
    const { firstFrameMs, stallMs } = this.#timing;
    const startedMs = this.#clock.monotonicMs();
    const framesBefore = this.#meter.frames;
    let packets = this.#meter.packets;
    let frames = framesBefore;
    let packetAtMs = startedMs;
    let frameAtMs = startedMs;
    this.#meter.restart(startedMs);
    this.#timer = setInterval(
      () => {
        const nowMs = this.#clock.monotonicMs();
        if (this.#meter.packets !== packets) packetAtMs = nowMs;
        if (this.#meter.frames !== frames) frameAtMs = nowMs;
        packets = this.#meter.packets;
        frames = this.#meter.frames;
        this.#meter.tick(nowMs);
        const packetLimitMs = frames === framesBefore ? firstFrameMs : stallMs;
        const silentMs = nowMs - packetAtMs;
        const picturelessMs = nowMs - frameAtMs;
        if (silentMs < packetLimitMs && picturelessMs < firstFrameMs * PICTURELESS_FACTOR) return;
        this.close();
        onSilence(`${Math.round(Math.max(silentMs, picturelessMs) / 100) / 10} s`);
      },
      Math.min(TICK_MS, stallMs / 4, firstFrameMs / 4),
    );
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}
