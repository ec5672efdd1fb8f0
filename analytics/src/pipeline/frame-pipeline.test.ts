import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AnalysisProfile } from '@thapcanh/core/camera/camera';
import { parseCameraId } from '@thapcanh/core/ids';
import type { FrameJob } from '@thapcanh/core/jobs/frame-job';
import type { PictureShare } from '@thapcanh/core/pictures/picture-share';
import { createFrameStore } from '@thapcanh/infra/frames/file-frame-store';
import type { FrameStore } from '@thapcanh/infra/frames/frame-store';
import { createObjectStore } from '@thapcanh/infra/objects/create-object-store';
import { createLogger } from '@thapcanh/infra/telemetry/logger';
import { createRegistry } from '@thapcanh/infra/telemetry/metrics';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import type { Detector, PlateReader } from '@thapcanh/models/contracts';
import { createDetector } from '@thapcanh/models/create-runners';
import { createPpocrPlateReader } from '@thapcanh/models/plates/ppocr-plate-reader';
import type { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PassageWriter } from '../passages/passage-writer.ts';
import { createAnalyticsMetrics } from './analytics-metrics.ts';
import { drawnFrame, hasFont } from './drawn-frame.fixture.ts';
import { FramePipeline } from './frame-pipeline.ts';

const CAMERA = parseCameraId('gate-1')!;
const START_MS = Date.UTC(2026, 2, 4, 3, 0, 0);
const signal = new AbortController().signal;
const canDrawText = await hasFont();

let database: TestDatabase;
let dir: string;
let frames: FrameStore;
let detector: Detector;
let plateReader: PlateReader;
let registry: Registry;
let pipeline: FramePipeline;
let profile: AnalysisProfile;
let masks: readonly PictureShare[];
let nowMs: number;

beforeAll(async () => {
  database = await startTestDatabase();
  dir = await mkdtemp(path.join(tmpdir(), 'tc-analytics-'));
  frames = createFrameStore(path.join(dir, 'frames'));
  [detector, plateReader] = await Promise.all([createDetector(), createPpocrPlateReader()]);
  await database.db
    .insertInto('camera')
    .values({ id: CAMERA, name: 'Cổng', search_key: 'cong', main_url: 'rtsp://127.0.0.1/x', profile: 'plate-gate' })
    .execute();
});

afterAll(async () => {
  await Promise.all([detector?.close(), plateReader?.close(), frames?.close(), database?.close()]);
  if (dir) await rm(dir, { recursive: true, force: true });
});

beforeEach(async () => {
  for (const table of ['passage', 'object_ledger', 'outbox'] as const) await database.db.deleteFrom(table).execute();
  profile = 'plate-gate';
  masks = [];
  nowMs = START_MS;
  registry = createRegistry('test');
  pipeline = new FramePipeline({
    frames,
    settingsOf: () => ({ profile, masks }),
    log: createLogger('silent', 'test'),
    tools: {
      detector,
      plateReader,
      writer: new PassageWriter(
        database.db,
        createObjectStore({ kind: 'file-system', dir: path.join(dir, 'objects') }),
      ),
      clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
      metrics: createAnalyticsMetrics(registry),
      onWriteFailed: (error) => expect.unreachable(String(error)),
    },
  });
});

const jobAt = (capturedAtMs: number): FrameJob => ({
  frame: { cameraId: CAMERA, stream: 'main', capturedAtMs, width: 1280, height: 720 },
});

async function offer(capturedAtMs: number, jpeg: Buffer): Promise<void> {
  const job = jobAt(capturedAtMs);
  await frames.put(job.frame, jpeg);
  nowMs = Math.max(nowMs, capturedAtMs);
  await pipeline.handle(job, signal);
}

async function outcomes(): Promise<Record<string, number>> {
  const { values } = await registry.getSingleMetric('tc_analytics_frames_total')!.get();
  return Object.fromEntries(values.map((entry) => [entry.labels.outcome, entry.value]));
}

const passages = () => database.db.selectFrom('passage').selectAll().orderBy('started_at').execute();

