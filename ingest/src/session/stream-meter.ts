import type { StreamDescription, StreamStatistics } from '../media/media-types.ts';

const WINDOW_MS = 1_000;
/** Two of these are remembered, so the range is that of the last half to whole minute. */
const GOP_WINDOW_MS = 30_000;
const CLOCK_REPORTS = 9;
/** Cameras whose clock was never set count from 1900, 1970 or 2000; the first ONVIF cameras were sold in 2009. */
const OLDEST_CLOCK_MS = Date.UTC(2009, 0, 1);

interface GopWindow {
  min: number;
  max: number;
  count: number;
}

const emptyGopWindow = (): GopWindow => ({ min: Number.POSITIVE_INFINITY, max: 0, count: 0 });

/** Counts what one stream delivers; `tick` closes windows of at least a second. */
export class StreamMeter {
  droppedFrames = 0;
  discontinuities = 0;
  reconnects = 0;
  consumerErrors = 0;
  audio: string | null = null;
  droppedAudioUnits = 0;
  #gopMs: number | null = null;
  #gops = emptyGopWindow();
  #olderGops = emptyGopWindow();
  #gopsSinceMs = 0;
  #clockOffsetsMs: number[] = [];
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

  /** Distance of two key frames that follow each other without a gap. */
  addGop(gopMs: number, nowMs: number): void {
    this.#gopMs = gopMs;
    if (nowMs - this.#gopsSinceMs >= GOP_WINDOW_MS || nowMs < this.#gopsSinceMs) {
      this.#olderGops = this.#gops;
      this.#gops = emptyGopWindow();
      this.#gopsSinceMs = nowMs;
    }
    this.#gops.min = Math.min(this.#gops.min, gopMs);
    this.#gops.max = Math.max(this.#gops.max, gopMs);
    this.#gops.count++;
  }

  /** A camera's claim (RTCP sender report) that it is `cameraMs` when we have `nowMs`; nonsense is left out. */
  addCameraClock(cameraMs: number, nowMs: number): void {
    if (cameraMs < OLDEST_CLOCK_MS) return;
    this.#clockOffsetsMs.push(cameraMs - nowMs);
    if (this.#clockOffsetsMs.length > CLOCK_REPORTS) this.#clockOffsetsMs.shift();
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
      gopMs: this.#gopMs,
      frames: this.#frames,
      droppedFrames: this.droppedFrames,
      packets: this.#packets,
      lostPackets: this.#lostPackets,
      repairedTimestamps: this.#repairedTimestamps,
      discontinuities: this.discontinuities,
      reconnects: this.reconnects,
      consumerErrors: this.consumerErrors,
      cameraClockOffsetMs: this.#medianClockOffsetMs(),
      audio: this.audio,
      droppedAudioUnits: this.droppedAudioUnits,
      gopRangeMs: this.#gopRangeMs(),
    };
  }

  #gopRangeMs(): { min: number; max: number } | null {
    const older = this.#olderGops;
    const newer = this.#gops;
    if (older.count + newer.count < 2) return null;
    return { min: Math.min(older.min, newer.min), max: Math.max(older.max, newer.max) };
  }

  /** One report may have been late in the network, or the clock set in between: the middle of several tells. */
  #medianClockOffsetMs(): number | null {
    const sorted = this.#clockOffsetsMs.toSorted((a, b) => a - b);
    const median = sorted[sorted.length >> 1];
    return median === undefined ? null : Math.round(median);
  }

  #openWindow(monotonicMs: number): void {
    this.#windowStartMs = monotonicMs;
    this.#windowFrames = this.#frames;
    this.#windowBytes = this.#bytes;
  }
}
