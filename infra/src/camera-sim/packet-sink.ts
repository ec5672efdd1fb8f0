import type { Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import type { WireFrame } from './wire-frame.ts';

/** The way of one session's packets to its client. Never throws; a client that is gone swallows what is sent. */
export interface PacketSink {
  /** Bytes taken but not yet handed to the operating system. */
  readonly backlogBytes: number;
  /** Sends a frame, or only those of its packets that `isKept` names. */
  sendFrame(frame: WireFrame, isKept: ((packetIndex: number) => boolean) | null): void;
  sendRtcp(packet: Buffer): void;
}

/** RTP and RTCP inside the RTSP connection (RFC 2326, 10.12): one write per frame. */
export class InterleavedSink implements PacketSink {
  readonly #socket: Socket;
  readonly #rtpChannel: number;
  readonly #rtcpChannel: number;

  constructor(socket: Socket, rtpChannel: number, rtcpChannel: number) {
    this.#socket = socket;
    this.#rtpChannel = rtpChannel;
    this.#rtcpChannel = rtcpChannel;
  }

  get backlogBytes(): number {
    return this.#socket.writableLength;
  }

  sendFrame(frame: WireFrame, isKept: ((packetIndex: number) => boolean) | null): void {
    const bytes = frame.interleaved(this.#rtpChannel);
    if (isKept === null) {
      this.#write(bytes);
      return;
    }
    const kept = frame.offsets
      .map((offset, index) => bytes.subarray(offset, frame.offsets[index + 1] ?? bytes.length))
      .filter((_, index) => isKept(index));
    this.#write(Buffer.concat(kept));
  }

  sendRtcp(packet: Buffer): void {
    const bytes = Buffer.alloc(4 + packet.length);
    bytes.writeUInt8(0x24, 0);
    bytes.writeUInt8(this.#rtcpChannel, 1);
    bytes.writeUInt16BE(packet.length, 2);
    packet.copy(bytes, 4);
    this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    if (bytes.length > 0 && this.#socket.writable) this.#socket.write(bytes);
  }
}

/** Where a UDP client listens. */
export interface UdpTarget {
  readonly address: string;
  readonly rtpPort: number;
  readonly rtcpPort: number;
}

/** RTP and RTCP as datagrams from the server's two shared sockets. */
export class UdpSink implements PacketSink {
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

  sendFrame(frame: WireFrame, isKept: ((packetIndex: number) => boolean) | null): void {
    for (let index = 0; index < frame.packetCount; index += 1) {
      if (isKept !== null && !isKept(index)) continue;
      this.#rtp.send(frame.rtpPacket(index), this.#target.rtpPort, this.#target.address, ignoreSendError);
    }
  }

  sendRtcp(packet: Buffer): void {
    this.#rtcp.send(packet, this.#target.rtcpPort, this.#target.address, ignoreSendError);
  }
}

// Without a callback a refused datagram would become an 'error' event of the shared socket.
function ignoreSendError(): void {}
