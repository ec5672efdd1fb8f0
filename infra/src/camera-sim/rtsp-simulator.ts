import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Clock, systemClock } from '@thapcanh/core/time/clock';
import { wall90kOf } from './clip-timeline.ts';
import { Pacer } from './connection-writer.ts';
import { MediaLibrary } from './media-library.ts';
import { type ConnectionContext, RtspConnection } from './rtsp-connection.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';
import { ServerAuthentication } from './server-authentication.ts';
import { SimulatedCamera, type SimulatedStream } from './simulated-camera.ts';
import { createCounters, type SimulatorCounters } from './simulator-counters.ts';
import type { RtpBase } from './track.ts';
import { UdpPorts } from './udp-ports.ts';

export interface RtspSimulatorOptions {
  /** Address to listen on; 127.0.0.1 by default. */
  readonly host?: string;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Also listen for RTSP over TLS on this port (0: any free one), with a certificate of its own making. */
  readonly securePort?: number;
  readonly streams: readonly SimulatedStream[];
  readonly clock?: Clock;
  /** How long a client may stay silent (no request, no RTCP) before it is dropped; 60 s by default. */
  readonly sessionTimeoutMs?: number;
  /** How long a digest nonce is good; then the answer is 401 with `stale=true`. One hour by default. */
  readonly nonceLifetimeMs?: number;
  /** Unsent bytes a slow client may pile up before groups of pictures are dropped for it; 4 MiB by default. */
  readonly maxBacklogBytes?: number;
  /** Connections beyond this are closed at once; 4,096 by default. */
  readonly maxConnections?: number;
  /** Frames due within this time leave together: fewer turns of the event loop for many cameras. 1 ms by default. */
  readonly tickMs?: number;
  /** Called for a stream whose clip is missing or unusable, which is then left out; without it `start` throws. */
  readonly onUnusableStream?: (stream: SimulatedStream, error: unknown) => void;
  /** Fixed start of sequence numbers and time stamps instead of a random one. */
  readonly rtpBase?: RtpBase;
}

export interface SimulatorStats extends Readonly<SimulatorCounters> {
  readonly connections: number;
  /** Tracks being played. */
  readonly sessions: number;
}

export interface RtspSimulator {
  /** Reads the clips and listens. @throws Mp4Error for an unusable clip, the system's error for a taken port. */
  start(): Promise<void>;
  /** Drops all clients; resolves when every socket and timer is gone. Idempotent. */
  close(): Promise<void>;
  /** The port it listens on; 0 before `start`. */
  readonly port: number;
  /** The port of RTSP over TLS; 0 without. */
  readonly securePort: number;
  /** `rtsp://host:port/<path>`, without credentials. */
  url(streamPath: string): string;
  /** `rtsps://host:port/<path>`. */
  secureUrl(streamPath: string): string;
  /**
   * Starts a fault script (see `parseFaultScript`) of a stream now, beside those that run already.
   * @throws FaultScriptError, RangeError for an unknown stream.
   */
  run(streamPath: string, script: string): void;
  /** Ends every lasting fault of a stream, or of all, and forgets what was still to come. */
  heal(streamPath?: string): void;
  stats(): SimulatorStats;
}

/** The timer looks after idle clients at least this often. */
const MAX_TIMER_MS = 1000;
/** The time line runs on the monotonic clock; from this difference on it follows a step of the wall clock. */
const MAX_CLOCK_DRIFT_MS = 200;

/**
 * Simulated RTSP cameras (RFC 2326; H.264 by RFC 6184, H.265 by RFC 7798, AAC by RFC 3640, G.711; TCP interleaved, UDP
 * unicast, TLS) that play MP4 clips in an endless, seamless loop. The position of every clip is wall time plus phase
 * modulo clip duration, and sender reports state that mapping. A session over TCP begins with the newest key frame and a
 * burst of what followed it, over UDP with the next key frame. Clients break it by URL query, see `FaultSwitches`; tests
 * break it at run time by `run`.
 */
export function createRtspSimulator(options: RtspSimulatorOptions): RtspSimulator {
  return new SimulatorServer(options);
}

