import type { Socket } from 'node:net';

/** How fast a connection takes bytes; both null: at once. */
export interface WritePace {
  /** At most this many bytes a millisecond, in writes of their own. */
  readonly sliceBytes: number | null;
  readonly bytesPerSecond: number | null;
}

const UNPACED: WritePace = { sliceBytes: null, bytesPerSecond: null };
/** A link that was idle may not catch up on more than this. */
const MAX_CREDIT_MS = 50;

/** Everything that goes out on one RTSP connection, in order: answers and interleaved packets, paced when asked to. */
export class ConnectionWriter {
  readonly #socket: Socket;
  readonly #pacer: Pacer;
  #paceNow: () => WritePace = () => UNPACED;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #pumpedAtMs = 0;
  #credit = 0;

  constructor(socket: Socket, pacer: Pacer) {
    this.#socket = socket;
    this.#pacer = pacer;
  }

  get backlogBytes(): number {
    return this.#queuedBytes + this.#socket.writableLength;
  }

  /** Asked again for every write: a script may slow the link while it plays. */
  paceBy(paceNow: () => WritePace): void {
    this.#paceNow = paceNow;
  }

  write(bytes: Buffer): void {
    if (bytes.length === 0 || !this.#socket.writable) return;
    const { sliceBytes, bytesPerSecond } = this.#paceNow();
    if (this.#queue.length === 0 && sliceBytes === null && bytesPerSecond === null) {
      this.#socket.write(bytes);
      return;
    }
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    this.#pacer.add(this);
  }

  /** Writes what the pace allows. @returns whether nothing is left. */
  pump(nowMs: number): boolean {
    if (!this.#socket.writable) this.#forget();
    const { sliceBytes, bytesPerSecond } = this.#paceNow();
    if (bytesPerSecond !== null) {
      const elapsedMs = Math.min(MAX_CREDIT_MS, nowMs - this.#pumpedAtMs);
      this.#credit = Math.min(
        (bytesPerSecond * MAX_CREDIT_MS) / 1000,
        this.#credit + (bytesPerSecond * elapsedMs) / 1000,
      );
    }
    this.#pumpedAtMs = nowMs;
    const most = Math.min(sliceBytes ?? Number.POSITIVE_INFINITY, bytesPerSecond === null ? Infinity : this.#credit);
    let left = Math.floor(Math.min(most, this.#queuedBytes));
    this.#credit -= left;
    while (left > 0) {
      const first = this.#queue[0];
      if (first === undefined) break;
      const piece = first.subarray(0, left);
      left -= piece.length;
      this.#queuedBytes -= piece.length;
      if (piece.length === first.length) this.#queue.shift();
      else this.#queue[0] = first.subarray(piece.length);
      this.#socket.write(piece);
    }
    return this.#queue.length === 0;
  }

  #forget(): void {
    this.#queue = [];
    this.#queuedBytes = 0;
  }
}

/** The one timer of all paced connections; runs only while one of them has something to send. */
export class Pacer {
  readonly #writers = new Set<ConnectionWriter>();
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  add(writer: ConnectionWriter): void {
    if (this.#isClosed) return;
    this.#writers.add(writer);
    this.#timer ??= setTimeout(() => this.#tick(), 1);
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writers.clear();
  }

  #tick(): void {
    const nowMs = performance.now();
    for (const writer of this.#writers) if (writer.pump(nowMs)) this.#writers.delete(writer);
    this.#timer = this.#writers.size === 0 ? null : setTimeout(() => this.#tick(), 1);
  }
}
