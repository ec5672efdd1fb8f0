import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { type LiveFrame, readLiveFrame } from '@thapcanh/core/live/live-frame';
import { LiveFrameSplitter } from '@thapcanh/core/live/live-frame-splitter';
import { expect, test, vi } from 'vitest';
import { PartBuilder } from '../fmp4/part-builder.ts';
import type { AccessUnit } from '../media/media-types.ts';
import { silentLog, testDescription, testParts, testUnits } from '../worker/test-media.fixture.ts';
import { FEED_BACKLOG_BYTES, LiveFeed } from './live-feed.ts';
import { startLiveServer } from './live-server.ts';
import { LIVE_WINDOW_LIMITS, LiveWindow } from './live-window.ts';
import { unitsOfPart } from './part-units.ts';

const gate = parseCameraId('gate') as CameraId;
const START_MS = Date.parse('2026-11-22T01:02:03.000Z');
const clock = { nowMs: () => START_MS, monotonicMs: () => START_MS };

/** Everything a feed writes, read back. */
function recordingOutput() {
  const frames: LiveFrame[] = [];
  const splitter = new LiveFrameSplitter((bytes) => {
    const frame = readLiveFrame(bytes);
    if (frame === null) throw new Error('an unreadable frame');
    frames.push(frame);
  });
  const output = {
    backlogBytes: 0,
    write: (pieces: readonly Uint8Array[]) => {
      for (const piece of pieces) splitter.push(piece);
    },
  };
  return { frames, output };
}

const times = (frames: readonly LiveFrame[], kind: 'part' | 'unit') =>
  frames.flatMap((frame) => (frame.kind === kind ? [frame.decodeTime90k] : []));

/** The pictures of the test clip through a part builder into a window, as a session would. */
function* playInto(window: LiveWindow): Generator<AccessUnit> {
  const builder = new PartBuilder((part) => window.push(part));
  let isFirst = true;
  for (const unit of testUnits(START_MS)) {
    window.pushUnit(unit);
    builder.push({ ...unit, discontinuity: isFirst ? 'start' : null }, 9_000);
    isFirst = false;
    yield unit;
  }
}

test('a closed window and one with too many readers open no feed', () => {
  const window = new LiveWindow(clock, { ...LIVE_WINDOW_LIMITS, readers: 1 });
  const { output } = recordingOutput();
  const first = window.openFeed('parts', output, () => undefined);
  expect(window.openFeed('parts', output, () => undefined)).toBeNull();
  first?.stop();
  expect(window.openFeed('parts', output, () => undefined)).not.toBeNull();
  window.close();
  expect(window.openFeed('parts', output, () => undefined)).toBeNull();
});

test('the pictures of a part are the ones that went into it', () => {
  const [part] = testParts(START_MS, 400);
  const units = testUnits(START_MS, part!.description);
  expect(unitsOfPart(part!)).toHaveLength(part!.sampleCount);
  for (const unit of unitsOfPart(part!)) {
    const original = units.next().value as AccessUnit;
    expect(unit).toMatchObject({ isKey: original.isKeyFrame, decodeTime90k: original.decodeTime90k });
    expect(unit.atMs).toBeCloseTo(original.atMs, 3);
    expect(unit.data.equals(original.avcc)).toBe(true);
  }
  expect(unitsOfPart({ ...part!, data: part!.data.subarray(0, 30) })).toEqual([]);
});

test('a feed of parts begins with the description and the parts since the newest key frame', () => {
  const window = new LiveWindow(clock);
  const parts = testParts(START_MS, 1_600);
  for (const part of parts.slice(0, -1)) window.push(part);
  const { frames, output } = recordingOutput();
  window.openFeed('parts', output, () => undefined);
  window.push(parts.at(-1)!);
  const description = parts[0]!.description;
  expect(frames[0]).toMatchObject({ kind: 'description', description: { codec: description.codec } });
  expect(times(frames, 'part')).toEqual(parts.slice(5).map((part) => part.decodeTime90k));
  expect(frames[1]).toMatchObject({ kind: 'part', isKey: true, startsAtMs: parts[5]!.startsAtMs });
});

