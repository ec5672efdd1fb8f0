import {
  BATCH_BYTES,
  DATA_RECORD,
  EVENT_RECORD,
  MAX_BATCHES,
  paddedBytes,
  RECORD_HEADER_BYTES,
} from './reader-memory.ts';
import type { Batch, SocketEvent } from './reader-messages.ts';

export interface BatchWriterOptions {
  /** Transfers the batch's memory. */
  readonly handOver: (batch: Batch) => void;
  /** Halts the thread until a batch has been given back by `reuse`. */
  readonly awaitReturn: () => void;
}

interface OpenBatch {
  readonly memory: ArrayBuffer;
  readonly bytes: Uint8Array;
  readonly numbers: Int32Array;
}

/**
 * The reader's side of the batches. When all are on their way it waits for one, which stops reading: what cameras send
 * then waits in the system, and TCP holds the cameras back.
 */
export class BatchWriter {
  readonly #options: BatchWriterOptions;
  readonly #free: ArrayBuffer[] = [];
  #made = 0;
  #open: OpenBatch | null = null;
  #used = 0;

  constructor(options: BatchWriterOptions) {
    this.#options = options;
  }

  /** Copies `bytes[start, end)`; a record may take a whole batch, less its header. */
  data(socket: number, bytes: Uint8Array, start: number, end: number): void {
    this.#add(socket, DATA_RECORD, start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end));
  }

  event(socket: number, event: SocketEvent): void {
    this.#add(socket, EVENT_RECORD, Buffer.from(JSON.stringify(event)));
  }

  /** A batch came back. */
  reuse(memory: ArrayBuffer): void {
    this.#free.push(memory);
  }

  /** Hands the open batch over, if there is anything in it. */
  flush(): void {
    const batch = this.#open;
    if (batch === null) return;
    this.#open = null;
    this.#options.handOver({ memory: batch.memory, bytes: this.#used });
  }

  #add(socket: number, kind: number, bytes: Uint8Array): void {
    const needed = RECORD_HEADER_BYTES + paddedBytes(bytes.length);
    if (this.#open !== null && this.#used + needed > BATCH_BYTES) this.flush();
    this.#open ??= this.#take();
    const { numbers, bytes: memory } = this.#open;
    const at = this.#used >> 2;
    numbers[at] = socket;
    numbers[at + 1] = kind;
    numbers[at + 2] = bytes.length;
    memory.set(bytes, this.#used + RECORD_HEADER_BYTES);
    this.#used += needed;
  }

  #take(): OpenBatch {
    this.#used = 0;
    while (this.#free.length === 0 && this.#made >= MAX_BATCHES) this.#options.awaitReturn();
    let memory = this.#free.pop();
    if (memory === undefined) {
      memory = new ArrayBuffer(BATCH_BYTES);
      this.#made += 1;
    }
    return { memory, bytes: new Uint8Array(memory), numbers: new Int32Array(memory) };
  }
}
