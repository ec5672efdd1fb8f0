import { readFile, stat } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { type Clock, systemClock } from '@thapcanh/core/time/clock';
import { type Clip, prepareClip, type RtpBase } from './clip.ts';
import { ClipPlayer } from './clip-player.ts';
import { wall90kOf } from './clip-timeline.ts';
import { Mp4Error } from './mp4-error.ts';
import { parseMp4Video } from './mp4-video.ts';
import { type ConnectionContext, RtspConnection, type ServedStream } from './rtsp-connection.ts';
import { ServerAuthentication, type StreamCredentials } from './server-authentication.ts';
import { createCounters, type SimulatorCounters } from './simulator-counters.ts';
import { UdpPorts } from './udp-ports.ts';

export interface SimulatedStream {
  /** `gate-car/main`; the stream's URL is `rtsp://host:port/<path>`. */
  readonly path: string;
  /** An MP4 file with an H.264 track; streams of the same file share one copy in memory. */
  readonly file: string;
  readonly auth?: StreamCredentials;
}

export interface RtspSimulatorOptions {
  /** Address to listen on; 127.0.0.1 by default. */
  readonly host?: string;
  /** 0 or absent: any free port. */
  readonly port?: number;
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
  /** Called for a stream whose clip is missing or unusable, which is then left out; without it `start` throws. */
  readonly onUnusableStream?: (stream: SimulatedStream, error: unknown) => void;
  /** Fixed start of sequence numbers and time stamps instead of a random one. */
  readonly rtpBase?: RtpBase;
}

export interface SimulatorStats extends Readonly<SimulatorCounters> {
  readonly connections: number;
  readonly sessions: number;
}

export interface RtspSimulator {
  /** Reads the clips and listens. @throws Mp4Error for an unusable clip, the system's error for a taken port. */
  start(): Promise<void>;
  /** Drops all clients; resolves when every socket and timer is gone. Idempotent. */
  close(): Promise<void>;
  /** The port it listens on; 0 before `start`. */
  readonly port: number;
  /** `rtsp://host:port/<path>`, without credentials. */
  url(streamPath: string): string;
  stats(): SimulatorStats;
}

const MAX_CLIP_BYTES = 256 * 1024 * 1024;
/** The timer looks after idle clients at least this often. */
const MAX_TIMER_MS = 1000;
/** The time line runs on the monotonic clock; from this difference on it follows a step of the wall clock. */
const MAX_CLOCK_DRIFT_MS = 200;

/**
 * Simulated RTSP cameras (RFC 2326; H.264 by RFC 6184; TCP interleaved and UDP unicast) that play MP4 clips in an
 * endless, seamless loop. The position of every clip is wall time modulo clip duration, and sender reports state that
 * mapping. A session over TCP begins with the newest key frame and a burst of what followed it, over UDP with the next
 * key frame. Clients break it by URL query, see `FaultSwitches`.
 */
export function createRtspSimulator(options: RtspSimulatorOptions): RtspSimulator {
  return new SimulatorServer(options);
}

class SimulatorServer implements RtspSimulator {
  readonly #options: RtspSimulatorOptions;
  readonly #host: string;
  readonly #clock: Clock;
  readonly #counters = createCounters();
  readonly #players = new Map<string, ClipPlayer>();
  readonly #streams = new Map<string, ServedStream>();
  readonly #server: Server = createServer((socket) => this.#accept(socket));
  readonly #connections = new Set<RtspConnection>();
  readonly #sockets = new Map<Socket, Promise<void>>();
  #udp: UdpPorts | null = null;
  #timer: NodeJS.Timeout | null = null;
  #timerAtMs = 0;
  #wallMinusMonotonicMs = 0;
  #sweptAtMs = 0;
  #port = 0;
  #starting: Promise<void> | null = null;
  #closing: Promise<void> | null = null;
  #context: ConnectionContext | null = null;

  constructor(options: RtspSimulatorOptions) {
    this.#options = options;
    this.#host = options.host ?? '127.0.0.1';
    this.#clock = options.clock ?? systemClock;
  }

