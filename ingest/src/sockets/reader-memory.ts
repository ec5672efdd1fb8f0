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

/** Places in the shared numbers: whether there is a message for the thread, which a rest must not delay. */
export const WAKE = 0;
/** Until when somebody watches, in milliseconds of `sharedNowMs`. */
export const WATCHED_UNTIL = 1;
export const CONTROL_NUMBERS = 2;

export const paddedBytes = (bytes: number): number => (bytes + 3) & ~3;

/** A clock all threads read alike: each has an origin of its own for `performance.now`. Fits into 31 bits for 12 days. */
export function sharedNowMs(): number {
  return Number((process.hrtime.bigint() / 1_000_000n) & 0x3fff_ffffn);
}
