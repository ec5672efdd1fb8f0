import type { CameraFault } from '@thapcanh/core/camera/camera';
import type { ConnectionFacts } from '../rtsp/rtsp-client-options.ts';
import type { PartMemory, SlabPool } from './slab.ts';

/** Ticks a second of every media time in ingest: the RTP clock of H.264 (RFC 6184) and the MP4 timescale. */
export const TIMESCALE_90K = 90_000;

export type VideoCodec = 'h264' | 'h265';

/** AAC as it came (RFC 3640); other sound codecs are dropped, which is said in `StreamStatistics.audio`. */
export interface AudioDescription {
  /** RFC 6381: `mp4a.40.2`. */
  readonly codec: string;
  readonly sampleRate: number;
  readonly channels: number;
  /** AudioSpecificConfig (ISO 14496-3 1.6.2.1). */
  readonly config: Buffer;
}

/**
 * What a decoder must know before the first part: one per run of equal parameter sets. The object's identity tells
 * runs apart: `part.description !== last` means a new initialisation segment (a new EXT-X-MAP, a new recording).
 */
export interface StreamDescription {
  /** RFC 6381, for example `avc1.64001f` or `hvc1.1.6.L93.B0`. */
  readonly codec: string;
  readonly videoCodec: VideoCodec;
  /** Whether pictures may be shown in another order than they are decoded (B-frames); then the samples carry `ctts` offsets. */
  readonly isReordered: boolean;
  /** Null: no sound, or sound that is not recorded. */
  readonly audio: AudioDescription | null;
  /** Luma samples after cropping. */
  readonly width: number;
  readonly height: number;
  readonly timescale: typeof TIMESCALE_90K;
  /** `ftyp` + `moov`, byte for byte what starts every recording and every EXT-X-MAP of this run. Never changed. */
  readonly initSegment: Buffer;
  /** Parameter sets without start code or length prefix. Never changed. `vps` is empty for H.264. */
  readonly vps: readonly Buffer[];
  readonly sps: readonly Buffer[];
  readonly pps: readonly Buffer[];
}

/**
 * Why a part does not go on from the one before: the first of a session, the first after a reconnect, packets were lost
 * and pictures dropped, the camera's clock jumped or ran away, its parameter sets changed. Of several the first in this
 * order.
 */
export type Discontinuity = 'start' | 'reconnect' | 'loss' | 'new-description' | 'clock-jump';

/**
 * One fragment (`moof` with a video `traf` and, when there is sound in it, an audio `traf`; `mdat` with the pictures, then
 * the sound), 200-333 ms unless the camera's frame interval is longer. Written once: the same
 * bytes are recorded, served as an LL-HLS part and pushed to Media Source Extensions.
 *
 * Order and continuity, per session, reconnects included:
 * - `decodeTime90k` and `startsAtMs` never decrease; parts do not overlap.
 * - `discontinuity` null: `decodeTime90k` = previous `decodeTime90k + duration90k` and the wall times adjoin.
 * - Otherwise `startsWithKeyFrame` is true, and both clocks go on by the time that is missing. So a gap is visible as a
 *   gap, and says where it comes from.
 * - A part begins at every key frame; a key frame is never inside a part.
 */
export interface MediaPart {
  readonly description: StreamDescription;
  /** Complete `moof` + `mdat`. Shared by all consumers: never write to it. Valid as long as `memory` says. */
  readonly data: Buffer;
  /** Null unless the sink asked for memory that is used again (`MediaSink.slabs`): then `data` lasts as long as it is held. */
  readonly memory: PartMemory | null;
  /** `tfdt` of the part; an exact integer (2^53 / 90,000 Hz lasts 3,000 years). */
  readonly decodeTime90k: number;
  readonly duration90k: number;
  /** Whether decoding can start here. */
  readonly startsWithKeyFrame: boolean;
  readonly discontinuity: Discontinuity | null;
  readonly sampleCount: number;
  /**
   * Wall time of the first picture, UTC ms (a fraction is possible): arrival of the run's first key frame (less its age
   * when the camera began with a stored group of pictures), advanced by the camera's timestamps and steered gently
   * (under 2 s) or re-anchored (above) towards arrival time.
   */
  readonly startsAtMs: number;
  /** Wall duration; differs from `duration90k / 90` only while the clock is being steered. */
  readonly durationMs: number;
}