  get port(): number {
    return this.#port;
  }

  url(streamPath: string): string {
    const isAnywhere = this.#host === '0.0.0.0' || this.#host === '::';
    const host = isAnywhere ? '127.0.0.1' : this.#host.includes(':') ? `[${this.#host}]` : this.#host;
    return `rtsp://${host}:${this.#port}/${streamPath}`;
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
    const sessions = [...this.#players.values()].reduce((sum, player) => sum + player.sessionCount, 0);
    return { ...this.#counters, connections: this.#connections.size, sessions };
  }

  async #open(): Promise<void> {
    try {
      await this.#loadStreams();
      this.#udp = await UdpPorts.open(this.#host);
      this.#udp.rtcp.on('message', (_, from) => this.#touchBySource(`${from.address}:${from.port}`));
      await this.#listen();
    } catch (error) {
      await this.#release();
      throw error;
    }
    this.#wallMinusMonotonicMs = this.#clock.nowMs() - this.#clock.monotonicMs();
    this.#tick();
  }

  async #loadStreams(): Promise<void> {
    const { streams, onUnusableStream } = this.#options;
    for (const stream of streams) {
      try {
        const player = await this.#playerOf(stream.file);
        this.#streams.set(stream.path, { player, auth: stream.auth ?? null });
      } catch (error) {
        if (onUnusableStream === undefined) throw error;
        onUnusableStream(stream, error);
      }
    }
  }

  async #playerOf(file: string): Promise<ClipPlayer> {
    const known = this.#players.get(file);
    if (known !== undefined) return known;
    const player = new ClipPlayer(await loadClip(file, this.#options.rtpBase), this.#counters);
    this.#players.set(file, player);
    return player;
  }

  #listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#options.port ?? 0, this.#host, () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        this.#port = typeof address === 'object' && address !== null ? address.port : 0;
        resolve();
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
      sessionTimeoutMs: this.#options.sessionTimeoutMs ?? 60_000,
      maxBacklogBytes: this.#options.maxBacklogBytes ?? 4 * 1024 * 1024,
      findStream: (streamPath) => this.#streams.get(streamPath),
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
    const wall90k = this.#wall90k();
    let nextDue90k = wall90k + MAX_TIMER_MS * 90;
    for (const player of this.#players.values()) {
      const due90k = player.advance(wall90k);
      if (due90k !== null) nextDue90k = Math.min(nextDue90k, due90k);
    }
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#sweptAtMs >= MAX_TIMER_MS) {
      this.#sweptAtMs = nowMs;
      for (const connection of this.#connections) connection.closeWhenIdle();
    }
    this.#schedule(Math.max(1, Math.ceil((nextDue90k - this.#wall90k()) / 90)));
  }

  #schedule(delayMs: number): void {
    if (this.#closing !== null) return;
    const atMs = this.#clock.monotonicMs() + delayMs;
    // A storm of new sessions must not put the tick off again and again.
    if (this.#timer !== null && this.#timerAtMs <= atMs) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timerAtMs = atMs;
    this.#timer = setTimeout(() => this.#tick(), delayMs);
  }

  #touchBySource(source: string): void {
    for (const connection of this.#connections) {
      if (connection.rtcpSource === source) connection.touch();
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
    const udp = this.#udp;
    this.#udp = null;
    const server = this.#server;
    const stopped = server.listening && new Promise<void>((resolve) => server.close(() => resolve()));
    for (const connection of this.#connections) connection.destroy();
    await Promise.all([stopped, udp?.close(), ...this.#sockets.values()]);
  }
}

async function loadClip(file: string, base: RtpBase | undefined): Promise<Clip> {
  const { size } = await stat(file);
  if (size > MAX_CLIP_BYTES) throw new Mp4Error(`the clip has ${size} bytes, at most ${MAX_CLIP_BYTES} are read`);
  return prepareClip(parseMp4Video(await readFile(file)), base);
}
