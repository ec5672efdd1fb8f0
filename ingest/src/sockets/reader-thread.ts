import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { SessionLog } from '../media/media-types.ts';
import { type BatchConsumer, readBatch } from './batch-reader.ts';
import type { CameraSocket, CameraSocketOptions, CameraSockets, SocketAddresses } from './camera-socket.ts';
import { createReaderControl, type ReaderControl } from './reader-memory.ts';
import type { Batch, ReaderRequest, ReaderStart, SocketEvent } from './reader-messages.ts';

export interface ReaderThreadOptions {
  readonly log: SessionLog;
  /** The program of the thread, when it is not beside this file. */
  readonly programPath?: string;
}

/** Sockets of a thread that is gone have this error. */
const THREAD_GONE = 'EREADER';
/** It holds sockets and hands bytes on: what it makes is young and small. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 256 };

/**
 * Sockets on a thread of their own, which gathers what many cameras send before it hands it on (`read-moderation.ts`);
 * this thread wakes once a round. The thread is started with the first socket; when it dies all its sockets end with an
 * error, and the next one starts another.
 */
export class ReaderThread implements CameraSockets {
  readonly #options: ReaderThreadOptions;
  #running: RunningThread | null = null;
  #deaths = 0;
  #isClosed = false;

  constructor(options: ReaderThreadOptions) {
    this.#options = options;
  }

  /** Times the thread died. */
  get deaths(): number {
    return this.#deaths;
  }

  open(options: CameraSocketOptions): CameraSocket {
    return this.#thread().open(options);
  }

  watched(durationMs: number): void {
    this.#running?.watched(durationMs);
  }

  /** Starts the thread before there is a socket. */
  start(): void {
    this.#thread();
  }

  /** Ends the thread; sockets that are still open end with an error. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running?.close();
  }

  #thread(): RunningThread {
    if (this.#isClosed) throw new Error('the thread of the sockets is closed');
    this.#running ??= new RunningThread(this.#options.programPath ?? PROGRAM, (error) => {
      this.#running = null;
      if (this.#isClosed) return;
      this.#deaths += 1;
      const vi = 'luồng đọc camera dừng, các kết nối sẽ được mở lại';
      this.#options.log.warn({ err: error, vi }, 'the thread that reads cameras died; connections are made anew');
    });
    return this.#running;
  }
}

const PROGRAM = fileURLToPath(new URL('./reader-thread-main.js', import.meta.url));

class RunningThread {
  readonly #worker: Worker;
  readonly #control: ReaderControl = createReaderControl();
  readonly #sockets = new Map<number, ThreadSocket>();
  #next = 1;

  constructor(program: string, onGone: (error: Error | null) => void) {
    const workerData: ReaderStart = { control: this.#control };
    this.#worker = new Worker(program, { workerData, resourceLimits: RESOURCE_LIMITS });
    let failure: Error | null = null;
    const consumer: BatchConsumer = {
      onData: (socket, bytes, start, end) => this.#sockets.get(socket)?.onData(bytes, start, end),
      onEvent: (socket, event) => {
        const told = this.#sockets.get(socket);
        if (event.kind === 'close') this.#sockets.delete(socket);
        told?.onEvent(event);
      },
    };
    this.#worker.on('message', (batch: Batch) => {
      readBatch(batch, consumer);
      // It reads on without that one: no need to wake it.
      this.#worker.postMessage({ kind: 'return', memory: batch.memory } satisfies ReaderRequest, [batch.memory]);
    });
    this.#worker.on('error', (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    this.#worker.once('exit', () => {
      const left = [...this.#sockets.values()];
      this.#sockets.clear();
      onGone(failure);
      for (const socket of left) socket.onEvent({ kind: 'error', code: THREAD_GONE });
      for (const socket of left) socket.onEvent({ kind: 'close' });
    });
  }

  open(options: CameraSocketOptions): CameraSocket {
    const id = this.#next++;
    const { host, port, isEncrypted } = options;
    const socket = new ThreadSocket(options, {
      write: (data) => this.#send({ kind: 'write', socket: id, data }),
      destroy: () => this.#send({ kind: 'destroy', socket: id }),
    });
    this.#sockets.set(id, socket);
    this.#send({ kind: 'open', socket: id, host, port, isEncrypted });
    return socket;
  }

  watched(durationMs: number): void {
    const nowNs = process.hrtime.bigint();
    const untilNs = nowNs + BigInt(Math.round(durationMs * 1e6));
    const knownNs = Atomics.load(this.#control.watchedUntilNs, 0);
    if (knownNs >= untilNs) return;
    Atomics.store(this.#control.watchedUntilNs, 0, untilNs);
    if (knownNs < nowNs) this.#wake();
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #send(request: ReaderRequest): void {
    this.#worker.postMessage(request);
    this.#wake();
  }

  #wake(): void {
    Atomics.store(this.#control.wake, 0, 1);
    Atomics.notify(this.#control.wake, 0);
  }
}

class ThreadSocket implements CameraSocket {
  readonly #options: CameraSocketOptions;
  readonly #order: { write(data: string): void; destroy(): void };
  #addresses: SocketAddresses | null = null;
  #unsent = 0;
  #isDestroyed = false;

  constructor(options: CameraSocketOptions, order: { write(data: string): void; destroy(): void }) {
    this.#options = options;
    this.#order = order;
  }

  get hasUnsent(): boolean {
    return this.#unsent > 0;
  }

  get addresses(): SocketAddresses | null {
    return this.#addresses;
  }

  write(data: Buffer | string): void {
    if (this.#isDestroyed) return;
    this.#unsent += 1;
    this.#order.write(typeof data === 'string' ? data : data.toString('latin1'));
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#order.destroy();
  }

  onData(bytes: Buffer, start: number, end: number): void {
    if (!this.#isDestroyed) this.#options.onRead(bytes, start, end);
  }

  onEvent(event: SocketEvent): void {
    if (event.kind === 'close') {
      this.#isDestroyed = true;
      this.#options.onClose();
    } else if (event.kind === 'sent') {
      this.#unsent -= 1;
      this.#options.onSent?.();
    } else if (this.#isDestroyed) return;
    else if (event.kind === 'stage') {
      this.#addresses = event.addresses;
      this.#options.onStage(event.stage);
    } else if (event.kind === 'error') this.#options.onError(event.code);
    else this.#options.onEnd();
  }
}