/**
 * One picture as it arrived, ahead of its part. `avcc` is only valid during the call (the memory is reused): copy it,
 * or take `toAnnexB` of `h264/annex-b.ts`, which copies.
 */
export interface AccessUnit {
  readonly description: StreamDescription;
  readonly isKeyFrame: boolean;
  /** On the scale of `MediaPart.decodeTime90k`. */
  readonly decodeTime90k: number;
  /**
   * Presentation minus decode time; 0 unless `description.isReordered`. Signed: decode times are moved so that key frames
   * have 0, or nearly.
   */
  readonly compositionOffset90k: number;
  /** Wall time of this picture, UTC ms, on the scale of `MediaPart.startsAtMs`. */
  readonly atMs: number;
  /**
   * Coded slices, each behind a 4-byte big-endian length, and ONVIF Media Signing messages where they stood; parameter
   * sets, other SEI and private units are left out.
   */
  readonly avcc: Buffer;
}

/**
 * Where one stream's media goes. Calls are synchronous, in order, and come from the session's socket callback: do no
 * I/O in them beyond handing over to a bounded queue. A consumer that throws is logged and counted, never fatal.
 * For a key frame `onAccessUnit` comes before the part that carries it.
 */
export interface MediaSink {
  /** Where the memory of the parts comes from, when every consumer behind this sink keeps the rules of `PartMemory`. */
  readonly slabs?: SlabPool;
  onPart(part: MediaPart): void;
  /** Every picture; the frame tap looks at `isKeyFrame`. */
  onAccessUnit?(unit: AccessUnit): void;
}

/**
 * `connecting`: first attempt, or a retry in progress; `live`: pictures are arriving; `waiting`: the last attempt
 * failed, the next starts at `nextAttemptAtMs`; `closed`: `close()` was called or the signal aborted.
 */
export type SessionPhase = 'connecting' | 'live' | 'waiting' | 'closed';

export interface SessionState {
  readonly phase: SessionPhase;
  /** Why the newest attempt or connection failed; null once pictures arrive. Never holds a credential. */
  readonly fault: CameraFault | null;
  /** Failed attempts since the last picture. */
  readonly failedAttempts: number;
  readonly nextAttemptAtMs: number | null;
}

/** Figures of one stream, refreshed once a second of wall time while pictures arrive. Counters only grow. */
export interface StreamStatistics {
  /** Wall time of the newest picture's arrival, UTC ms. */
  readonly lastFrameAtMs: number | null;
  readonly description: StreamDescription | null;
  /** Pictures and kilobits in the last whole second(s); null before the first whole second and when not live. */
  readonly fps: number | null;
  readonly bitrateKbps: number | null;
  /** Distance of the two newest key frames. */
  readonly gopMs: number | null;
  readonly frames: number;
  /** Pictures thrown away because a packet was missing or broken, up to the next key frame. */
  readonly droppedFrames: number;
  readonly packets: number;
  readonly lostPackets: number;
  /** RTP timestamps that jumped and were replaced by the arrival clock. */
  readonly repairedTimestamps: number;
  readonly discontinuities: number;
  readonly reconnects: number;
  /** Times a consumer threw. */
  readonly consumerErrors: number;
  /** `aac`, `dropped:PCMA`, or null without sound. */
  readonly audio: string | null;
  /** Sound that found no picture to stand beside for too long. */
  readonly droppedAudioUnits: number;
  /** Longest and shortest key-frame distance of the last minute; null before two of them. */
  readonly gopRangeMs: { readonly min: number; readonly max: number } | null;
  /** Camera's wall clock (RTCP sender report) minus ours; null when it sends none. Information only. */
  readonly cameraClockOffsetMs: number | null;
}

/** pino's shape, as much of it as a session uses. */
export interface SessionLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/**
 * One stream of one camera, kept alive: connects, feeds the sink, reconnects with back-off until closed. Nothing a
 * camera sends can throw out of it.
 */
export interface CameraSession {
  readonly state: SessionState;
  statistics(): StreamStatistics;
  /** How the present connection came about; null while there is none. */
  connection(): ConnectionFacts | null;
  /** Resolves when the socket and every timer are gone and the last part went to the sink. Idempotent. */
  close(): Promise<void>;
}