test('a frame of a camera without analysis is left alone', async () => {
  profile = 'none';
  await pipeline.handle(jobAt(START_MS), signal);
  expect(await outcomes()).toEqual({ 'no-profile': 1 });
});

test('a frame that is too old, gone or out of order is dropped and counted', async () => {
  nowMs = START_MS + 10_001;
  await pipeline.handle(jobAt(START_MS), signal);
  nowMs = START_MS;
  await pipeline.handle(jobAt(START_MS - 1), signal);
  await offer(START_MS, await drawnFrame([]));
  await pipeline.handle(jobAt(START_MS), signal);
  expect(await outcomes()).toEqual({ 'too-old': 1, gone: 1, read: 1, 'out-of-order': 1 });
});

test('a frame that is no picture is counted and the next one is read', async () => {
  await offer(START_MS, Buffer.from('not a jpeg'));
  await offer(START_MS + 1_000, await drawnFrame([]));
  expect(await outcomes()).toEqual({ failed: 1, read: 1 });
});

test('an empty gate where nothing moves is read once', async () => {
  const empty = await drawnFrame([]);
  for (let second = 0; second < 10; second += 1) await offer(START_MS + second * 1_000, empty);
  expect(await outcomes()).toEqual({ read: 1, unchanged: 9 });
  await pipeline.close();
  expect(await passages()).toEqual([]);
});

test.skipIf(!canDrawText)(
  'a vehicle that comes nearer and leaves is one passage with its plate and stills',
  async () => {
    for (const [second, [x, y, width]] of [
      [600, 330, 150],
      [612, 420, 180],
      [626, 500, 320],
    ].entries()) {
      await offer(START_MS + second * 1_000, await drawnFrame([{ text: '30A-123.45', x: x!, y: y!, width: width! }]));
    }
    await offer(START_MS + 3_000, await drawnFrame([]));
    const [open] = await passages();
    expect(open).toMatchObject({ plate_text: '30A12345', plate_display: '30A-123.45', plate_ground: 'white' });
    nowMs += 20_000;
    await pipeline.sweep();
    const rows = await passages();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ read_count: 3, best_at: new Date(START_MS + 2_000) });
    expect(rows[0]!.scene_key).toMatch(/^passages\/2026\/03\/04\/gate-1\//);
    expect(rows[0]!.crop_key).not.toBeNull();
    expect(rows[0]!.ended_at).toEqual(new Date(START_MS + 2_000));
  },
);

test.skipIf(!canDrawText)(
  "a plate in a masked part of the picture is nobody's, as soon as the mask is drawn",
  async () => {
    const plate = { text: '30A-123.45', x: 600, y: 330, width: 200 };
    masks = [{ x: 0.4, y: 0.4, width: 0.4, height: 0.3 }];
    for (const second of [0, 1, 2]) await offer(START_MS + second * 1_000, await drawnFrame([plate]));
    await pipeline.close();
    expect(await passages()).toEqual([]);
  },
);

test.skipIf(!canDrawText)('closing finishes the open passages, and later jobs are ignored', async () => {
  for (const second of [0, 1]) {
    await offer(
      START_MS + second * 1_000,
      await drawnFrame([{ text: '51F-678.90', x: 600, y: 400 + second * 90, width: 190 }]),
    );
  }
  await pipeline.close();
  await pipeline.close();
  await offer(START_MS + 2_000, await drawnFrame([{ text: '51F-678.90', x: 600, y: 600, width: 230 }]));
  expect((await passages()).map((row) => [row.plate_text, row.read_count])).toEqual([['51F67890', 2]]);
});

test.skipIf(!canDrawText)('a profile that changes finishes what the old one had open', async () => {
  for (const second of [0, 1]) {
    await offer(
      START_MS + second * 1_000,
      await drawnFrame([{ text: '51F-678.90', x: 600, y: 400 + second * 90, width: 190 }]),
    );
  }
  profile = 'none';
  await pipeline.sweep();
  expect(await passages()).toHaveLength(1);
  await pipeline.handle(jobAt(START_MS + 2_000), signal);
  expect((await outcomes())['no-profile']).toBe(1);
});
