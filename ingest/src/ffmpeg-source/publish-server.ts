import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { AnnouncedTrack, RtpConsumer, TrackKind } from '../rtsp/announcement.ts';
import { CameraFailure } from '../rtsp/camera-failure.ts';
import { InterleavedReader } from '../rtsp/interleaved-reader.ts';
import type { RtspMessage } from '../rtsp/rtsp-message.ts';
import { type DescribedTracks, parseSdp } from '../rtsp/sdp.ts';
import { parseTransport } from '../rtsp/transport-header.ts';

export interface PublishServerOptions {
  /** The camera's host, for faults. */
  readonly host: string;
  readonly consumer: RtpConsumer;
  /** RECORD was answered: packets follow. */
  readonly onRecord: () => void;
  readonly onFailure: (failure: CameraFailure) => void;
}

const SESSION = 'ffmpeg';

/**
 * Takes what one ffmpeg of ours publishes by RTSP (RFC 2326 10.3, 10.11: ANNOUNCE, RECORD) on the loopback, interleaved,
 * and hands it on as if it came from the camera. One connection, and only with the secret path. Sender reports are left
 * out: their clock is ffmpeg's, not the camera's.
 */
export class PublishServer {
  readonly #options: PublishServerOptions;
  readonly #server: Server;
  readonly #path = randomBytes(16).toString('hex');
  readonly #routes = new Map<number, TrackKind>();
  readonly #sockets = new Set<Socket>();
  #publisher: Socket | null = null;
  #tracks: DescribedTracks | null = null;
  #isRecording = false;
  #closing: Promise<void> | null = null;

  private constructor(options: PublishServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#accept(socket));
    this.#server.on('error', (error) => this.#fail('internal error', error));
  }

  static async open(options: PublishServerOptions): Promise<PublishServer> {
    const server = new PublishServer(options);
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject);
      server.#server.listen({ port: 0, host: '127.0.0.1' }, resolve);
    });
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    return `rtsp://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/${this.#path}`;
  }

  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      for (const socket of this.#sockets) socket.destroy();
      this.#server.close(() => resolve());
    });
    return this.#closing;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    const reader = new InterleavedReader({
      onFrame: (channel, bytes, start, end) => {
        const track = this.#isRecording && socket === this.#publisher ? this.#routes.get(channel) : undefined;
        if (track !== undefined) this.#options.consumer.onRtp(track, bytes, start, end);
      },
      onMessage: (message) => this.#answer(socket, message),
    });
    socket.on('data', (data: Buffer) => {
      try {
        const wrong = reader.push(data, 0, data.length);
        if (wrong !== null) socket.destroy();
      } catch (error) {
        this.#fail('data that cannot be read', error);
      }
    });
  }

  #answer(socket: Socket, message: RtspMessage): void {
    const isOurs = message.url.includes(`/${this.#path}`) && (this.#publisher ?? socket) === socket;
    if (message.status !== null || !isOurs) {
      socket.destroy();
      return;
    }
    this.#publisher = socket;
    const { phrase: method, headers } = message;
    let status = '200 OK';
    let extra = '';
    if (method === 'ANNOUNCE') this.#announce(message.body);
    else if (method === 'SETUP') {
      const transport = this.#setUp(message);
      if (transport === null) status = '461 Unsupported Transport';
      else extra = `Transport: ${transport}\r\n`;
    }
    const sequence = /^\d{1,10}$/.exec(headers.get('cseq') ?? '')?.[0] ?? '0';
    socket.write(`RTSP/1.0 ${status}\r\nCSeq: ${sequence}\r\nSession: ${SESSION}\r\n${extra}\r\n`);
    if (method === 'RECORD') this.#record();
  }

  #announce(body: Buffer): void {
    const tracks = parseSdp(body);
    if (tracks.kind === 'tracks') {
      this.#tracks = tracks;
      return;
    }
    const { host } = this.#options;
    this.#options.onFailure(new CameraFailure(tracks.code, { host, detail: tracks.detail }));
  }

  #setUp({ url, headers }: RtspMessage): string | null {
    const tracks = this.#tracks;
    const asked = headers.get('transport');
    const granted = parseTransport(asked, { kind: 'udp' });
    if (tracks === null || granted.kind !== 'tcp') return null;
    const track = [tracks.video, tracks.audio].find((each) => url.endsWith(`/${each?.control}`));
    // Sound that is not recorded is taken and thrown away.
    if (track !== null && track !== undefined) this.#routes.set(granted.channels.rtp, track.kind);
    return `RTP/AVP/TCP;unicast;interleaved=${granted.channels.rtp}-${granted.channels.rtcp};mode=record`;
  }

  #record(): void {
    if (this.#tracks === null || this.#isRecording) return;
    const { video, audio, droppedAudio } = this.#tracks;
    const announced = ({ control: _, ...track }: typeof video): AnnouncedTrack => track;
    this.#options.consumer.onAnnounce({
      video: announced(video),
      audio: audio === null ? null : announced(audio),
      droppedAudio,
    });
    this.#isRecording = true;
    this.#options.onRecord();
  }

  #fail(detail: string, cause: unknown): void {
    const { host } = this.#options;
    this.#options.onFailure(new CameraFailure('TC_CAMERA_PROTOCOL', { host, detail }, { cause }));
  }
}
