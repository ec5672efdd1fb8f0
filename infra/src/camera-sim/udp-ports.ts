import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const MAX_ATTEMPTS = 30;

/** The pair of UDP sockets all sessions share: RTP on an even port, RTCP on the next one (RFC 3550, 11). */
export class UdpPorts {
  readonly rtp: Socket;
  readonly rtcp: Socket;

  private constructor(rtp: Socket, rtcp: Socket) {
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  /** @throws the last bind error when no free pair is found. */
  static async open(host: string): Promise<UdpPorts> {
    const type = host.includes(':') ? 'udp6' : 'udp4';
    let lastError: unknown = new Error('no free pair of UDP ports');
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const rtp = createSocket(type);
      const rtcp = createSocket(type);
      try {
        await bind(rtp, host, 0);
        const port = rtp.address().port;
        if (port % 2 === 0) {
          await bind(rtcp, host, port + 1);
          return new UdpPorts(rtp, rtcp);
        }
      } catch (error) {
        lastError = error;
      }
      rtp.close();
      rtcp.close();
    }
    throw lastError;
  }

  get rtpPort(): number {
    return this.rtp.address().port;
  }

  async close(): Promise<void> {
    await Promise.all(
      [this.rtp, this.rtcp].map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))),
    );
  }
}

async function bind(socket: Socket, host: string, port: number): Promise<void> {
  socket.bind(port, host);
  await once(socket, 'listening');
  // A client's closed port comes back as an error of the socket; it concerns nobody else.
  socket.on('error', () => {});
}
