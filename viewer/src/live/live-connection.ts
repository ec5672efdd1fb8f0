import { type LiveFrame, readLiveFrame } from '@thapcanh/core/live/live-frame';
import {
  LIVE_TILE_PREFIX_BYTES,
  type LiveTileNotice,
  MAX_LIVE_TILE,
  parseLiveNotice,
} from '@thapcanh/core/live/live-socket';
import { ServerClock } from './server-clock.ts';

export interface LiveTileListener {
  onFrame(frame: LiveFrame): void;
  onNotice(notice: LiveTileNotice): void;
  /** The socket opened or was lost; while it is lost nothing comes, and it is opened again by itself. */
  onConnection(isOpen: boolean): void;
  /** A socket never opened here (a proxy that knows no WebSockets): play another way. */
  onUnusable(): void;
}

interface OpenTile {
  readonly cameraId: string;
  readonly stream: 'main' | 'sub';
  readonly listener: LiveTileListener;
}

const RETRY_MS = { first: 300, most: 8_000 } as const;
/** The server speaks every 5 s. */
const SILENCE_MS = 13_000;
/** Attempts that fail before the first success, from which on the browser is taken to have no WebSockets. */
const ATTEMPTS = 3;
/** A page without tiles closes its socket after this long. */
const IDLE_MS = 5_000;

/**
 * All live tiles of this page over one WebSocket (`core/live/live-socket`). Opens with the first tile, opens again with
 * growing pauses when it is lost, and asks for every open tile anew.
 */
export class LiveConnection {
  readonly clock = new ServerClock();
  readonly #url: string;
  readonly #tiles = new Map<number, OpenTile>();
  #socket: WebSocket | null = null;
  #nextTile = 0;
  #retryMs: number = RETRY_MS.first;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #silenceTimer: ReturnType<typeof setTimeout> | undefined;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #wasOpen = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** Whether this browser is known to get no socket. */
  get isUnusable(): boolean {
    return !this.#wasOpen && this.#failures >= ATTEMPTS;
  }

  /** Opens a tile; the returned function closes it. */
  open(cameraId: string, stream: 'main' | 'sub', listener: LiveTileListener): () => void {
    const number = this.#freeNumber();
    const tile = { cameraId, stream, listener };
    this.#tiles.set(number, tile);
    clearTimeout(this.#idleTimer);
    if (this.#isOpen()) this.#ask(number, tile);
    else if (this.#socket === null && this.#retryTimer === undefined) this.#connect();
    return () => {
      if (this.#tiles.get(number) !== tile) return;
      this.#tiles.delete(number);
      if (this.#isOpen()) this.#socket?.send(JSON.stringify({ op: 'close', tile: number }));
      if (this.#tiles.size > 0) return;
      clearTimeout(this.#idleTimer);
      this.#idleTimer = setTimeout(() => this.#rest(), IDLE_MS);
    };
  }

  #isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  #freeNumber(): number {
    do this.#nextTile = (this.#nextTile + 1) % (MAX_LIVE_TILE + 1);
    while (this.#tiles.has(this.#nextTile));
    return this.#nextTile;
  }

  #ask(number: number, { cameraId, stream }: OpenTile): void {
    this.#socket?.send(JSON.stringify({ op: 'open', tile: number, cameraId, stream }));
  }

  #connect(): void {
    this.#retryTimer = undefined;
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#watchSilence();
    socket.addEventListener('open', () => {
      this.#wasOpen = true;
      this.#retryMs = RETRY_MS.first;
      for (const { listener } of this.#tiles.values()) listener.onConnection(true);
      for (const [number, tile] of this.#tiles) this.#ask(number, tile);
    });
    socket.addEventListener('message', ({ data }) => {
      this.#watchSilence();
      if (data instanceof ArrayBuffer) this.#onBinary(new Uint8Array(data));
      else if (typeof data === 'string') this.#onText(data);
    });
    socket.addEventListener('close', () => this.#lost(socket));
  }

  #onBinary(message: Uint8Array): void {
    if (message.length <= LIVE_TILE_PREFIX_BYTES) return;
    const number = new DataView(message.buffer).getUint16(0);
    const frame = readLiveFrame(message.subarray(LIVE_TILE_PREFIX_BYTES));
    if (frame !== null) this.#tiles.get(number)?.listener.onFrame(frame);
  }

  #onText(text: string): void {
    const notice = parseLiveNotice(text);
    if (notice?.op === 'time') this.clock.hear(notice.serverTimeMs);
    else if (notice !== null) this.#tiles.get(notice.tile)?.listener.onNotice(notice);
  }

  #watchSilence(): void {
    clearTimeout(this.#silenceTimer);
    const socket = this.#socket;
    this.#silenceTimer = setTimeout(() => {
      if (socket === null) return;
      socket.close();
      // A dead line never says that it closed.
      this.#lost(socket);
    }, SILENCE_MS);
  }

  #lost(socket: WebSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    clearTimeout(this.#silenceTimer);
    this.#failures += 1;
    const isUnusable = this.isUnusable;
    for (const { listener } of [...this.#tiles.values()]) {
      if (isUnusable) listener.onUnusable();
      else listener.onConnection(false);
    }
    if (this.#tiles.size === 0) return;
    this.#retryTimer = setTimeout(() => this.#connect(), this.#retryMs * (0.7 + Math.random() * 0.6));
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MS.most);
  }

  #rest(): void {
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#silenceTimer);
    this.#retryTimer = undefined;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}

let connection: LiveConnection | null = null;

/** The one connection of this page. */
export function liveConnection(): LiveConnection {
  if (connection === null) {
    const url = new URL('/api/v1/live/socket', window.location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    connection = new LiveConnection(url.href);
  }
  return connection;
}
