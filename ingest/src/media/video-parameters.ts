import type { VideoCodec } from './media-types.ts';

/** A consistent collection of parameter sets and what they say: enough for a sample entry. */
export interface VideoParameters {
  readonly videoCodec: VideoCodec;
  /** RFC 6381. */
  readonly codec: string;
  /** Luma samples after cropping. */
  readonly width: number;
  readonly height: number;
  /**
   * How many pictures may be decoded before one that is shown earlier; 0: decode order is output order. Null when the
   * camera does not say.
   */
  readonly reorderDepth: number | null;
  /** Pictures a second; null when the camera does not say or says nonsense. */
  readonly fps: number | null;
  /** NAL units without start code or length; `vps` is empty for H.264. */
  readonly vps: readonly Buffer[];
  readonly sps: readonly Buffer[];
  readonly pps: readonly Buffer[];
  /** Decoder configuration record of ISO/IEC 14496-15: payload of `avcC` or `hvcC`. */
  readonly configuration: Buffer;
}

export const MAX_PARAMETER_SET_BYTES = 1024;

/**
 * The parameter sets in force, from the session description first and from the stream as they come; the stream wins.
 * Damaged sets are ignored, so the last good ones stay.
 */
export interface ParameterSetStore {
  /** Takes a parameter set NAL unit (copied when it is news); anything else is ignored. Never throws. */
  offer(nal: Buffer): void;
  /** Null until all kinds are known; the same object until something changes. */
  snapshot(): VideoParameters | null;
}
