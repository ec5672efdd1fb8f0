import { randomUUID } from 'node:crypto';
import type { CameraId } from '@thapcanh/core/ids';
import { isKeyFrameMessage, isMediaMessage, LIVE_FRAME_TYPE } from '@thapcanh/core/live/live-frame';
import {
  LIVE_TILE_PREFIX_BYTES,
  type LiveCommand,
  type LiveTileNotice,
  type LiveTileState,
} from '@thapcanh/core/live/live-socket';
import type { AuditFact } from '@thapcanh/infra/audit/append-audit';
import type { LiveHub } from './live-hub.ts';
import type { UpstreamListener, UpstreamState } from './live-upstream.ts';

/** Tiles one browser page may have open. */
export const MAX_TILES_PER_SOCKET = 64;
/** Unsent bytes of one browser from which on its tiles lose media up to their next key frame. */
export const VIEWER_BACKLOG_BYTES = 6 * 1024 * 1024;

/** What is needed of a browser's socket. Calls on a socket that is not open do nothing. */
export interface ViewerSocket {
  /** Bytes not sent yet. */
  readonly backlogBytes: number;
  sendText(text: string): void;
  /** One binary message of two pieces; `frame` is shared with other viewers and never copied. */
  sendFrame(prefix: Uint8Array, frame: Uint8Array): void;
}

interface OpenTile {
  readonly tile: ViewerTile;
  readonly cameraId: CameraId;
  join(): () => void;
  /** Null: not joined, because it may not be watched or nobody knows yet. */
  leave: (() => void) | null;
}

/** The tiles of one browser page over its socket. */
export class LiveViewer {
  readonly #socket: ViewerSocket;
  readonly #hub: LiveHub;
  readonly #onDropped: () => void;
  readonly #onWatch: (fact: AuditFact) => void;
  readonly #mayWatch: (cameraId: CameraId) => boolean | Promise<boolean>;
  readonly #tiles = new Map<number, OpenTile>();

  /** `mayWatch` is asked for each tile; a camera it refuses is shown as one that does not exist. */
  constructor(
    socket: ViewerSocket,
    hub: LiveHub,
    onDropped: () => void,
    mayWatch: (cameraId: CameraId) => boolean | Promise<boolean>,
    onWatch: (fact: AuditFact) => void = () => undefined,
  ) {
    this.#onWatch = onWatch;
    this.#mayWatch = mayWatch;
    this.#socket = socket;
    this.#hub = hub;
    this.#onDropped = onDropped;
  }

  get tileCount(): number {
    return this.#tiles.size;
  }

  obey(command: LiveCommand): void {
    this.#close(command.tile);
    if (command.op === 'close') return;
    const { tile: number, cameraId, stream } = command;
    const tile = new ViewerTile(number, this.#socket, this.#onDropped);
    if (this.#tiles.size >= MAX_TILES_PER_SOCKET) {
      tile.tell('refused', null);
      return;
    }
    const join = (): (() => void) => {
      const openedAtMs = performance.now();
      const watch = randomUUID();
      this.#onWatch({ kind: 'live.opened', cameraId, details: { way: 'socket', stream, watch } });
      const leave = this.#hub.join({ cameraId, stream, kind: 'parts' }, tile);
      return () => {
        leave();
        const seconds = Math.round((performance.now() - openedAtMs) / 1000);
        this.#onWatch({ kind: 'live.closed', cameraId, details: { watch, seconds } });
      };
    };
    const entry: OpenTile = { tile, cameraId, join, leave: null };
    this.#tiles.set(number, entry);
    const answer = this.#mayWatch(cameraId);
    if (answer === true) entry.leave = join();
    else void this.#isAllowed(answer).then((isAllowed) => this.#admit(number, entry, isAllowed));
  }

  /** Ends the tiles of cameras that may not be watched any more, and opens those that now may. */
  async recheck(): Promise<void> {
    for (const [number, entry] of [...this.#tiles]) {
      const isAllowed = await this.#isAllowed(this.#mayWatch(entry.cameraId));
      if (isAllowed !== (entry.leave !== null)) this.#admit(number, entry, isAllowed);
    }
  }

  #admit(number: number, entry: OpenTile, isAllowed: boolean): void {
    if (this.#tiles.get(number) !== entry) return;
    entry.leave?.();
    entry.leave = isAllowed ? entry.join() : null;
    if (!isAllowed) entry.tile.tell('not-found', null);
  }

  /** Nothing known and no database to ask: refused. */
  async #isAllowed(answer: boolean | Promise<boolean>): Promise<boolean> {
    try {
      return await answer;
    } catch {
      return false;
    }
  }

  /** Leaves every stream. Idempotent. */
  close(): void {
    for (const number of [...this.#tiles.keys()]) this.#close(number);
  }

  #close(number: number): void {
    const entry = this.#tiles.get(number);
    this.#tiles.delete(number);
    entry?.leave?.();
  }
}

/** One tile: passes frames on, and when the browser is too slow drops to the next key frame and says so. */
class ViewerTile implements UpstreamListener {
  readonly #number: number;
  readonly #prefix = new Uint8Array(LIVE_TILE_PREFIX_BYTES);
  readonly #socket: ViewerSocket;
  readonly #onDropped: () => void;
  #isDropping = false;
  #dropped = 0;
  #told: { state: LiveTileState; fault: UpstreamState['fault'] } = { state: 'opening', fault: null };

  constructor(number: number, socket: ViewerSocket, onDropped: () => void) {
    this.#number = number;
    this.#socket = socket;
    this.#onDropped = onDropped;
    new DataView(this.#prefix.buffer).setUint16(0, number);
  }

  onState({ state, fault }: UpstreamState): void {
    this.tell(state, fault);
  }

  onFrame(frame: Uint8Array): void {
    if (frame[0] === LIVE_FRAME_TYPE.description) this.#isDropping = true;
    else if (isMediaMessage(frame) && !this.#admits(isKeyFrameMessage(frame))) return;
    this.#socket.sendFrame(this.#prefix, frame);
  }

  tell(state: LiveTileState, fault: UpstreamState['fault']): void {
    this.#told = { state, fault };
    const notice: LiveTileNotice = {
      op: 'tile',
      tile: this.#number,
      state,
      code: fault?.code ?? null,
      text: fault === null ? null : { vi: fault.vi, en: fault.en },
      dropped: this.#dropped,
    };
    this.#socket.sendText(JSON.stringify(notice));
  }

  #admits(isKey: boolean): boolean {
    const isSlow = this.#socket.backlogBytes > VIEWER_BACKLOG_BYTES;
    if (isKey && !isSlow && this.#isDropping) {
      this.#isDropping = false;
      if (this.#dropped > 0) this.tell(this.#told.state, this.#told.fault);
    } else if (isSlow) this.#isDropping = true;
    if (!this.#isDropping) return true;
    this.#dropped += 1;
    this.#onDropped();
    return false;
  }
}
