import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Clock } from '@thapcanh/core/time/clock';
import { ConnectionWriter, type Pacer } from './connection-writer.ts';
import { PlayGroup } from './play-group.ts';
import { type RtspRequest, RtspRequestReader } from './rtsp-request-reader.ts';
import { chooseTransport, describeTransport } from './rtsp-transport.ts';
import { describeStream, SDP_GARBAGE } from './sdp.ts';
import type { ServerAuthentication } from './server-authentication.ts';
import type { SimulatedCamera } from './simulated-camera.ts';
import type { SimulatorCounters } from './simulator-counters.ts';
import { parseStreamUri, SOUND_TRACK, type StreamUri, trackName, VIDEO_TRACK } from './stream-uri.ts';
import type { UdpPorts } from './udp-ports.ts';

/** What every connection shares with its server. */
export interface ConnectionContext {
  readonly clock: Clock;
  readonly authentication: ServerAuthentication;
  readonly counters: SimulatorCounters;
  readonly udp: UdpPorts;
  readonly pacer: Pacer;
  readonly sessionTimeoutMs: number;
  readonly maxBacklogBytes: number;
  findCamera(streamPath: string): SimulatedCamera | undefined;
  /** The shared time line now, in 90 kHz ticks. */
  wall90k(): number;
  /** Something new is due: the server's timer must look again. */
  reschedule(): void;
}

interface ConnectionSession {
  readonly id: string;
  readonly camera: SimulatedCamera;
  readonly plays: PlayGroup;
}

const METHODS = ['OPTIONS', 'DESCRIBE', 'SETUP', 'PLAY', 'GET_PARAMETER', 'SET_PARAMETER', 'TEARDOWN'];

/** One client's RTSP connection with at most one session; the session ends with the connection. */
export class RtspConnection {
  readonly #socket: Socket;
  readonly #writer: ConnectionWriter;
  readonly #context: ConnectionContext;
  readonly #reader = new RtspRequestReader();
  #session: ConnectionSession | null = null;
  #camera: SimulatedCamera | null = null;
  #seenAtMs: number;

  constructor(socket: Socket, context: ConnectionContext) {
    this.#socket = socket;
    this.#writer = new ConnectionWriter(socket, context.pacer);
    this.#context = context;
    this.#seenAtMs = context.clock.monotonicMs();
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.destroy());
    socket.on('close', () => this.#endSession());
  }

  /** `address:port` of the RTCP packets that keep this connection's session alive, if it plays over UDP. */
  get rtcpSources(): readonly string[] {
    return this.#session?.plays.rtcpSources ?? [];
  }

  /** The camera it last asked for. */
  get streamPath(): string | null {
    return this.#camera?.path ?? null;
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

  /** The camera's clip changed under the session. */
  changeClip(): void {
    this.#session?.plays.changeClip(this.#context.wall90k());
  }

  /** @param isAbrupt by reset, as a machine answers that has forgotten the connection. */
  destroy(isAbrupt = false): void {
    this.#endSession();
    if (isAbrupt && !('encrypted' in this.#socket)) this.#socket.resetAndDestroy();
    else this.#socket.destroy();
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
    this.#camera = (uri === null ? null : this.#context.findCamera(uri.streamPath)) ?? this.#camera;
    const reach = this.#camera?.state.faults.reach ?? 'open';
    if (reach === 'refused') this.destroy(true);
    if (reach !== 'open') return;
    if (uri?.faults.isGarbage === true) {
      const page = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body>IPCamera login</body></html>\r\n';
      this.#socket.end(Buffer.concat([Buffer.from(page), randomBytes(512)]));
      return;
    }
    const reply = this.#replyTo(request, uri);
    if (!/^[23]/.test(reply.status)) this.#context.counters.requestsRefused += 1;
    const cseq = request.headers.get('cseq');
    const lines = [
      `RTSP/1.0 ${reply.status}`,
      ...(cseq === undefined ? [] : [`CSeq: ${cseq}`]),
      ...(reply.headers ?? []),
    ];
    const body = reply.body ?? '';
    if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
    this.#writer.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`));
    reply.afterwards?.();
  }

  #replyTo(request: RtspRequest, uri: StreamUri | null): RtspReply {
    if (!/^\d{1,10}$/.test(request.headers.get('cseq') ?? '')) return { status: '400 Bad Request' };
    if (request.method === 'OPTIONS') return ok([`Public: ${METHODS.join(', ')}`]);
    if (!METHODS.includes(request.method)) {
      return { status: '405 Method Not Allowed', headers: [`Allow: ${METHODS.join(', ')}`] };
    }
    const camera = uri === null ? undefined : this.#context.findCamera(uri.streamPath);
    if (uri === null || camera === undefined) return { status: '404 Stream Not Found' };
    const refusal = this.#refuseStranger(request, uri, camera);
    if (refusal !== null) return refusal;
    if (request.method === 'DESCRIBE') return this.#describe(uri, camera);
    if (request.method === 'SETUP') return this.#setUp(request, uri, camera);
    return this.#replyInSession(request, uri);
  }

  #refuseStranger(request: RtspRequest, uri: StreamUri, { auth }: SimulatedCamera): RtspReply | null {
    if (auth === null) return null;
    const isSameStream = (signed: string): boolean => parseStreamUri(signed)?.streamPath === uri.streamPath;
    const { authentication } = this.#context;
    const header = request.headers.get('authorization');
    const verdict = authentication.verify(header, request.method, auth, isSameStream);
    if (verdict === 'accepted') return null;
    return { status: '401 Unauthorized', headers: authentication.challenges(auth, verdict === 'stale') };
  }

  #describe(uri: StreamUri, camera: SimulatedCamera): RtspReply {
    const { redirect, isSdpGarbage } = uri.faults;
    if (redirect !== null) {
      const target = redirect.includes('://') ? redirect : `${uri.scheme}://${uri.host}/${redirect}`;
      return { status: '302 Moved Temporarily', headers: [`Location: ${target.replace(/[\r\n]/g, '')}`] };
    }
    const base = baseOf(uri);
    // Joining a relative name to a URL with a query is done differently by every client; then the name is absolute.
    const control = (name: string): string => (uri.query === '' ? name : `${base}/${name}${uri.query}`);
    const body = describeStream({
      clip: camera.video(uri.faults).track,
      sound: camera.sound(uri.faults)?.track ?? null,
      host: (this.#socket.localAddress ?? '127.0.0.1').replace('::ffff:', ''),
      videoControl: control(trackName(VIDEO_TRACK)),
      soundControl: control(trackName(SOUND_TRACK)),
      faults: uri.faults,
    });
    return {
      ...ok([
        `Content-Base: ${uri.query === '' ? `${base}/` : `${base}${uri.query}`}`,
        'Content-Type: application/sdp',
      ]),
      body: isSdpGarbage || camera.state.faults.isSdpGarbage ? SDP_GARBAGE : body,
    };
  }

  #setUp(request: RtspRequest, uri: StreamUri, camera: SimulatedCamera): RtspReply {
    const before = this.#session;
    if (before?.plays.has(uri.trackId) === true) return { status: '455 Method Not Valid in This State' };
    if (before !== null && (sessionNamed(request) !== before.id || before.camera !== camera)) {
      return { status: '454 Session Not Found' };
    }
    const transport = chooseTransport(request.headers.get('transport'), uri.faults.onlyTransport);
    if (transport === null) return { status: '461 Unsupported Transport' };
    const { udp, sessionTimeoutMs } = this.#context;
    // Datagrams go to the client's own address only, whatever `destination` it names: no reflector.
    const address = this.#socket.remoteAddress ?? '';
    const session = before ?? this.#createSession(uri, camera);
    const ssrc = session.plays.add(uri.trackId, transport, address);
    if (ssrc === null) return { status: '404 Stream Not Found' };
    this.#session = session;
    return ok([
      `Transport: ${describeTransport(transport, udp.rtpPort)};ssrc=${ssrc.toString(16).toUpperCase().padStart(8, '0')}`,
      `Session: ${session.id};timeout=${Math.max(1, Math.round(sessionTimeoutMs / 1000))}`,
    ]);
  }

