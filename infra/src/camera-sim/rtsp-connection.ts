import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Clock } from '@thapcanh/core/time/clock';
import type { ClipPlayer } from './clip-player.ts';
import { rtpTimestampOf, sequenceOf } from './clip-timeline.ts';
import { InterleavedSink, UdpSink } from './packet-sink.ts';
import { PlaySession } from './play-session.ts';
import { type RtspRequest, RtspRequestReader } from './rtsp-request-reader.ts';
import { type ChosenTransport, chooseTransport } from './rtsp-transport.ts';
import { describeClip } from './sdp.ts';
import type { ServerAuthentication, StreamCredentials } from './server-authentication.ts';
import type { SimulatorCounters } from './simulator-counters.ts';
import { parseStreamUri, type StreamUri, TRACK_NAME } from './stream-uri.ts';
import type { UdpPorts } from './udp-ports.ts';

/** A path a client may ask for. */
export interface ServedStream {
  readonly player: ClipPlayer;
  readonly auth: StreamCredentials | null;
}

/** What every connection shares with its server. */
export interface ConnectionContext {
  readonly clock: Clock;
  readonly authentication: ServerAuthentication;
  readonly counters: SimulatorCounters;
  readonly udp: UdpPorts;
  readonly sessionTimeoutMs: number;
  readonly maxBacklogBytes: number;
  findStream(streamPath: string): ServedStream | undefined;
  /** The shared time line now, in 90 kHz ticks. */
  wall90k(): number;
  /** Something new is due: the server's timer must look again. */
  reschedule(): void;
}

interface ConnectionSession {
  readonly id: string;
  readonly streamPath: string;
  readonly stream: ServedStream;
  readonly play: PlaySession;
  /** Key of the client's RTCP source when it plays over UDP. */
  readonly rtcpSource: string | null;
  isPlaying: boolean;
}

const METHODS = ['OPTIONS', 'DESCRIBE', 'SETUP', 'PLAY', 'GET_PARAMETER', 'SET_PARAMETER', 'TEARDOWN'];

/** One client's RTSP connection with at most one session; the session ends with the connection. */
export class RtspConnection {
  readonly #socket: Socket;
  readonly #context: ConnectionContext;
  readonly #reader = new RtspRequestReader();
  #session: ConnectionSession | null = null;
  #seenAtMs: number;

  constructor(socket: Socket, context: ConnectionContext) {
    this.#socket = socket;
    this.#context = context;
    this.#seenAtMs = context.clock.monotonicMs();
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.destroy());
    socket.on('close', () => this.#endSession());
  }

  /** `address:port` of the RTCP packets that keep this connection's session alive, if it plays over UDP. */
  get rtcpSource(): string | null {
    return this.#session?.rtcpSource ?? null;
  }

  /** A sign of life outside the connection (RTCP over UDP). */
  touch(): void {
    this.#seenAtMs = this.#context.clock.monotonicMs();
  }

  closeWhenIdle(): void {
    if (this.#context.clock.monotonicMs() - this.#seenAtMs <= this.#context.sessionTimeoutMs) return;
    if (this.#session !== null) this.#context.counters.sessionsTimedOut += 1;
    this.destroy();
  }

  destroy(): void {
    this.#endSession();
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.touch();
    try {
      for (const message of this.#reader.push(chunk)) {
        if (message.kind === 'request') this.#handle(message.request);
      }
    } catch {
      this.#context.counters.requestsRefused += 1;
      this.#socket.end('RTSP/1.0 400 Bad Request\r\n\r\n');
    }
  }

  #handle(request: RtspRequest): void {
    const uri = parseStreamUri(request.uri);
    if (uri?.faults.isGarbage === true) {
      const page = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>IPCamera login</body></html>\r\n';
      this.#socket.end(Buffer.concat([Buffer.from(page), randomBytes(512)]));
      return;
    }
    const reply = this.#replyTo(request, uri);
    if (!reply.status.startsWith('200')) this.#context.counters.requestsRefused += 1;
    if (!this.#socket.writable) return;
    const cseq = request.headers.get('cseq');
    const lines = [
      `RTSP/1.0 ${reply.status}`,
      ...(cseq === undefined ? [] : [`CSeq: ${cseq}`]),
      ...(reply.headers ?? []),
    ];
    const body = reply.body ?? '';
    if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
    reply.afterwards?.();
  }

  #replyTo(request: RtspRequest, uri: StreamUri | null): RtspReply {
    if (!/^\d{1,10}$/.test(request.headers.get('cseq') ?? '')) return { status: '400 Bad Request' };
    if (request.method === 'OPTIONS') return ok([`Public: ${METHODS.join(', ')}`]);
    if (!METHODS.includes(request.method)) {
      return { status: '405 Method Not Allowed', headers: [`Allow: ${METHODS.join(', ')}`] };
    }
    const stream = uri === null ? undefined : this.#context.findStream(uri.streamPath);
    if (uri === null || stream === undefined) return { status: '404 Stream Not Found' };
    const refusal = this.#refuseStranger(request, uri, stream);
    if (refusal !== null) return refusal;
    if (request.method === 'DESCRIBE') return this.#describe(uri, stream);
    if (request.method === 'SETUP') return this.#setUp(request, uri, stream);
    return this.#replyInSession(request, uri);
  }

  #refuseStranger(request: RtspRequest, uri: StreamUri, { auth }: ServedStream): RtspReply | null {
    if (auth === null) return null;
    const isSameStream = (signed: string): boolean => parseStreamUri(signed)?.streamPath === uri.streamPath;
    const { authentication } = this.#context;
    const header = request.headers.get('authorization');
    const verdict = authentication.verify(header, request.method, auth, isSameStream);
    if (verdict === 'accepted') return null;
    return { status: '401 Unauthorized', headers: authentication.challenges(auth, verdict === 'stale') };
  }

