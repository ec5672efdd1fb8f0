import type { Clock } from '@thapcanh/core/time/clock';
import { Reception } from '../rtp/reception.ts';
import type { RtpConsumer, TrackKind } from './announcement.ts';
import type { MediaPath, PathCounters } from './media-path.ts';
import type { DescribedTrack } from './sdp.ts';
import { type InterleavedChannels, parseTransport } from './transport-header.ts';

interface InterleavedTrack {
  readonly kind: TrackKind;
  readonly payloadType: number;
  readonly reception: Reception;
  channels: InterleavedChannels;
}

const ASKED_CHANNELS: Readonly<Record<TrackKind, InterleavedChannels>> = {
  video: { rtp: 0, rtcp: 1 },
  audio: { rtp: 2, rtcp: 3 },
};
const CHANNELS = 256;
const RTP_FIXED_BYTES = 12;
const PAYLOAD_TYPE_MASK = 0x7f;
/** RTCP packet types 192-223 lie in the second byte where RTP has marker and payload type (RFC 5761 4). */
const isRtcpType = (second: number): boolean => second >= 192 && second <= 223;

type Route = { readonly track: InterleavedTrack; readonly isRtcp: boolean } | 'by-payload-type' | null;

/**
 * Interleaved frames (RFC 2326 10.12) to tracks. Cameras that use other channels than they granted, or one channel for
 * both tracks, are understood by payload type. No copy and no allocation per packet.
 */
export class InterleavedPath implements MediaPath {
  readonly kind = 'tcp';
  readonly #clock: Clock;
  readonly #send: (frame: Buffer) => void;
  readonly #tracks = new Map<TrackKind, InterleavedTrack>();
  readonly #routes: Route[] = Array.from({ length: CHANNELS }, () => null);
  #consumer: RtpConsumer | null = null;
  #foreign = 0;

  constructor(clock: Clock, send: (frame: Buffer) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  async request({ kind }: DescribedTrack): Promise<string> {
    const { rtp, rtcp } = ASKED_CHANNELS[kind];
    return `RTP/AVP/TCP;unicast;interleaved=${rtp}-${rtcp}`;
  }

  grant({ kind, payloadType }: DescribedTrack, header: string | undefined): boolean {
    const granted = parseTransport(header, { kind: 'tcp', channels: ASKED_CHANNELS[kind] });
    if (granted.kind !== 'tcp') return false;
    const reception = new Reception(Math.floor(Math.random() * 2 ** 32));
    const track: InterleavedTrack = { kind, payloadType, reception, channels: granted.channels };
    this.#tracks.set(kind, track);
    const { rtp, rtcp } = granted.channels;
    this.#routes[rtp] = this.#routes[rtp] === null ? { track, isRtcp: false } : 'by-payload-type';
    this.#routes[rtcp] ??= { track, isRtcp: true };
    return true;
  }

  async drop(kind: TrackKind): Promise<void> {
    const track = this.#tracks.get(kind);
    this.#tracks.delete(kind);
    for (let channel = 0; channel < CHANNELS; channel++) {
      const route = this.#routes[channel];
      if (route !== null && typeof route === 'object' && route.track === track) this.#routes[channel] = null;
    }
  }

  open(consumer: RtpConsumer): void {
    this.#consumer = consumer;
  }

  onFrame(channel: number, bytes: Buffer, start: number, end: number): void {
    const consumer = this.#consumer;
    if (consumer === null) return;
    let route = this.#routes[channel] ?? null;
    if (route === null || route === 'by-payload-type') {
      const found = this.#find(bytes, start, end);
      if (found === null) {
        this.#foreign++;
        return;
      }
      if (route === null) this.#routes[channel] = found;
      route = found;
    }
    const { track, isRtcp } = route;
    if (isRtcp) {
      track.reception.onRtcp(bytes, start, end, this.#clock.monotonicMs());
      consumer.onRtcp(track.kind, bytes, start, end);
    } else {
      track.reception.onRtp(bytes, start, end);
      consumer.onRtp(track.kind, bytes, start, end);
    }
  }

  report(): void {
    for (const { reception, channels } of this.#tracks.values()) {
      const packet = reception.report(this.#clock.monotonicMs());
      if (packet === null) continue;
      const header = Buffer.from([0x24, channels.rtcp, packet.length >> 8, packet.length & 0xff]);
      this.#send(Buffer.concat([header, packet]));
    }
  }

  counters(): PathCounters {
    const none = { latePackets: 0, reorderedPackets: 0, duplicatePackets: 0, lostPackets: 0 };
    return { ...none, foreignPackets: this.#foreign };
  }

  async close(): Promise<void> {
    this.#consumer = null;
  }

  #find(bytes: Buffer, start: number, end: number): Exclude<Route, string> {
    if (end - start < RTP_FIXED_BYTES || bytes.readUInt8(start) >> 6 !== 2) return null;
    const second = bytes.readUInt8(start + 1);
    if (isRtcpType(second)) return null;
    for (const track of this.#tracks.values())
      if (track.payloadType === (second & PAYLOAD_TYPE_MASK)) return { track, isRtcp: false };
    return null;
  }
}
