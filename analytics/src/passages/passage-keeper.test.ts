import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseCameraId } from '@thapcanh/core/ids';
import { createObjectStore } from '@thapcanh/infra/objects/create-object-store';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PassageKeeper, type StillCandidate, type TrackState } from './passage-keeper.ts';
import { PassageWriter } from './passage-writer.ts';

const CAMERA = parseCameraId('gate-1')!;
const STARTED_MS = Date.UTC(2026, 2, 4, 3, 0, 0);

let database: TestDatabase;
let dir: string;
let objects: ObjectStore;
let keeper: PassageKeeper;
let jpeg: Buffer;
let nowMs = 0;
let failures: unknown[] = [];

beforeAll(async () => {
  database = await startTestDatabase();
  dir = await mkdtemp(path.join(tmpdir(), 'tc-keeper-'));
  objects = createObjectStore({ kind: 'file-system', dir });
  jpeg = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#445566' } })
    .jpeg()
    .toBuffer();
  await database.db
    .insertInto('camera')
    .values({ id: CAMERA, name: 'Cổng', search_key: 'cong', main_url: 'rtsp://127.0.0.1/x', profile: 'plate-gate' })
    .execute();
});

afterAll(async () => {
  await objects?.close();
  await database?.close();
  if (dir) await rm(dir, { recursive: true, force: true });
});

beforeEach(async () => {
  for (const table of ['passage', 'object_ledger', 'outbox'] as const) await database.db.deleteFrom(table).execute();
  nowMs = STARTED_MS;
  failures = [];
  keeper = new PassageKeeper({
    writer: new PassageWriter(database.db, objects),
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
    onWritten: () => undefined,
    onFailed: (error) => failures.push(error),
  });
});

const state = (text: string, isConfirmed = true, cameraId = CAMERA): TrackState => ({
  isConfirmed,
  snapshot: {
    cameraId,
    trackKey: 'p1-0',
    startedAtMs: STARTED_MS,
    endedAtMs: nowMs,
    objectClass: 'car',
    colour: null,
    plate: { text, display: text, confidence: 0.8, lines: 1, ground: 'white', kindCandidates: ['car'] },
    reads: [],
    readCount: 2,
  },
});

const candidate = (score: number): StillCandidate => ({
  atMs: nowMs,
  jpeg,
  width: 640,
  height: 360,
  plateBox: { x: 10, y: 10, width: 100, height: 25 },
  score,
});

const rows = () => database.db.selectFrom('passage').selectAll().execute();
const writes = async () => (await database.db.selectFrom('outbox').select('kind').execute()).length;

test('a track that is never confirmed leaves nothing behind', async () => {
  const track = {};
  await keeper.seen(track, state('30A12345', false), candidate(50));
  await keeper.ended(track, state('30A12345', false));
  expect(await rows()).toEqual([]);
  expect(await database.db.selectFrom('object_ledger').selectAll().execute()).toEqual([]);
});

test('the best picture so far is the still, also when it came before the passage was confirmed', async () => {
  const track = {};
  await keeper.seen(track, state('30A12345', false), candidate(90));
  nowMs += 1_000;
  await keeper.seen(track, state('30A12345'), candidate(60));
  expect((await rows())[0]).toMatchObject({ best_at: new Date(STARTED_MS) });
});

test('a new text is written after 2 s, not at once', async () => {
  const track = {};
  await keeper.seen(track, state('30A72345'), candidate(50));
  nowMs += 1_000;
  await keeper.seen(track, state('30A12345'), candidate(50));
  expect((await rows())[0]?.plate_text).toBe('30A72345');
  nowMs += 1_000;
  await keeper.seen(track, state('30A12345'), candidate(50));
  expect((await rows())[0]?.plate_text).toBe('30A12345');
});

test('a colour that becomes clear is written as soon as a new text would be', async () => {
  const track = {};
  const plain = state('30A12345');
  await keeper.seen(track, plain, candidate(50));
  nowMs += 2_000;
  const { snapshot } = state('30A12345');
  await keeper.seen(track, { ...plain, snapshot: { ...snapshot, colour: 'red' } }, candidate(50));
  expect((await rows())[0]?.vehicle_colour).toBe('red');
});

test('a parked vehicle grows its end six times a minute at most', async () => {
  const track = {};
  for (let second = 0; second < 120; second += 1) {
    await keeper.seen(track, state('30A12345'), candidate(50 + (second % 3)));
    nowMs += 1_000;
  }
  expect(await rows()).toHaveLength(1);
  expect(await writes()).toBeLessThanOrEqual(13);
});

test('a failed write is told, and made good at the end of the track', async () => {
  const gone = parseCameraId('gone-1')!;
  const track = {};
  await keeper.seen(track, state('30A12345', true, gone), candidate(50));
  expect(failures).toHaveLength(1);
  await database.db
    .insertInto('camera')
    .values({ id: gone, name: 'Cổng', search_key: 'cong', main_url: 'rtsp://127.0.0.1/y' })
    .execute();
  nowMs += 3_000;
  await keeper.ended(track, state('30A12345', true, gone));
  expect((await rows()).map((row) => row.camera_id)).toEqual([gone]);
  expect((await rows())[0]?.crop_key).not.toBeNull();
});
