import type { StreamDescription, StreamStatistics } from '../media/media-types.ts';

const WINDOW_MS = 1_000;

/** Counts what one stream delivers; `tick` closes windows of at least a second. */
export class StreamMeter {
  droppedFrames = 0;
  discontinuities = 0;
  reconnects = 0;
  consumerErrors = 0;
  gopMs: number | null = null;
  cameraClockOffsetMs: number | null = null;
  audio: string | null = null;
  gopRangeMs: { readonly min: number; readonly max: number } | null = null;
  #packets = 0;
  #frames = 0;
  #bytes = 0;
  #lostPackets = 0;
  #repairedTimestamps = 0;
  #lastFrameAtMs: number | null = null;
  #description: StreamDescription | null = null;
  #fps: number | null = null;
  #bitrateKbps: number | null = null;
  #windowFrames = 0;
  #windowBytes = 0;
  #windowStartMs = 0;

  get packets(): number {
    return this.#packets;
  }

  get frames(): number {
    return this.#frames;
  }

  addPacket(bytes: number, lostPackets: number): void {
    this.#packets++;
    this.#bytes += bytes;
    this.#lostPackets += lostPackets;
  }

  addPicture(arrivalMs: number, description: StreamDescription, repairedTimestamps: number): void {
    this.#frames++;
    this.#lastFrameAtMs = arrivalMs;
    this.#description = description;
    this.#repairedTimestamps = repairedTimestamps;
  }

  /** Starts measuring afresh, at a connection's begin and end: no rate is known. */
  restart(monotonicMs: number): void {
    this.#fps = null;
    this.#bitrateKbps = null;
    this.#openWindow(monotonicMs);
  }

  tick(monotonicMs: number): void {
    const elapsedMs = monotonicMs - this.#windowStartMs;
    if (elapsedMs < WINDOW_MS) return;
    this.#fps = Math.round(((this.#frames - this.#windowFrames) / elapsedMs) * 10_000) / 10;
    this.#bitrateKbps = Math.round(((this.#bytes - this.#windowBytes) * 8) / elapsedMs);
    this.#openWindow(monotonicMs);
  }

  snapshot(): StreamStatistics {
    return {
      lastFrameAtMs: this.#lastFrameAtMs,
      description: this.#description,
      fps: this.#fps,
      bitrateKbps: this.#bitrateKbps,
      gopMs: this.gopMs,
      frames: this.#frames,
      droppedFrames: this.droppedFrames,
      lostPackets: this.#lostPackets,
      repairedTimestamps: this.#repairedTimestamps,
      discontinuities: this.discontinuities,
      reconnects: this.reconnects,
      consumerErrors: this.consumerErrors,
      cameraClockOffsetMs: this.cameraClockOffsetMs,
      audio: this.audio,
      gopRangeMs: this.gopRangeMs,
    };
  }

  #openWindow(monotonicMs: number): void {
    this.#windowStartMs = monotonicMs;
    this.#windowFrames = this.#frames;
    this.#windowBytes = this.#bytes;
  }
}