  #createSession(uri: StreamUri, camera: SimulatedCamera): ConnectionSession {
    const { udp, counters, maxBacklogBytes } = this.#context;
    const { faults } = uri;
    this.#writer.paceBy(() => ({
      sliceBytes: faults.sliceBytes,
      bytesPerSecond: camera.state.faults.bytesPerSecond,
    }));
    const onCut = (): void => this.destroy();
    const writer = this.#writer;
    const plays = new PlayGroup({ camera, faults, writer, udp, counters, maxBacklogBytes, onCut });
    return { id: randomBytes(8).toString('hex'), camera, plays };
  }

  #replyInSession(request: RtspRequest, uri: StreamUri): RtspReply {
    const session = this.#session;
    const isParameter = request.method === 'GET_PARAMETER' || request.method === 'SET_PARAMETER';
    if (isParameter && uri.faults.isParameterUnknown) return { status: '501 Not Implemented' };
    if (sessionNamed(request) === undefined && isParameter) return ok([]);
    if (session === null || sessionNamed(request) !== session.id || session.camera.path !== uri.streamPath) {
      return { status: '454 Session Not Found' };
    }
    if (request.method === 'PLAY') return this.#play(uri, session);
    if (request.method === 'TEARDOWN') this.#endSession();
    return ok([`Session: ${session.id}`]);
  }

  #play(uri: StreamUri, { id, plays }: ConnectionSession): RtspReply {
    const headers = [`Session: ${id}`, 'Range: npt=now-'];
    if (plays.isPlaying) return ok(headers);
    const wall90k = this.#context.wall90k();
    const starts = plays.prepare(wall90k);
    const isWrong = uri.faults.rtpInfo === 'wrong';
    const info = starts.map(({ trackId, sequence, timestamp }) => {
      const numbers = isWrong ? 'seq=0;rtptime=0' : `seq=${sequence};rtptime=${timestamp}`;
      return `url=${baseOf(uri)}/${trackName(trackId)}${uri.query};${numbers}`;
    });
    if (uri.faults.rtpInfo !== 'absent') headers.push(`RTP-Info: ${info.join(',')}`);
    this.#context.counters.sessionsStarted += 1;
    const afterwards = (): void => {
      plays.start(wall90k);
      this.#context.reschedule();
    };
    return { ...ok(headers), afterwards };
  }

  #endSession(): void {
    this.#session?.plays.stop();
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

function baseOf({ scheme, host, streamPath }: StreamUri): string {
  return `${scheme}://${host}/${streamPath}`;
}

function sessionNamed(request: RtspRequest): string | undefined {
  return request.headers.get('session')?.split(';', 1)[0]?.trim();
}
