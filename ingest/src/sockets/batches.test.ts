import { expect, test } from 'vitest';
import { readBatch } from './batch-reader.ts';
import { BatchWriter } from './batch-writer.ts';
import { BATCH_BYTES, MAX_BATCHES, RECORD_HEADER_BYTES } from './reader-memory.ts';
import type { Batch } from './reader-messages.ts';

function pair() {
  const handed: Batch[] = [];
  const heard: [socket: number, what: string][] = [];
  let waits = 0;
  const writer = new BatchWriter({
    handOver: (batch) => void handed.push(batch),
    awaitReturn: () => {
      waits += 1;
      take();
    },
  });
  const take = (): void => {
    const batch = handed.shift();
    if (batch === undefined) return;
    readBatch(batch, {
      onData: (socket, bytes, start, end) => void heard.push([socket, bytes.toString('latin1', start, end)]),
      onEvent: (socket, event) => void heard.push([socket, event.kind]),
    });
    writer.reuse(batch.memory);
  };
  const takeAll = (): void => {
    writer.flush();
    while (handed.length > 0) take();
  };
  return { writer, handed, heard, takeAll, waits: () => waits };
}

test('records of any length come out as they went in, events in their place', () => {
  const { writer, heard, takeAll } = pair();
  const lengths = [0, 1, 2, 3, 4, 5, 1_447, 65_536, 262_144];
  for (const [socket, length] of lengths.entries()) {
    writer.data(socket, Buffer.alloc(length + 7, String(socket)), 3, 3 + length);
    writer.event(socket, { kind: 'sent' });
  }
  takeAll();
  const expected = lengths.flatMap((length, socket) => [
    [socket, String(socket).repeat(length)],
    [socket, 'sent'],
  ]);
  expect(heard).toEqual(expected);
});

test('a record that takes a whole batch fits, and full batches go out by themselves', () => {
  const { writer, handed, heard, takeAll } = pair();
  const largest = Buffer.alloc(BATCH_BYTES - RECORD_HEADER_BYTES, 'x');
  writer.data(1, largest, 0, largest.length);
  writer.data(2, largest, 0, largest.length);
  expect(handed).toHaveLength(1);
  takeAll();
  expect(heard.map(([socket, text]) => [socket, text.length])).toEqual([
    [1, largest.length],
    [2, largest.length],
  ]);
});

test('with all batches on their way the writer waits for one, and nothing is lost', () => {
  const { writer, heard, takeAll, waits } = pair();
  const half = Buffer.alloc(BATCH_BYTES / 2, 'x');
  const records = 4 * MAX_BATCHES;
  for (let socket = 0; socket < records; socket++) writer.data(socket, half, 0, half.length);
  takeAll();
  expect(waits()).toBeGreaterThan(0);
  expect(heard.map(([socket]) => socket)).toEqual(Array.from({ length: records }, (_, socket) => socket));
});

test('an empty batch is not handed over', () => {
  const { writer, handed } = pair();
  writer.flush();
  expect(handed).toEqual([]);
});
