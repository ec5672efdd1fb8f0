import type { VideoCodec } from '../media/media-types.ts';
import type { GateSettings } from './difference-gate.ts';

/** One decoded picture: a baseline JPEG, full-range levels, BT.601 as JFIF wants, native size, quality about 88. */
export interface DecodedPicture {
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Whether the picture differs from the last one that was given out; asked of the decoder because it has the pixels. */
export interface GateQuestion {
  readonly settings: GateSettings;
  /** The `gateState` of the camera's outcome before, null for the first picture. */
  readonly state: Buffer | null;
  /** A picture is wanted even when nothing changed. */
  readonly isWanted: boolean;
}

export interface KeyFrame {
  readonly codec: VideoCodec;
  /** Annex B with the parameter sets in front, untrusted; must not be written to until the outcome is there. */
  readonly accessUnit: Buffer;
  readonly gate?: GateQuestion;
}

/**
 * `unchanged`: decoded, but the gate saw nothing new and no picture was wanted; `replaced`: a newer key frame with the
 * same key arrived while this one waited, or the queue was full; `undecodable`: the decoder gave no picture for it;
 * `lost`: it was being decoded when the decoder died, hung or closed. `gateState` is null without a question.
 */
export type DecodeOutcome =
  | {
      readonly kind: 'picture';
      readonly picture: DecodedPicture;
      readonly isChanged: boolean;
      readonly gateState: Buffer | null;
    }
  | { readonly kind: 'unchanged'; readonly gateState: Buffer | null }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'undecodable' }
  | { readonly kind: 'lost' };

/** Something that takes pictures and yields none. */
export interface ZeroFrameAlarm {
  /** The key given to `decode`; null: the engine as a whole. */
  readonly key: string | null;
  readonly engine: string;
  /** When the first of the pictures in vain came, UTC ms. */
  readonly sinceMs: number;
}

/** Counters only grow. */
export interface DecoderStatistics {
  readonly decoded: number;
  /** Of the decoded ones, those the gate kept back. */
  readonly unchanged: number;
  /** Drop policy of the queue: newest wins per key; past `MAX_WAITING_KEYS` keys the longest-waiting one goes. */
  readonly replaced: number;
  readonly undecodable: number;
  readonly lost: number;
  /** Decoder processes killed by the watchdog or found dead. */
  readonly restarts: number;
  /** Times that a camera or a whole engine took pictures for 10 s and yielded none. */
  readonly zeroFrameAlarms: number;
  readonly waiting: number;
  /** Processes running now. */
  readonly processes: number;
  /** Cameras decoded by the second engine because the first yields nothing for them. */
  readonly onSecondEngine: number;
  readonly motionSessions: number;
  /** Motion sessions asked for beyond the limit. */
  readonly motionRefused: number;
  /** Pictures of motion sessions. */
  readonly motionPictures: number;
  /** Units of motion sessions thrown away because the decoder was behind, up to the next key frame. */
  readonly motionDropped: number;
}

/** Pictures of one group, in decoding order, the first one a key frame. */
export interface GroupOfPictures {
  readonly codec: VideoCodec;
  readonly units: readonly { readonly accessUnit: Buffer; readonly shownAtMs: number }[];
  /** The picture wanted is the last one shown at or before this instant; the first one when all are later. */
  readonly atMs: number;
}

export interface PictureAt {
  readonly picture: DecodedPicture;
  readonly shownAtMs: number;
}

export interface MotionOptions {
  readonly fps: number;
  readonly onPicture: (picture: DecodedPicture, shownAtMs: number) => void;
}

export interface MotionUnit {
  readonly codec: VideoCodec;
  readonly isKeyFrame: boolean;
  /** Whether pictures may be shown in another order than they are decoded. */
  readonly isReordered: boolean;
  /** Pictures are missing before this one, which is then a key frame. */
  readonly isDiscontinuity: boolean;
  readonly shownAtMs: number;
  readonly accessUnit: Buffer;
}

/** Every picture of one stream decoded; some come back. Begins and goes on after any loss at a key frame. */
export interface MotionSession {
  /** Never blocks: past the bound the units up to the next key frame are dropped and counted. */
  push(unit: MotionUnit): void;
  close(): void;
}

/**
 * Key frames in, JPEGs out, outside this process: a decoder that crashes or hangs costs frames, never a recording.
 *
 * `decode`: frames of one key (camera and stream) are decoded in the order given, one at a time; different keys in
 * parallel over the processes. The promise never rejects and settles within the watchdog time once its turn came.
 * `pictureAt` decodes a group of pictures up to an instant in a process of its own, in full size at quality about 92;
 * null when nothing in it decodes. Rejects with the reason when the decoder died, was busy past its bound (`busy`) or
 * `signal` aborted.
 * `openMotion` gives null when as many sessions are open as are allowed.
 * `close` settles all waiting frames as `lost` and resolves when the processes are gone; idempotent.
 */
export interface FrameDecoder {
  readonly engineName: string;
  decode(key: string, frame: KeyFrame): Promise<DecodeOutcome>;
  pictureAt(group: GroupOfPictures, signal: AbortSignal): Promise<PictureAt | null | 'busy'>;
  openMotion(key: string, options: MotionOptions): MotionSession | null;
  statistics(): DecoderStatistics;
  /** What takes pictures and yields none now. */
  alarms(): readonly ZeroFrameAlarm[];
  close(): Promise<void>;
}

/** What an engine says of one unit; null: no picture came out. */
export type EngineAnswer =
  | {
      readonly kind: 'picture';
      readonly picture: DecodedPicture;
      readonly isChanged: boolean;
      readonly gateState: Buffer | null;
      readonly shownAtMs: number;
    }
  | { readonly kind: 'unchanged'; readonly gateState: Buffer | null }
  | null;

/**
 * What one decoder process must do; `decoder-pool.ts` adds queue, back-off and counting. Implementations:
 * `node-av-engine.ts` (default) and `ffmpeg-engine.ts` (a program from PATH); `frame-decoder.test.ts` runs both.
 * `decode` and `pictureAt` are called for one frame at a time, start a process when none runs, give null for a frame
 * without a picture and reject when the process died, hung or cannot start. After `kill` the running calls reject and
 * the next one starts a fresh process.
 */
export interface DecodeEngine {
  readonly name: string;
  readonly isRunning: boolean;
  decode(frame: KeyFrame): Promise<EngineAnswer>;
  pictureAt(group: GroupOfPictures): Promise<EngineAnswer>;
  /** Null: this engine cannot decode continuously. */
  readonly motion: MotionEngine | null;
  kill(): void;
  /** Resolves when the process is gone; the calls reject from then on. */
  close(): Promise<void>;
}

export interface MotionEngine {
  /** Settles when the unit was taken; with a picture when one is due. Units of a session are decoded in order. */
  unit(session: number, unit: MotionUnit, isFirst: boolean, fps: number): Promise<EngineAnswer>;
  end(session: number): void;
}

/** Larger units are refused as undecodable: no key frame of a camera comes near. */
export const MAX_ACCESS_UNIT_BYTES = 8 * 1024 * 1024;
/** A group of pictures to decode in one go: 10 s of 25 Mbps. */
export const MAX_GROUP_BYTES = 48 * 1024 * 1024;
