import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../session/recording-sink.fixture.ts';
import { buildReaderThread, silentLog } from '../worker/test-media.fixture.ts';
import { describeCameraSockets, listenTo } from './camera-sockets-conformance.fixture.ts';
import { directSockets } from './direct-sockets.ts';
import { ReaderThread } from './reader-thread.ts';

let programPath: string;
let thread: ReaderThread;

beforeAll(async () => {
  programPath = await buildReaderThread();
  thread = new ReaderThread({ log: silentLog, programPath });
});

afterAll(() => thread.close());

describeCameraSockets('on this thread', () => directSockets);
describeCameraSockets('on a thread of their own', () => thread);
describeCameraSockets('watched, on a thread of their own', () => {
  thread.watched(60_000);
  return thread;
});

test('a thread that dies ends its sockets with an error, and the next socket starts another', async () => {
  const lines: string[] = [];
  const log = { ...silentLog, warn: (_fields: object, message: string) => void lines.push(message) };
  const dying = new ReaderThread({ log, programPath: '/nowhere/reader.js' });
  const first = listenTo(dying, 1);
  await until('the end', () => first.told.includes('close'));
  expect(first.told).toEqual(['EREADER', 'close']);
  const second = listenTo(dying, 1);
  await until('the second end', () => second.told.includes('close'));
  expect(dying.deaths).toBe(2);
  expect(lines).toHaveLength(2);
  await dying.close();
});

test('sockets that are open when the thread is closed end', async () => {
  const closing = new ReaderThread({ log: silentLog, programPath });
  const { told } = listenTo(closing, 1, '192.0.2.1');
  await closing.close();
  await closing.close();
  await until('the end', () => told.includes('close'));
  expect(closing.deaths).toBe(0);
  expect(() => listenTo(closing, 1)).toThrow('closed');
});
