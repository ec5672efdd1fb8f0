import type { Socket as UdpSocket } from 'node:dgram';
import type { ConnectionWriter } from './connection-writer.ts';
import { INTERLEAVED_HEADER_BYTES } from './rtp-packetizer.ts';
import type { WireFrame } from './wire-frame.ts';

/** The way of one track's packets to its client. Never throws; a client that is gone swallows what is sent. */
export interface PacketSink {
  /** Whether packets can be lost, doubled or overtake each other on the way. */
  readonly isDatagram: boolean;
  /** Bytes taken but not yet handed to the operating system. */
  readonly backlogBytes: number;
  sendFrame(frame: WireFrame): void;
  /** Bare RTP packets. */
  sendPackets(packets: readonly Buffer[]): void;
  sendRtcp(packet: Buffer): void;
}

/** RTP and RTCP inside the RTSP connection (RFC 2326, 10.12): one write per frame. */
export class InterleavedSink implements PacketSink {
  readonly isDatagram = false;
  readonly #writer: ConnectionWriter;
  readonly #rtpChannel: number;
  readonly #rtcpChannel: number;

  constructor(writer: ConnectionWriter, rtpChannel: number, rtcpChannel: number) {
    this.#writer = writer;
    this.#rtpChannel = rtpChannel;
    this.#rtcpChannel = rtcpChannel;
  }

  get backlogBytes(): number {
    return this.#writer.backlogBytes;
  }

  sendFrame(frame: WireFrame): void {
    this.#writer.write(frame.interleaved(this.#rtpChannel));
  }

  sendPackets(packets: readonly Buffer[]): void {
    this.#writer.write(
      Buffer.concat(packets.flatMap((packet) => [interleavedHeader(this.#rtpChannel, packet), packet])),
    );
  }

  sendRtcp(packet: Buffer): void {
    this.#writer.write(Buffer.concat([interleavedHeader(this.#rtcpChannel, packet), packet]));
  }
}

function interleavedHeader(channel: number, packet: Buffer): Buffer {
  const header = Buffer.alloc(INTERLEAVED_HEADER_BYTES);
  header.writeUInt8(0x24, 0);
  header.writeUInt8(channel, 1);
  header.writeUInt16BE(packet.length, 2);
  return header;
}

/** Where a UDP client listens. */
export interface UdpTarget {
  readonly address: string;
  readonly rtpPort: number;
  readonly rtcpPort: number;
}

/** RTP and RTCP as datagrams from the server's two shared sockets. */
export class UdpSink implements PacketSink {
  readonly isDatagram = true;
  readonly #rtp: UdpSocket;
  readonly #rtcp: UdpSocket;
  readonly #target: UdpTarget;

  constructor(rtp: UdpSocket, rtcp: UdpSocket, target: UdpTarget) {
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    this.#target = target;
  }

  get backlogBytes(): number {
    return this.#rtp.getSendQueueSize();
  }

  sendFrame(frame: WireFrame): void {
    this.sendPackets(frame.packets(null));
  }

  sendPackets(packets: readonly Buffer[]): void {
    const { rtpPort, address } = this.#target;
    for (const packet of packets) this.#rtp.send(packet, rtpPort, address, ignoreSendError);
  }

  sendRtcp(packet: Buffer): void {
    this.#rtcp.send(packet, this.#target.rtcpPort, this.#target.address, ignoreSendError);
  }
}

// Without a callback a refused datagram would become an 'error' event of the shared socket.
function ignoreSendError(): void {}
