import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { systemClock } from '@thapcanh/core/time/clock';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DecoderPool } from '../decode/decoder-pool.ts';
import type { FrameDecoder, GroupOfPictures } from '../decode/frame-decoder.ts';
import { jpegSize } from '../decode/jpeg-size.ts';
import { createNodeAvEngine } from '../decode/node-av-engine.ts';
import { LiveWindow } from '../live/live-window.ts';
import { recordingPath } from '../recorder/recording-path.ts';
import { buildDecoderChild, silentLog, testDescription, testParts } from '../worker/test-media.fixture.ts';
import { initParameterSets } from './init-parameter-sets.ts';
import { PictureService } from './picture.service.ts';
import type { RecordedRun } from './recorded-run.repository.ts';

const gate = parseCameraId('gate') as CameraId;
const never = new AbortController().signal;
const START_MS = 1_700_000_000_000;
const RECORDING = recordingPath(gate, START_MS);
let dir: string;
let decoder: FrameDecoder;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tc-picture-'));
  const childPath = await buildDecoderChild();
  const createEngine = () => createNodeAvEngine({ childPath, watchdogMs: 20_000 });
  decoder = new DecoderPool({ createEngine, processes: 1, log: silentLog });
});
afterAll(async () => {
  await decoder?.close();
  await rm(dir, { recursive: true, force: true });
});

interface SetUp {
  readonly window?: LiveWindow;
  readonly run?: RecordedRun;
  readonly decoder?: FrameDecoder;
  readonly timeoutMs?: number;
}

