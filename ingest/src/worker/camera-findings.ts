import type { StreamName } from '@thapcanh/core/camera/camera';
import type { CameraFinding } from '@thapcanh/core/camera/camera-finding';
import type { StreamStatistics } from '../media/media-types.ts';

/** What one look at a camera sees; streams that deliver nothing are left out. */
export interface CameraSample {
  readonly atMs: number;
  readonly main: StreamStatistics | null;
  readonly sub: StreamStatistics | null;
  /** Whether any connection had to show its password in the clear. */
  readonly hasUsedBasic: boolean;
  readonly hasSubStream: boolean;
  /** A stream that delivers and of which the decoder yields no picture; absent: none. */
  readonly undecodable?: StreamName | null;
}

/** Above two seconds people notice that pictures open late. */
const LONG_GOP_MS = 2_100;
const GOP_VARIES_TIMES = 1.8;
const GOP_VARIES_MS = 900;
const CLOCK_OFF_MS = 2_000;
/** 12 s a day; a quartz clock without NTP drifts that much, the measuring does not. */
const DRIFT_MS_PER_HOUR = 500;
const DRIFT_AFTER_MS = 1_200_000;
/** Somebody set the clock in between. */
const CLOCK_STEP_MS = 1_000;
const LOSS_WINDOW_MS = 300_000;
const LOSS_PERCENT = 0.5;
const JUMP_WINDOW_MS = 3_600_000;
const JUMPS = 3;

interface Counts {
  readonly atMs: number;
  readonly packets: number;
  readonly lost: number;
  readonly jumps: number;
}

/**
 * What is wrong with one camera although it delivers, from its streams alone. Looks are to come about once a minute; what
 * needs a span of time to be seen (loss, jumps, drift) is counted over the looks that are remembered, an hour of them.
 */
export class CameraFindings {
  #counts: Counts[] = [];
  #offsets: { readonly atMs: number; readonly offsetMs: number }[] = [];

  /** Null: nothing can be said now. */
  look({ atMs, main, sub, hasUsedBasic, hasSubStream, undecodable = null }: CameraSample): CameraFinding[] | null {
    const streams = [main, sub].filter((stream) => stream !== null);
    if (streams.length === 0) return null;
    this.#remember(atMs, streams);
    const recorded = main ?? sub;
    const found = [
      recorded === null ? null : gopFinding(recorded),
      this.#clockOff(),
      this.#clockDrifts(),
      audioDropped(recorded?.audio ?? null),
      noBrowserStream(main, sub, hasSubStream),
      this.#packetLoss(atMs),
      this.#timestampJumps(atMs),
      undecodable === null ? null : ({ code: 'no-pictures', params: { stream: undecodable } } as const),
      hasUsedBasic ? ({ code: 'basic-authentication', params: {} } as const) : null,
    ];
    return found.filter((finding) => finding !== null);
  }

  #remember(atMs: number, streams: readonly StreamStatistics[]): void {
    const sum = (value: (stream: StreamStatistics) => number): number =>
      streams.reduce((total, stream) => total + value(stream), 0);
    const counts = {
      atMs,
      packets: sum((stream) => stream.packets),
      lost: sum((stream) => stream.lostPackets),
      jumps: sum((stream) => stream.repairedTimestamps),
    };
    // Another number of streams than at the last look: what they counted cannot be compared.
    const last = this.#counts.at(-1);
    if (last !== undefined && (counts.packets < last.packets || counts.jumps < last.jumps)) this.#counts = [];
    this.#counts = [...this.#counts.filter((each) => atMs - each.atMs <= JUMP_WINDOW_MS), counts];
    const offsetMs = streams.find((stream) => stream.cameraClockOffsetMs !== null)?.cameraClockOffsetMs ?? null;
    const lastOffset = this.#offsets.at(-1);
    if (offsetMs === null) return;
    if (lastOffset !== undefined && Math.abs(offsetMs - lastOffset.offsetMs) > CLOCK_STEP_MS) this.#offsets = [];
    this.#offsets = [...this.#offsets.filter((each) => atMs - each.atMs <= JUMP_WINDOW_MS), { atMs, offsetMs }];
  }

  #clockOff(): CameraFinding | null {
    const offsetMs = this.#offsets.at(-1)?.offsetMs ?? 0;
    if (Math.abs(offsetMs) < CLOCK_OFF_MS) return null;
    return { code: 'clock-off', params: { offsetS: tenths(offsetMs / 1_000) } };
  }

  #clockDrifts(): CameraFinding | null {
    const [first, last] = [this.#offsets[0], this.#offsets.at(-1)];
    if (first === undefined || last === undefined || last.atMs - first.atMs < DRIFT_AFTER_MS) return null;
    const msPerHour = Math.round(((last.offsetMs - first.offsetMs) * 3_600_000) / (last.atMs - first.atMs));
    return Math.abs(msPerHour) < DRIFT_MS_PER_HOUR ? null : { code: 'clock-drifts', params: { msPerHour } };
  }

  #since(atMs: number, windowMs: number): { packets: number; lost: number; jumps: number } {
    const first = this.#counts.find((each) => atMs - each.atMs <= windowMs);
    const last = this.#counts.at(-1);
    if (first === undefined || last === undefined) return { packets: 0, lost: 0, jumps: 0 };
    return { packets: last.packets - first.packets, lost: last.lost - first.lost, jumps: last.jumps - first.jumps };
  }

  #packetLoss(atMs: number): CameraFinding | null {
    const { packets, lost } = this.#since(atMs, LOSS_WINDOW_MS);
    const percent = packets + lost <= 0 ? 0 : (lost * 100) / (packets + lost);
    return percent < LOSS_PERCENT ? null : { code: 'packet-loss', params: { percent: tenths(percent) } };
  }

  #timestampJumps(atMs: number): CameraFinding | null {
    const { jumps } = this.#since(atMs, JUMP_WINDOW_MS);
    return jumps < JUMPS ? null : { code: 'timestamp-jumps', params: { count: jumps } };
  }
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

function gopFinding({ gopRangeMs }: StreamStatistics): CameraFinding | null {
  if (gopRangeMs === null) return null;
  const { min, max } = gopRangeMs;
  if (max >= min * GOP_VARIES_TIMES && max - min >= GOP_VARIES_MS) {
    return { code: 'gop-varies', params: { minS: tenths(min / 1_000), maxS: tenths(max / 1_000) } };
  }
  return max < LONG_GOP_MS ? null : { code: 'gop-too-long', params: { gopS: tenths(max / 1_000) } };
}

function audioDropped(audio: string | null): CameraFinding | null {
  const codec = /^dropped:(.+)$/.exec(audio ?? '')?.[1];
  return codec === undefined ? null : { code: 'audio-dropped', params: { codec } };
}

/** Said only when it is certain: a stream that is away may be the one that plays. */
function noBrowserStream(
  main: StreamStatistics | null,
  sub: StreamStatistics | null,
  hasSubStream: boolean,
): CameraFinding | null {
  const codecs = [main, ...(hasSubStream ? [sub] : [])].map((stream) => stream?.description?.videoCodec ?? null);
  return codecs.every((codec) => codec === 'h265') ? { code: 'no-browser-stream', params: {} } : null;
}
