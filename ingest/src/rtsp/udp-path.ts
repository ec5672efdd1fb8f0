import type { Clock } from '@thapcanh/core/time/clock';
import { Reception } from '../rtp/reception.ts';
import { ReorderBuffer } from '../rtp/reorder-buffer.ts';
import type { RtpConsumer, TrackKind } from './announcement.ts';
import { CameraFailure } from './camera-failure.ts';
import type { MediaPath, PathCounters } from './media-path.ts';
import type { DescribedTrack } from './sdp.ts';
import { parseTransport } from './transport-header.ts';
import { UdpPair } from './udp-pair.ts';

export interface UdpPathOptions {
  readonly clock: Clock;
  readonly host: string;
  /** The two ends of the RTSP connection. */
  readonly addresses: { readonly local: string; readonly remote: string };
  /** A consumer threw: the connection must end. */
  readonly onError: (error: unknown) => void;
}

interface UdpTrack {
  readonly pair: UdpPair;
  readonly reception: Reception;
  readonly buffer: ReorderBuffer;
  timer: NodeJS.Timeout | null;
}

/** Packets over UDP (RFC 2326 12.39), put in order per track. Sockets and timers end with `close`. */
export class UdpPath implements MediaPath {
  readonly kind = 'udp';
  readonly #options: UdpPathOptions;
  readonly #tracks = new Map<TrackKind, UdpTrack>();
  #consumer: RtpConsumer | null = null;
  #isClosed = false;

  constructor(options: UdpPathOptions) {
    this.#options = options;
  }

  async request({ kind }: DescribedTrack): Promise<string> {
    const track = this.#tracks.get(kind) ?? (await this.#open(kind));
    const { rtp, rtcp } = track.pair.clientPorts;
    return `RTP/AVP;unicast;client_port=${rtp}-${rtcp}`;
  }

  grant({ kind }: DescribedTrack, header: string | undefined): boolean {
    const granted = parseTransport(header, { kind: 'udp' });
    if (granted.kind !== 'udp') return false;
    this.#tracks.get(kind)?.pair.punch(granted.serverPorts);
    return true;
  }

  async drop(kind: TrackKind): Promise<void> {
    const track = this.#tracks.get(kind);
    this.#tracks.delete(kind);
    if (track !== undefined) await this.#end(track);
  }

  open(consumer: RtpConsumer): void {
    this.#consumer = consumer;
  }

  report(): void {
    for (const { pair, reception } of this.#tracks.values()) {
      const packet = reception.report(this.#options.clock.monotonicMs());
      if (packet !== null) pair.sendRtcp(packet);
    }
  }

  counters(): PathCounters {
    const sum = { latePackets: 0, reorderedPackets: 0, duplicatePackets: 0, lostPackets: 0, foreignPackets: 0 };
    for (const { buffer, pair } of this.#tracks.values()) {
      const { latePackets, reorderedPackets, duplicatePackets, lostPackets } = buffer.counters;
      sum.latePackets += latePackets;
      sum.reorderedPackets += reorderedPackets;
      sum.duplicatePackets += duplicatePackets;
      sum.lostPackets += lostPackets;
      sum.foreignPackets += pair.foreignPackets;
    }
    return sum;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#consumer = null;
    await Promise.all([...this.#tracks.values()].map((track) => this.#end(track)));
  }

  async #open(kind: TrackKind): Promise<UdpTrack> {
    const { addresses, clock, host } = this.#options;
    const reception = new Reception(Math.floor(Math.random() * 2 ** 32));
    const buffer = new ReorderBuffer((bytes) => {
      reception.onRtp(bytes, 0, bytes.length);
      this.#consumer?.onRtp(kind, bytes, 0, bytes.length);
    });
    const pair = await UdpPair.open(addresses.local, addresses.remote, {
      onRtp: (bytes) => this.#guard(() => this.#push(kind, bytes)),
      onRtcp: (bytes) => {
        reception.onRtcp(bytes, 0, bytes.length, clock.monotonicMs());
        this.#guard(() => this.#consumer?.onRtcp(kind, bytes, 0, bytes.length));
      },
    });
    const detail = 'no free pair of UDP ports';
    if (pair === null) throw new CameraFailure('TC_CAMERA_TRANSPORT_REFUSED', { host, detail });
    const track: UdpTrack = { pair, reception, buffer, timer: null };
    this.#tracks.set(kind, track);
    // The connection may have ended while the ports were being looked for.
    if (this.#isClosed) await this.#end(track);
    return track;
  }

  #push(kind: TrackKind, bytes: Buffer): void {
    const track = this.#tracks.get(kind);
    // What comes before PLAY was answered would begin in the middle of a picture anyway.
    if (track === undefined || this.#consumer === null) return;
    track.buffer.push(bytes, this.#options.clock.monotonicMs());
    this.#arm(track);
  }

  #arm(track: UdpTrack): void {
    const { dueAtMs } = track.buffer;
    if (dueAtMs === null || track.timer !== null) return;
    const delayMs = Math.max(1, dueAtMs - this.#options.clock.monotonicMs());
    track.timer = setTimeout(() => {
      track.timer = null;
      if (this.#consumer === null) return;
      this.#guard(() => track.buffer.flushDue(this.#options.clock.monotonicMs()));
      this.#arm(track);
    }, delayMs);
  }

  async #end(track: UdpTrack): Promise<void> {
    if (track.timer !== null) clearTimeout(track.timer);
    track.timer = null;
    await track.pair.close();
  }

  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#options.onError(error);
    }
  }
}
