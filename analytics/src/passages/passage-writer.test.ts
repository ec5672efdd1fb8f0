import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseCameraId } from '@thapcanh/core/ids';
import { createObjectStore } from '@thapcanh/infra/objects/create-object-store';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type PassageSnapshot, passageFolder, passageIdOf, type StillSource } from './passage-snapshot.ts';
import { PassageWriter } from './passage-writer.ts';

const CAMERA = parseCameraId('gate-1')!;
const STARTED_MS = Date.UTC(2026, 2, 4, 23, 59, 58);

let database: TestDatabase;
let dir: string;
let objects: ObjectStore;
let writer: PassageWriter;
let jpeg: Buffer;

beforeAll(async () => {
  database = await startTestDatabase();
  dir = await mkdtemp(path.join(tmpdir(), 'tc-passages-'));
  objects = createObjectStore({ kind: 'file-system', dir });
  writer = new PassageWriter(database.db, objects);
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
});

const snapshot = (over: Partial<PassageSnapshot> = {}): PassageSnapshot => ({
  cameraId: CAMERA,
  trackKey: `p${STARTED_MS}-0`,
  startedAtMs: STARTED_MS,
  endedAtMs: STARTED_MS + 2_000,
  bestAtMs: STARTED_MS + 1_000,
  objectClass: 'motorcycle',
  colour: null,
  plate: {
    text: '29MĐ112345',
    display: '29-MĐ1 123.45',
    confidence: 0.8,
    lines: 2,
    ground: 'white',
    kindCandidates: ['motorbike-electric'],
  },
  reads: [{ atMs: STARTED_MS, text: '29MĐ112345', confidence: 0.8 }],
  readCount: 2,
  plateBox: { x: 100, y: 100, width: 80, height: 60 },
  ...over,
});

const still = (version = 1): StillSource => ({
  jpeg,
  width: 640,
  height: 360,
  cropBox: { x: 100, y: 100, width: 80, height: 60 },
  version,
});

const rows = () => database.db.selectFrom('passage').selectAll().execute();
const outboxKinds = async () =>
  (await database.db.selectFrom('outbox').select('kind').orderBy('id').execute()).map((row) => row.kind);

async function objectKeys(): Promise<string[]> {
  const keys: string[] = [];
  for await (const info of objects.list(`${passageFolder(snapshot())}/`)) keys.push(info.key);
  return keys;
}

test('a passage of a camera that is gone is refused and leaves no row, no outbox and no dangling reference', async () => {
  const orphan = snapshot({ cameraId: parseCameraId('gone')! });
  const stills = await writer.storeStills(orphan, still());
  await expect(writer.write(orphan, stills)).rejects.toThrow(/foreign key/);
  expect(await rows()).toEqual([]);
  expect(await outboxKinds()).toEqual([]);
  const ledger = await database.db.selectFrom('object_ledger').select('key').execute();
  for (const { key } of ledger) expect(await objects.stat(key)).not.toBeNull();
});

test('a row never refers to a still that is not in the ledger', async () => {
  const sceneKey = `${passageFolder(snapshot())}/scene-1.jpg`;
  await expect(writer.write(snapshot(), { sceneKey, cropKey: null })).rejects.toThrow(/foreign key/);
  expect(await rows()).toEqual([]);
});

test('a colour that becomes clear later is written, and one that is doubted again is taken back', async () => {
  const coloursAfter = async (over: Partial<PassageSnapshot>) => {
    expect(await writer.write(snapshot(over), null)).not.toBe('unchanged');
    return (await rows()).map((row) => row.vehicle_colour);
  };
  expect(await coloursAfter({})).toEqual([null]);
  expect(await coloursAfter({ colour: 'red' })).toEqual(['red']);
  expect(await coloursAfter({ colour: null })).toEqual([null]);
});

test('stills lie under the UTC day of the passage, the scene is the very bytes of the frame', async () => {
  const stills = await writer.storeStills(snapshot(), still());
  const folder = `passages/2026/03/04/gate-1/${passageIdOf(CAMERA, `p${STARTED_MS}-0`)}`;
  expect(stills).toEqual({ sceneKey: `${folder}/scene-1.jpg`, cropKey: `${folder}/crop-1.jpg` });
  const chunks: Buffer[] = [];
  for await (const chunk of (await objects.get(stills.sceneKey))!) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).equals(jpeg)).toBe(true);
  const crop: Buffer[] = [];
  for await (const chunk of (await objects.get(stills.cropKey!))!) crop.push(chunk as Buffer);
  const { width, height, format } = await sharp(Buffer.concat(crop)).metadata();
  expect({ width, height, format }).toEqual({ width: 92, height: 70, format: 'jpeg' });
});

test('writing the same passage twice gives one row and one event', async () => {
  const stills = await writer.storeStills(snapshot(), still());
  expect(await writer.write(snapshot(), stills)).toBe('created');
  await writer.storeStills(snapshot(), still());
  expect(await writer.write(snapshot(), stills)).toBe('unchanged');
  expect(await outboxKinds()).toEqual(['passage.created']);
  const [row] = await rows();
  expect(row).toMatchObject({
    id: passageIdOf(CAMERA, `p${STARTED_MS}-0`),
    plate_text: '29MĐ112345',
    plate_key: '29MD112345',
    plate_lines: 2,
    plate_kinds: ['motorbike-electric'],
    plate_box: { x: 100, y: 100, width: 80, height: 60 },
    read_count: 2,
    scene_key: stills.sceneKey,
  });
});

test('an older state that arrives late changes nothing', async () => {
  await writer.write(snapshot({ endedAtMs: STARTED_MS + 5_000, readCount: 5 }), null);
  expect(await writer.write(snapshot({ endedAtMs: STARTED_MS + 3_000, readCount: 3 }), null)).toBe('unchanged');
  expect((await rows())[0]?.read_count).toBe(5);
});

test('an update without stills keeps the stills, their box and their instant', async () => {
  const stills = await writer.storeStills(snapshot(), still());
  await writer.write(snapshot(), stills);
  const later = snapshot({ endedAtMs: STARTED_MS + 9_000, bestAtMs: STARTED_MS + 9_000, plateBox: null });
  expect(await writer.write(later, null)).toBe('updated');
  expect((await rows())[0]).toMatchObject({
    scene_key: stills.sceneKey,
    best_at: new Date(STARTED_MS + 1_000),
    ended_at: new Date(STARTED_MS + 9_000),
    plate_box: { x: 100, y: 100, width: 80, height: 60 },
  });
  expect(await outboxKinds()).toEqual(['passage.created', 'passage.updated']);
});

test('better stills take the place of the first ones in row, ledger and store', async () => {
  await writer.write(snapshot(), await writer.storeStills(snapshot(), still(1)));
  const better = await writer.storeStills(snapshot(), still(2));
  expect(await writer.write(snapshot({ bestAtMs: STARTED_MS + 2_000 }), better)).toBe('updated');
  expect((await rows())[0]).toMatchObject({ scene_key: better.sceneKey, crop_key: better.cropKey });
  const ledger = (await database.db.selectFrom('object_ledger').select('key').orderBy('key').execute()).map(
    (row) => row.key,
  );
  expect(ledger).toEqual([better.cropKey, better.sceneKey]);
  expect(await objectKeys()).toEqual([better.cropKey, better.sceneKey]);
});