class SimulatorServer implements RtspSimulator {
  readonly #options: RtspSimulatorOptions;
  readonly #host: string;
  readonly #clock: Clock;
  readonly #counters = createCounters();
  readonly #library: MediaLibrary;
  readonly #cameras = new Map<string, SimulatedCamera>();
  readonly #servers: Server[] = [];
  readonly #pacer = new Pacer();
  readonly #connections = new Set<RtspConnection>();
  readonly #sockets = new Map<Socket, Promise<void>>();
  #udp: UdpPorts | null = null;
  #timer: NodeJS.Timeout | null = null;
  #timerAtMs = 0;
  #wallMinusMonotonicMs = 0;
  #sweptAtMs = 0;
  #port = 0;
  #securePort = 0;
  #starting: Promise<void> | null = null;
  #closing: Promise<void> | null = null;
  #context: ConnectionContext | null = null;

  constructor(options: RtspSimulatorOptions) {
    this.#options = options;
    this.#host = options.host ?? '127.0.0.1';
    this.#clock = options.clock ?? systemClock;
    this.#library = new MediaLibrary(this.#counters, options.rtpBase);
  }

  get port(): number {
    return this.#port;
  }

  get securePort(): number {
    return this.#securePort;
  }

  url(streamPath: string): string {
    return `rtsp://${this.#hostName}:${this.#port}/${streamPath}`;
  }

  secureUrl(streamPath: string): string {
    return `rtsps://${this.#hostName}:${this.#securePort}/${streamPath}`;
  }

