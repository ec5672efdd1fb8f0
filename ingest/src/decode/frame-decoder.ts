/** One decoded picture: a baseline JPEG, full-range levels, BT.601 as JFIF wants, native size, quality about 88. */
export interface DecodedPicture {
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * `replaced`: a newer key frame with the same key arrived while this one waited, or the queue was full;
 * `undecodable`: the decoder gave no picture for it; `lost`: it was being decoded when the decoder died, hung or closed.
 */
export type DecodeOutcome =
  | { readonly kind: 'picture'; readonly picture: DecodedPicture }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'undecodable' }
  | { readonly kind: 'lost' };

/** Counters only grow. */
export interface DecoderStatistics {
  readonly decoded: number;
  /** Drop policy of the queue: newest wins per key; past `MAX_WAITING_KEYS` keys the longest-waiting one goes. */
  readonly replaced: number;
  readonly undecodable: number;
  readonly lost: number;
  /** Decoder processes killed by the watchdog or found dead. */
  readonly restarts: number;
  /** Times that `ZERO_FRAMES_ALARM` key frames in a row gave no picture; the decoder is restarted each time. */
  readonly zeroFrameAlarms: number;
  readonly waiting: number;
}

/**
 * Key frames in, JPEGs out, outside this process: a decoder that crashes or hangs costs frames, never a recording.
 *
 * `decode` takes one H.264 key frame as an Annex B byte string with SPS and PPS in front, untrusted. Frames of one key
 * (camera and stream) are decoded in the order given, one frame at a time over all keys. The promise never rejects and
 * settles within the watchdog time once its turn came. The buffer must not be written to until then.
 * `close` settles all waiting frames as `lost` and resolves when the process is gone; idempotent.
 * Implementations: `node-av-engine.ts` (default) and `ffmpeg-engine.ts` (a program from PATH).
 */
export interface FrameDecoder {
  readonly engineName: string;
  decode(key: string, accessUnit: Buffer): Promise<DecodeOutcome>;
  statistics(): DecoderStatistics;
  close(): Promise<void>;
}

/**
 * What a decoder process must do; `queued-frame-decoder.ts` adds queue, watchdog and counting.
 * `decode` is called for one frame at a time, starts a process when none runs, gives null for a frame without a
 * picture and rejects when the process died or cannot start. After `kill` the running `decode` rejects and the next one
 * starts a fresh process.
 */
export interface DecodeEngine {
  readonly name: string;
  decode(accessUnit: Buffer): Promise<DecodedPicture | null>;
  kill(): void;
  /** Resolves when the process is gone; `decode` rejects from then on. */
  close(): Promise<void>;
}

/** Larger units are refused as undecodable: no key frame of a camera comes near. */
export const MAX_ACCESS_UNIT_BYTES = 8 * 1024 * 1024;
