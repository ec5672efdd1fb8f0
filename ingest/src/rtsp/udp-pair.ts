import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';

const MAX_ATTEMPTS = 40;
/** A key frame arrives as one burst; the kernel caps this at `net.core.rmem_max`. */
const RECEIVE_BUFFER_BYTES = 1024 * 1024;

export interface UdpPairSink {
  /** `bytes` is a buffer of its own. */
  onRtp(bytes: Buffer): void;
  onRtcp(bytes: Buffer): void;
}

/** The same address may be written as IPv4 in IPv6. */
const plainAddress = (address: string): string => address.replace(/^::ffff:/i, '').replace(/%.*$/, '');

/**
 * Two UDP sockets for one track: RTP on an even port, RTCP on the next (RFC 3550 11). Takes datagrams from the camera's
 * address only; others are counted and thrown away.
 */
export class UdpPair {
  readonly #rtp: Socket;
  readonly #rtcp: Socket;
  readonly #camera: string;
  #serverPorts: { rtp: number; rtcp: number } | null = null;
  #foreign = 0;
  #closing: Promise<void> | null = null;

  private constructor(rtp: Socket, rtcp: Socket, camera: string, sink: UdpPairSink) {
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    this.#camera = plainAddress(camera);
    rtp.on('message', (bytes, from) => {
      if (this.#isFromCamera(from)) sink.onRtp(bytes);
    });
    rtcp.on('message', (bytes, from) => {
      if (!this.#isFromCamera(from)) return;
      // Behind address translation this is the port that answers reach; the announced one may not be.
      this.#serverPorts = { rtp: this.#serverPorts?.rtp ?? 0, rtcp: from.port };
      sink.onRtcp(bytes);
    });
    // A closed port of the camera comes back as an error of the socket; silence is the frame watch's business.
    for (const socket of [rtp, rtcp]) socket.on('error', () => undefined);
  }

  /** Null when the system has no free pair. `local` and `camera` are the two ends of the RTSP connection. */
  static async open(local: string, camera: string, sink: UdpPairSink): Promise<UdpPair | null> {
    const host = plainAddress(local);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const sockets: Socket[] = [];
      try {
        const rtp = await bind(host, 0, sockets);
        const { port } = rtp.address();
        if (port % 2 === 0) return new UdpPair(rtp, await bind(host, port + 1, sockets), camera, sink);
      } catch {
        // Taken by somebody else: the next attempt gets another number.
      }
      await Promise.all(sockets.map(closed));
    }
    return null;
  }

  get clientPorts(): { readonly rtp: number; readonly rtcp: number } {
    return { rtp: this.#rtp.address().port, rtcp: this.#rtcp.address().port };
  }

  /** Datagrams of other hosts. */
  get foreignPackets(): number {
    return this.#foreign;
  }

  /** Tells where the camera sends from, and opens the way through firewalls and address translation. */
  punch(serverPorts: { readonly rtp: number; readonly rtcp: number } | null): void {
    if (serverPorts === null) return;
    this.#serverPorts = { ...serverPorts };
    const emptyRtp = Buffer.alloc(12);
    emptyRtp[0] = 0x80;
    this.#send(this.#rtp, emptyRtp, serverPorts.rtp);
    this.#send(this.#rtcp, Buffer.from('80c9000100000000', 'hex'), serverPorts.rtcp);
  }

  sendRtcp(bytes: Buffer): void {
    if (this.#serverPorts !== null) this.#send(this.#rtcp, bytes, this.#serverPorts.rtcp);
  }

  close(): Promise<void> {
    this.#closing ??= Promise.all([this.#rtp, this.#rtcp].map(closed)).then(() => undefined);
    return this.#closing;
  }

  #isFromCamera(from: RemoteInfo): boolean {
    if (plainAddress(from.address) === this.#camera) return true;
    this.#foreign++;
    return false;
  }

  #send(socket: Socket, bytes: Buffer, port: number): void {
    if (this.#closing === null && port > 0 && port <= 65_535) socket.send(bytes, port, this.#camera, () => undefined);
  }
}

async function bind(host: string, port: number, opened: Socket[]): Promise<Socket> {
  const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4' });
  opened.push(socket);
  socket.bind({ port, address: host, exclusive: true });
  await once(socket, 'listening');
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // The system's own size then.
  }
  return socket;
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.close(() => resolve()));