test('a feed of units misses no picture, wherever in a part its reader joins', () => {
  for (let joinsAfter = 1; joinsAfter <= 14; joinsAfter++) {
    const window = new LiveWindow(clock);
    const playing = playInto(window);
    for (let n = 0; n < joinsAfter; n++) playing.next();
    const { frames, output } = recordingOutput();
    window.openFeed('units', output, () => undefined);
    for (let n = 0; n < 15; n++) playing.next();
    const seen = times(frames, 'unit');
    expect(frames.find((frame) => frame.kind === 'unit')).toMatchObject({ isKey: true });
    expect(seen).toEqual(seen.map((_, index) => seen[0]! + index * 9_000));
    expect(seen[0]).toBeLessThanOrEqual((joinsAfter - 1) * 9_000);
    expect(seen.at(-1)).toBe((joinsAfter + 14) * 9_000);
  }
});

test('a reader that is too slow loses media up to the next key frame and is told how much', () => {
  const { frames, output } = recordingOutput();
  let dropped = 0;
  const feed = new LiveFeed(
    'parts',
    output,
    () => undefined,
    () => dropped++,
  );
  const parts = testParts(START_MS, 2_200);
  feed.onPart(parts[0]!);
  output.backlogBytes = FEED_BACKLOG_BYTES + 1;
  feed.onPart(parts[1]!);
  output.backlogBytes = 0;
  for (const part of parts.slice(2)) feed.onPart(part);
  feed.tell('flowing');
  expect(times(frames, 'part')).toEqual([parts[0]!, ...parts.slice(5)].map((part) => part.decodeTime90k));
  expect(dropped).toBe(4);
  expect(frames.at(-1)).toEqual({ kind: 'state', state: 'flowing', dropped: 4 });
});

test('new parameter sets begin a new run with its description', () => {
  const { frames, output } = recordingOutput();
  const feed = new LiveFeed(
    'parts',
    output,
    () => undefined,
    () => undefined,
  );
  for (const part of testParts(START_MS, 400)) feed.onPart(part);
  for (const part of testParts(START_MS + 400, 400, testDescription())) feed.onPart(part);
  expect(frames.map((frame) => frame.kind)).toEqual(['description', 'part', 'part', 'description', 'part', 'part']);
});

test('over the socket a feed runs until its window closes, and a reader that leaves is forgotten', async () => {
  const window = new LiveWindow(clock);
  for (const part of testParts(START_MS, 1_000)) window.push(part);
  const dir = await mkdtemp(path.join(tmpdir(), 'tc-feed-'));
  const socketPath = path.join(dir, 'ingest-0.sock');
  const windowOf = (cameraId: CameraId) => (cameraId === gate ? window : null);
  const server = await startLiveServer({ socketPath, windowOf, log: silentLog });
  const open = (file: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get({ socketPath, path: `/live/gate/main/${file}` }, resolve).on('error', reject);
    });
  try {
    const left = await open('units');
    left.destroy();
    await vi.waitFor(() => expect(window.readerStatistics.readers).toBe(0));
    const response = await open('parts');
    expect(response.headers['content-type']).toBe('application/octet-stream');
    const { frames, output } = recordingOutput();
    response.on('data', (chunk: Buffer) => output.write([chunk]));
    const ended = new Promise((resolve) => response.once('end', resolve));
    await vi.waitFor(() => expect(frames.at(-1)).toEqual({ kind: 'state', state: 'flowing', dropped: 0 }));
    window.close();
    await ended;
    expect(frames.map((frame) => frame.kind)).toEqual(['description', 'part', 'part', 'part', 'part', 'part', 'state']);
  } finally {
    await server.close();
    await rm(dir, { recursive: true });
  }
});