  #describe(uri: StreamUri, stream: ServedStream): RtspReply {
    const base = `rtsp://${uri.host}/${uri.streamPath}`;
    // Joining a relative name to a URL with a query is done differently by every client; then the name is absolute.
    const control = uri.query === '' ? TRACK_NAME : `${base}/${TRACK_NAME}${uri.query}`;
    const host = (this.#socket.localAddress ?? '127.0.0.1').replace('::ffff:', '');
    const contentBase = uri.query === '' ? `${base}/` : `${base}${uri.query}`;
    return {
      ...ok([`Content-Base: ${contentBase}`, 'Content-Type: application/sdp']),
      body: describeClip(stream.player.clip, host, control, uri.faults),
    };
  }

  #setUp(request: RtspRequest, uri: StreamUri, stream: ServedStream): RtspReply {
    if (this.#session !== null) return { status: '455 Method Not Valid in This State' };
    const transport = chooseTransport(request.headers.get('transport'), uri.faults.onlyTransport);
    if (transport === null) return { status: '461 Unsupported Transport' };
    const { udp, maxBacklogBytes, counters, sessionTimeoutMs } = this.#context;
    // Datagrams go to the client's own address only, whatever `destination` it names: no reflector.
    const address = this.#socket.remoteAddress ?? '';
    const sink =
      transport.kind === 'tcp'
        ? new InterleavedSink(this.#socket, transport.rtpChannel, transport.rtcpChannel)
        : new UdpSink(udp.rtp, udp.rtcp, { address, rtpPort: transport.rtpPort, rtcpPort: transport.rtcpPort });
    const { clip } = stream.player;
    const onCut = (): void => this.destroy();
    this.#session = {
      id: randomBytes(8).toString('hex'),
      streamPath: uri.streamPath,
      stream,
      play: new PlaySession(clip, uri.faults, sink, maxBacklogBytes, counters, onCut),
      rtcpSource: transport.kind === 'udp' ? `${address}:${transport.rtcpPort}` : null,
      isPlaying: false,
    };
    const ssrc = clip.ssrc.toString(16).toUpperCase().padStart(8, '0');
    return ok([
      `Transport: ${describeTransport(transport, udp.rtpPort)};ssrc=${ssrc}`,
      `Session: ${this.#session.id};timeout=${Math.max(1, Math.round(sessionTimeoutMs / 1000))}`,
    ]);
  }

  #replyInSession(request: RtspRequest, uri: StreamUri): RtspReply {
    const session = this.#session;
    const named = request.headers.get('session')?.split(';', 1)[0]?.trim();
    const isParameter = request.method === 'GET_PARAMETER' || request.method === 'SET_PARAMETER';
    if (named === undefined && isParameter) return ok([]);
    if (session === null || named !== session.id || session.streamPath !== uri.streamPath) {
      return { status: '454 Session Not Found' };
    }
    if (request.method === 'PLAY') return this.#play(uri, session);
    if (request.method === 'TEARDOWN') this.#endSession();
    return ok([`Session: ${session.id}`]);
  }

  #play(uri: StreamUri, session: ConnectionSession): RtspReply {
    const headers = [`Session: ${session.id}`, 'Range: npt=now-'];
    if (session.isPlaying) return ok(headers);
    const { player } = session.stream;
    const wall90k = this.#context.wall90k();
    // A burst of datagrams would overrun the client's receive buffer.
    const startsAtNextKey = session.rtcpSource !== null || session.play.faults.doesStartAtNextKey;
    const firstFrame = player.firstFrameFor(wall90k, startsAtNextKey);
    const track = `url=rtsp://${uri.host}/${uri.streamPath}/${TRACK_NAME}${uri.query}`;
    const start = `seq=${sequenceOf(player.clip, firstFrame)};rtptime=${rtpTimestampOf(player.clip, firstFrame)}`;
    session.isPlaying = true;
    this.#context.counters.sessionsStarted += 1;
    const afterwards = (): void => {
      player.join(session.play, firstFrame, wall90k);
      this.#context.reschedule();
    };
    return { ...ok([...headers, `RTP-Info: ${track};${start}`]), afterwards };
  }

  #endSession(): void {
    this.#session?.stream.player.leave(this.#session.play);
    this.#session = null;
  }
}

/** An answer; `afterwards` runs once it was written. */
interface RtspReply {
  readonly status: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly afterwards?: () => void;
}

function ok(headers: readonly string[]): RtspReply {
  return { status: '200 OK', headers };
}

function describeTransport(transport: ChosenTransport, serverRtpPort: number): string {
  if (transport.kind === 'tcp') {
    return `RTP/AVP/TCP;unicast;interleaved=${transport.rtpChannel}-${transport.rtcpChannel}`;
  }
  const clientPorts = `client_port=${transport.rtpPort}-${transport.rtcpPort}`;
  return `RTP/AVP;unicast;${clientPorts};server_port=${serverRtpPort}-${serverRtpPort + 1}`;
}
