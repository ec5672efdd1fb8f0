/**
 * What goes to and fro between the thread of the sockets and the thread of the sessions: batches of records. The memory
 * is transferred, not shared: V8 copies out of shared memory word by word.
 *
 * A record: socket (4 bytes), kind (4 bytes), length (4 bytes), then so many bytes, padded to a multiple of four.
 * Numbers are in the order of the machine.
 */
export const BATCH_BYTES = 1024 * 1024;
/** With as many on their way, reading waits for the first to come back. */
export const MAX_BATCHES = 8;
export const RECORD_HEADER_BYTES = 12;

/** Bytes from the camera. */
export const DATA_RECORD = 0;
/** JSON of a `SocketEvent`. */
export const EVENT_RECORD = 1;

/** Numbers that both threads see. */
export interface ReaderControl {
  /** One number: 1 while there is a message for the thread, which a rest must not delay. */
  readonly wake: Int32Array<SharedArrayBuffer>;
  /** One number: until when somebody watches, of `process.hrtime.bigint()`, which all threads read alike. */
  readonly watchedUntilNs: BigInt64Array<SharedArrayBuffer>;
}

export function createReaderControl(): ReaderControl {
  return {
    wake: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
    watchedUntilNs: new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT)),
  };
}

export const paddedBytes = (bytes: number): number => (bytes + 3) & ~3;