  run(streamPath: string, script: string): void {
    const camera = this.#cameras.get(streamPath);
    if (camera === undefined) throw new RangeError(`no stream ${streamPath}`);
    camera.run(script, this.#clock.monotonicMs());
    this.#schedule(1);
  }

  heal(streamPath?: string): void {
    for (const camera of this.#cameras.values()) {
      if (streamPath === undefined || camera.path === streamPath) camera.runner.heal();
    }
  }

  async start(): Promise<void> {
    if (this.#starting !== null || this.#closing !== null) throw new Error('the simulator was started before');
    this.#starting = this.#open();
    await this.#starting;
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  stats(): SimulatorStats {
    const sessions = this.#library.players.reduce((sum, player) => sum + player.sessionCount, 0);
    return { ...this.#counters, connections: this.#connections.size, sessions };
  }

  get #hostName(): string {
    const isAnywhere = this.#host === '0.0.0.0' || this.#host === '::';
    return isAnywhere ? '127.0.0.1' : this.#host.includes(':') ? `[${this.#host}]` : this.#host;
  }

  async #open(): Promise<void> {
    const { port, securePort, streams } = this.#options;
    try {
      this.#wallMinusMonotonicMs = this.#clock.nowMs() - this.#clock.monotonicMs();
      await this.#loadStreams();
      this.#udp = await UdpPorts.open(this.#host);
      this.#udp.rtcp.on('message', (_, from) => this.#touchBySource(`${from.address}:${from.port}`));
      const accept = (socket: Socket): void => this.#accept(socket);
      this.#port = await this.#listen(createServer(accept), port ?? 0);
      if (securePort !== undefined) {
        const server = createTlsServer(await selfSignedCertificate(this.#host), accept);
        this.#securePort = await this.#listen(server, securePort);
      }
    } catch (error) {
      await this.#release();
      throw error;
    }
    const nowMs = this.#clock.monotonicMs();
    for (const { path, script } of streams) if (script !== undefined) this.#cameras.get(path)?.run(script, nowMs);
    this.#tick();
  }

  async #loadStreams(): Promise<void> {
    const connections = {
      cut: (path: string, isAbrupt: boolean) => {
        for (const connection of this.#connectionsOf(path)) connection.destroy(isAbrupt);
      },
      changeClip: (path: string) => {
        for (const connection of this.#connectionsOf(path)) connection.changeClip();
      },
      wall90k: () => this.#wall90k(),
    };
    for (const stream of this.#options.streams) {
      try {
        for (const file of [stream.file, ...Object.values(stream.alternatives ?? {})]) await this.#library.load(file);
        this.#cameras.set(stream.path, new SimulatedCamera(stream, this.#library, connections));
      } catch (error) {
        if (this.#options.onUnusableStream === undefined) throw error;
        this.#options.onUnusableStream(stream, error);
      }
    }
  }

  #connectionsOf(path: string): RtspConnection[] {
    return [...this.#connections].filter(({ streamPath }) => streamPath === path);
  }

  #listen(server: Server, port: number): Promise<number> {
    this.#servers.push(server);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host: this.#host, backlog: 4096 }, () => {
        server.off('error', reject);
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  }

  #accept(socket: Socket): void {
    const udp = this.#udp;
    if (udp === null || this.#connections.size >= (this.#options.maxConnections ?? 4096)) {
      this.#counters.connectionsRefused += 1;
      socket.destroy();
      return;
    }
    this.#counters.connectionsAccepted += 1;
    const connection = new RtspConnection(socket, this.#contextFor(udp));
    this.#connections.add(connection);
    const closed = new Promise<void>((resolve) => {
      socket.once('close', () => {
        this.#connections.delete(connection);
        this.#sockets.delete(socket);
        resolve();
      });
    });
    this.#sockets.set(socket, closed);
  }

  #contextFor(udp: UdpPorts): ConnectionContext {
    this.#context ??= {
      clock: this.#clock,
      authentication: new ServerAuthentication(this.#options.nonceLifetimeMs ?? 3_600_000, () => this.#clock.nowMs()),
      counters: this.#counters,
      udp,
      pacer: this.#pacer,
      sessionTimeoutMs: this.#options.sessionTimeoutMs ?? 60_000,
      maxBacklogBytes: this.#options.maxBacklogBytes ?? 4 * 1024 * 1024,
      findCamera: (streamPath) => this.#cameras.get(streamPath),
      wall90k: () => this.#wall90k(),
      reschedule: () => this.#schedule(1),
    };
    return this.#context;
  }

  #wall90k(): number {
    const monotonicMs = this.#clock.monotonicMs();
    const offsetMs = this.#clock.nowMs() - monotonicMs;
    if (Math.abs(offsetMs - this.#wallMinusMonotonicMs) > MAX_CLOCK_DRIFT_MS) {
      this.#wallMinusMonotonicMs = offsetMs;
      this.#counters.timelineJumps += 1;
    }
    return wall90kOf(monotonicMs + this.#wallMinusMonotonicMs);
  }

  #tick(): void {
    this.#timer = null;
    const nowMs = this.#clock.monotonicMs();
    let nextMs = nowMs + MAX_TIMER_MS;
    for (const { runner } of this.#cameras.values()) {
      if ((runner.dueMs ?? Number.POSITIVE_INFINITY) <= nowMs) runner.advance(nowMs);
      nextMs = Math.min(nextMs, runner.dueMs ?? nextMs);
    }
    const due90k = this.#library.advance(this.#wall90k());
    if (nowMs - this.#sweptAtMs >= MAX_TIMER_MS) {
      this.#sweptAtMs = nowMs;
      for (const connection of this.#connections) connection.closeWhenIdle();
    }
    const afterMs = this.#clock.monotonicMs();
    const frameMs = due90k === null ? MAX_TIMER_MS : (due90k - this.#wall90k()) / 90;
    this.#schedule(Math.max(this.#options.tickMs ?? 1, Math.ceil(Math.min(nextMs - afterMs, frameMs))));
  }

  #schedule(delayMs: number): void {
    if (this.#closing !== null || this.#udp === null) return;
    const atMs = this.#clock.monotonicMs() + delayMs;
    // A storm of new sessions must not put the tick off again and again.
    if (this.#timer !== null && this.#timerAtMs <= atMs) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timerAtMs = atMs;
    this.#timer = setTimeout(() => this.#tick(), delayMs);
  }

  #touchBySource(source: string): void {
    for (const connection of this.#connections) {
      if (connection.rtcpSources.includes(source)) connection.touch();
    }
  }

  async #closeAll(): Promise<void> {
    // A start that failed has told its own caller.
    await this.#starting?.catch(() => {});
    await this.#release();
  }

  async #release(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#pacer.close();
    const udp = this.#udp;
    this.#udp = null;
    const stopped = this.#servers
      .filter(({ listening }) => listening)
      .map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const connection of this.#connections) connection.destroy();
    await Promise.all([...stopped, udp?.close(), ...this.#sockets.values()]);
  }
}
