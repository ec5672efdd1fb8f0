/** One track of a session description that is set up. */
export interface AnnouncedTrack {
  readonly kind: 'video' | 'audio';
  /** Upper case encoding name of the rtpmap: `H264`, `H265`, `MPEG4-GENERIC`. */
  readonly encoding: string;
  readonly payloadType: number;
  /** Ticks a second of its RTP timestamps. */
  readonly clockRate: number;
  /** Sound channels; 1 for video. */
  readonly channels: number;
  /** VPS, SPS and PPS from the description (`sprop-*`), without start codes; empty when they only come in the stream. */
  readonly parameterSets: readonly Buffer[];
  /** Raw `fmtp` parameters by lower-case name (AAC: config, sizelength, indexlength, indexdeltalength, mode). */
  readonly format: ReadonlyMap<string, string>;
}

/** What the camera announced before its first packet. */
export interface Announcement {
  /** `H264` or `H265`. */
  readonly video: AnnouncedTrack;
  /** The sound track that was set up (`MPEG4-GENERIC`, AAC-hbr), or null. */
  readonly audio: AnnouncedTrack | null;
  /** Encoding of a sound track that is offered but not recorded; null when there is none. */
  readonly droppedAudio: string | null;
}

export type TrackKind = AnnouncedTrack['kind'];

/**
 * Takes what one connection delivers: `onAnnounce` once, before the first packet, then packets in order of their
 * sequence numbers (gaps are losses). Packets lie at `[start, end)` of `bytes` and are only valid during the call.
 */
export interface RtpConsumer {
  onAnnounce(announcement: Announcement): void;
  onRtp(track: TrackKind, bytes: Buffer, start: number, end: number): void;
  onRtcp(track: TrackKind, bytes: Buffer, start: number, end: number): void;
}
