import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { acceptStore, checkStore, STORE_MARKER_FILE, type StorePlace } from './store-marker.ts';

let database: TestDatabase;
let dir: string;
let place: StorePlace;
const markerFile = () => path.join(place.recordingsDir, STORE_MARKER_FILE);

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate camera, recording_store cascade');
  dir = await mkdtemp(path.join(tmpdir(), 'tc-store-'));
  place = { db: database.db, nodeId: 'node-a', recordingsDir: path.join(dir, 'recordings') };
  return () => rm(dir, { recursive: true });
});

async function addRecording(file: string, bytes: number): Promise<void> {
  await database.pool.query(`insert into camera (id, name, search_key, main_url)
    values ('gate', 'Cổng', 'cong', 'rtsp://x/y') on conflict do nothing`);
  await database.pool.query(
    `insert into recording (id, camera_id, started_at, ended_at, state, path, bytes, init_bytes, codec, width, height,
      fragments, node_id) values (gen_random_uuid(), 'gate', now() - interval '1 minute', now(), 'finished', $1, $2, 1,
      'avc1', 1, 1, '[]', 'node-a')`,
    [file, bytes],
  );
}

test('3d rule 2: a store whose marker and files are gone is missing, and nothing is made in its place', async () => {
  await checkStore(place);
  await addRecording('gate/a.mp4', 10);
  await rm(place.recordingsDir, { recursive: true });
  await mkdir(place.recordingsDir);
  expect(await checkStore(place)).toEqual({ kind: 'missing' });
  await expect(readFile(markerFile())).rejects.toThrow('ENOENT');
});

test('the marker of another store is foreign, also when it is no uuid', async () => {
  await checkStore(place);
  await writeFile(markerFile(), 'something else');
  expect(await checkStore(place)).toEqual({ kind: 'foreign', found: 'not-a-marker' });
});

test('a directory that cannot be made is unreadable with the code of the system', async () => {
  await writeFile(place.recordingsDir, 'a file in the way');
  expect(await checkStore(place)).toEqual({ kind: 'unreadable', detail: 'ENOTDIR' });
});

test('the first use makes marker and row, once, however many ask at the same time', async () => {
  const verdicts = await Promise.all([checkStore(place), checkStore(place), checkStore(place)]);
  const { marker } = await database.db.selectFrom('recording_store').select('marker').executeTakeFirstOrThrow();
  expect(verdicts).toEqual(Array(3).fill({ kind: 'known', marker }));
  expect((await readFile(markerFile(), 'utf8')).trim()).toBe(marker);
});

test('a new database takes the marker that the directory has', async () => {
  const before = await checkStore(place);
  await database.pool.query('truncate recording_store');
  expect(await checkStore(place)).toEqual(before);
});

test('a lost marker is written again when a known recording proves the storage', async () => {
  const before = await checkStore(place);
  await addRecording('gate-a.mp4', 4);
  await addRecording('gate-b.mp4', 4);
  await rm(markerFile());
  await writeFile(path.join(place.recordingsDir, 'gate-a.mp4'), 'data');
  expect(await checkStore(place)).toEqual(before);
});

test('a person makes a replaced disk the store', async () => {
  await checkStore(place);
  await addRecording('gate/a.mp4', 10);
  await rm(place.recordingsDir, { recursive: true });
  const marker = await acceptStore(place);
  expect(await checkStore(place)).toEqual({ kind: 'known', marker });
});
