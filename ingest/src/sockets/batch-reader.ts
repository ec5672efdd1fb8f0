import { DATA_RECORD, paddedBytes, RECORD_HEADER_BYTES } from './reader-memory.ts';
import type { Batch, SocketEvent } from './reader-messages.ts';

export interface BatchConsumer {
  /** `bytes[start, end)` is only valid during the call. */
  onData(socket: number, bytes: Buffer, start: number, end: number): void;
  onEvent(socket: number, event: SocketEvent): void;
}

/** Hands out the records of a batch in order. */
export function readBatch({ memory, bytes: length }: Batch, consumer: BatchConsumer): void {
  const numbers = new Int32Array(memory);
  const bytes = Buffer.from(memory);
  for (let at = 0; at < length; ) {
    const socket = numbers[at >> 2] ?? 0;
    const kind = numbers[(at >> 2) + 1];
    const start = at + RECORD_HEADER_BYTES;
    const end = start + (numbers[(at >> 2) + 2] ?? 0);
    if (kind === DATA_RECORD) consumer.onData(socket, bytes, start, end);
    else consumer.onEvent(socket, JSON.parse(bytes.toString('utf8', start, end)));
    at = start + paddedBytes(end - start);
  }
}
