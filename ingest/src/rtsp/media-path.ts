import type { RtpConsumer, TrackKind } from './announcement.ts';
import type { DescribedTrack } from './sdp.ts';

/** What happened on the way of the packets; counters of one connection. */
export interface PathCounters {
  readonly latePackets: number;
  readonly reorderedPackets: number;
  readonly duplicatePackets: number;
  readonly lostPackets: number;
  /** From other hosts, or on channels nobody set up. */
  readonly foreignPackets: number;
}

/** The way packets of one connection take: interleaved in TCP, or UDP ports of their own. */
export interface MediaPath {
  readonly kind: 'tcp' | 'udp';
  /** The `Transport` header that asks for a track. Rejects with `CameraFailure` when this side has no means. */
  request(track: DescribedTrack): Promise<string>;
  /** Takes what the camera granted; false when that is another kind of transport. */
  grant(track: DescribedTrack, header: string | undefined): boolean;
  /** A track that was asked for is not coming. */
  drop(kind: TrackKind): Promise<void>;
  /** Packets go to `consumer` from now on; those before are thrown away. */
  open(consumer: RtpConsumer): void;
  /** Sends a receiver report for every track. */
  report(): void;
  counters(): PathCounters;
  /** Idempotent. */
  close(): Promise<void>;
}