function serviceOf({ window, run, decoder: other, timeoutMs }: SetUp): PictureService {
  return new PictureService({
    windowOf: (_camera, stream) => (stream === 'main' ? (window ?? null) : null),
    recordings: {
      find: async (_camera, atMs) =>
        run !== undefined && atMs >= run.startsAtMs && atMs < run.startsAtMs + run.durationMs ? run : null,
    },
    recordingsDir: dir,
    objects: {
      get: async (key, range, signal) => {
        if (key === 'recordings/asleep') return untilAborted(signal);
        return key === 'recordings/gone' ? null : objectRange(key, range);
      },
    },
    nodeId: 'node-1',
    decoder: () => other ?? decoder,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}

function liveWindow(durationMs: number): LiveWindow {
  const window = new LiveWindow(systemClock);
  for (const part of testParts(START_MS, durationMs)) window.push(part);
  return window;
}

/** Objects of this test are files below the directory, named as the key. */
function objectRange(key: string, range?: { start: number; end: number }): Readable {
  return createReadStream(path.join(dir, key), range);
}

/** Three seconds on the disk; the run is its second group of pictures. */
async function recorded(relativePath: string, change: Partial<RecordedRun> = {}): Promise<RecordedRun> {
  const description = testDescription();
  const parts = testParts(START_MS, 3_000, description);
  const second = parts.findIndex((part, n) => n > 0 && part.startsWithKeyFrame);
  const third = parts.findIndex((part, n) => n > second && part.startsWithKeyFrame);
  const bytesOf = (list: typeof parts): number => list.reduce((sum, part) => sum + part.data.length, 0);
  await mkdir(path.dirname(path.join(dir, relativePath)), { recursive: true });
  const pieces = [description.initSegment, ...parts.map((part) => part.data)];
  await writeFile(path.join(dir, relativePath), Buffer.concat(pieces));
  const initBytes = description.initSegment.length;
  return {
    path: relativePath,
    nodeId: 'node-1',
    objectKey: null,
    initBytes,
    offset: initBytes + bytesOf(parts.slice(0, second)),
    bytes: bytesOf(parts.slice(second, third)),
    startsAtMs: START_MS + 1_000,
    durationMs: 1_000,
    ...change,
  };
}

test('an instant that nobody recorded is refused, in both languages', async () => {
  const run = await recorded(RECORDING);
  const service = serviceOf({ window: liveWindow(2_000), run });
  for (const [stream, atMs] of [
    ['main', START_MS - 1],
    ['main', START_MS + 60_000],
    ['sub', START_MS + 1_200],
  ] as const) {
    const refusal = service.pictureAt(gate, stream, atMs, never);
    await expect(refusal).rejects.toMatchObject({ code: 'TC_PICTURE_NONE', entry: { status: 404 } });
  }
});

test.each([
  ['an object store that does not have it', { objectKey: 'recordings/gone' }, 'TC_PICTURE_FILE_MISSING'],
  ['another node', { nodeId: 'node-2' }, 'TC_PICTURE_ELSEWHERE'],
  ['a missing file', { path: recordingPath(gate, START_MS + 1) }, 'TC_PICTURE_FILE_MISSING'],
  ['a path out of the directory', { path: '../../etc/passwd' }, 'TC_PICTURE_FILE_MISSING'],
  ['a file cut short', { offset: 10_000_000 }, 'TC_PICTURE_FILE_MISSING'],
  ['an index of another file', { offset: 1_234 }, 'TC_PICTURE_FILE_MISSING'],
] as const)('a recording in %s is refused with its reason', async (_where, change, code) => {
  const run = { ...(await recorded(RECORDING)), ...change };
  await expect(serviceOf({ run }).pictureAt(gate, 'main', START_MS + 1_500, never)).rejects.toMatchObject({ code });
});

test('a decoder that is busy, slow or at a loss is told apart', async () => {
  const window = liveWindow(2_000);
  const ask = (pictureAt: FrameDecoder['pictureAt']) =>
    serviceOf({ window, timeoutMs: 20, decoder: { ...decoder, pictureAt } as FrameDecoder }).pictureAt(
      gate,
      'main',
      START_MS + 500,
      never,
    );
  await expect(ask(async () => 'busy')).rejects.toMatchObject({ code: 'TC_PICTURE_BUSY' });
  await expect(ask(async () => null)).rejects.toMatchObject({ code: 'TC_PICTURE_UNDECODABLE' });
  await expect(ask(() => Promise.reject(new Error('died')))).rejects.toMatchObject({ code: 'TC_PICTURE_UNDECODABLE' });
  const slow = (_group: GroupOfPictures, signal: AbortSignal) => untilAborted(signal);
  await expect(ask(slow)).rejects.toMatchObject({ code: 'TC_PICTURE_TIMEOUT' });
});

test('the live window gives the picture on the screen at the instant, with its exact time', async () => {
  const service = serviceOf({ window: liveWindow(3_000) });
  const jpegs = new Set<string>();
  for (const [afterMs, shownMs] of [
    [0, 0],
    [950, 900],
    [1_000, 1_000],
    [1_234, 1_200],
    [2_999, 2_900],
    [4_000, 2_900],
  ] as const) {
    const picture = await service.pictureAt(gate, 'main', START_MS + afterMs, never);
    expect(picture.shownAtMs - START_MS).toBeCloseTo(shownMs, 1);
    expect(picture.source).toBe('live');
    expect(jpegSize(picture.jpeg)).toEqual({ width: 320, height: 180 });
    jpegs.add(picture.jpeg.toString('base64'));
  }
  expect(jpegs.size).toBe(5);
});

test('a gap in the live window has no picture', async () => {
  const window = liveWindow(1_000);
  for (const part of testParts(START_MS + 20_000, 1_000)) window.push(part);
  const service = serviceOf({ window });
  await expect(service.pictureAt(gate, 'main', START_MS + 5_000, never)).rejects.toMatchObject({
    code: 'TC_PICTURE_NONE',
  });
  expect((await service.pictureAt(gate, 'main', START_MS + 20_150, never)).shownAtMs).toBeCloseTo(START_MS + 20_100, 1);
});

test('an object store that does not answer is given up in time, and when nobody wants the picture any more', async () => {
  const run = { ...(await recorded(RECORDING)), objectKey: 'recordings/asleep' };
  const late = serviceOf({ run, timeoutMs: 20 }).pictureAt(gate, 'main', START_MS + 1_500, never);
  await expect(late).rejects.toMatchObject({ code: 'TC_PICTURE_TIMEOUT' });
  const gone = new AbortController();
  const unwanted = serviceOf({ run }).pictureAt(gate, 'main', START_MS + 1_500, gone.signal);
  gone.abort(new Error('left'));
  await expect(unwanted).rejects.toThrow('left');
});

test('the recording gives the same picture as the live window did', async () => {
  const run = await recorded(RECORDING);
  const moved = { ...run, objectKey: RECORDING, nodeId: 'node-2' };
  for (const afterMs of [1_000, 1_550, 1_999]) {
    const live = await serviceOf({ window: liveWindow(3_000) }).pictureAt(gate, 'main', START_MS + afterMs, never);
    const stored = await serviceOf({ run }).pictureAt(gate, 'main', START_MS + afterMs, never);
    expect(stored.source).toBe('recording');
    expect(stored.shownAtMs).toBeCloseTo(live.shownAtMs, 1);
    expect(stored.jpeg.equals(live.jpeg)).toBe(true);
    const fetched = await serviceOf({ run: moved }).pictureAt(gate, 'main', START_MS + afterMs, never);
    expect(fetched.jpeg.equals(live.jpeg)).toBe(true);
  }
});

test('parameter sets are read back from an initialisation segment, and any other bytes are none', () => {
  const { initSegment, sps, pps } = testDescription();
  expect(initParameterSets(initSegment)).toEqual({ codec: 'h264', sets: [...sps, ...pps] });
  fc.assert(
    fc.property(fc.nat(initSegment.length), fc.uint8Array({ maxLength: 20 }), (at, junk) => {
      const damaged = Buffer.from(initSegment);
      Buffer.from(junk).copy(damaged, at);
      for (const bytes of [damaged, initSegment.subarray(0, at)]) {
        const found = initParameterSets(bytes);
        if (found !== null) expect(found.sets.length).toBeGreaterThan(0);
      }
    }),
  );
});
