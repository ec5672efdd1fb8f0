import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256Of } from '../manifest.ts';
import type { ModelEntry } from '../manifest-entry.ts';
import { parseManifest } from '../manifest-parser.ts';
import { DownloadServer } from './download-server.fixture.ts';
import { fetchModels } from './fetch-models.ts';
import { listModels, tableOf } from './list-models.ts';
import { verifyModels } from './verify-models.ts';

const CONTENT = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 31) % 251);
const PART = 'weights/own.onnx.part';
const WHOLE = 'weights/own.onnx';

let server: DownloadServer;
let folder: string;
let manifest: ReadonlyMap<string, ModelEntry>;
const said: string[] = [];

const row = (fields: object) => ({ task: 'source', licence: 'MIT', provenance: 'test', ...fields });

function manifestOf(url: string, sha256 = sha256Of(CONTENT)): ReadonlyMap<string, ModelEntry> {
  const models = [
    row({ id: 'shipped', file: 'shipped.txt', sha256: sha256Of(new TextEncoder().encode('here')) }),
    row({ id: 'own', file: WHOLE, sha256, profile: 'accurate', url, bytes: CONTENT.length }),
  ];
  return parseManifest(JSON.stringify({ models }), { name: 'own.json', folder });
}

beforeEach(async () => {
  said.length = 0;
  server = await DownloadServer.start(CONTENT);
  folder = await mkdtemp(join(tmpdir(), 'fetch-'));
  await writeFile(join(folder, 'shipped.txt'), 'here');
  manifest = manifestOf(server.url);
});

afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const fetchAccurate = (stallMs = 5_000, signal?: AbortSignal) =>
  fetchModels(manifest, 'accurate', { say: (text) => said.push(text), stallMs, ...(signal && { signal }) });
const filesThere = async () => (await readdir(folder, { recursive: true })).sort();
const failureOf = (promise: Promise<unknown>) => promise.then(() => null).catch((error) => error);

test('without a network the refusal names model, address and where a copy by hand belongs', async () => {
  const { url } = server;
  await server.stop();
  const failure = await failureOf(fetchAccurate());
  expect(failure.code).toBe('TC_MODEL_FETCH_FAILED');
  expect(failure.text('en')).toMatch(`Model own cannot be fetched from ${url}: connect ECONNREFUSED`);
  expect(failure.text('vi')).toContain(`hoặc chép tệp vào ${join(folder, WHOLE)}.`);
  server = await DownloadServer.start(CONTENT);
});

test('an address that has nothing is refused with its status', async () => {
  server.mood = 'missing';
  expect((await failureOf(fetchAccurate())).text('en')).toContain(': HTTP 404.');
  expect(await filesThere()).toEqual(['shipped.txt', 'weights']);
});

test('content with another hash is refused and deleted', async () => {
  manifest = manifestOf(server.url, '0'.repeat(64));
  const failure = await failureOf(fetchAccurate());
  expect([failure.code, failure.params.found]).toEqual(['TC_MODEL_FETCH_HASH', sha256Of(CONTENT)]);
  expect(await filesThere()).toEqual(['shipped.txt', 'weights']);
});

test('a server that falls silent is given up', async () => {
  server.mood = 'silent';
  expect((await failureOf(fetchAccurate(50))).text('en')).toContain(': no data for 0 s.');
});

test('a disk that cannot be written is refused with the reason', async () => {
  await writeFile(join(folder, 'weights'), 'a file where the folder should be');
  expect((await failureOf(fetchAccurate())).code).toBe('TC_MODEL_FETCH_FAILED');
});

test('a fetch that is stopped keeps what has arrived and rejects with the reason', async () => {
  server.mood = 'silent';
  const stop = new AbortController();
  const fetching = failureOf(fetchAccurate(5_000, stop.signal));
  await expect.poll(() => server.ranges.length).toBe(1);
  stop.abort('enough');
  expect(await fetching).toBe('enough');
});

test('a missing file that comes with the install cannot be fetched, and the refusal says what to do', async () => {
  await rm(join(folder, 'shipped.txt'));
  const failure = await failureOf(fetchModels(manifest, 'default', { say: () => undefined }));
  expect(failure.text('en')).toBe('Model shipped is missing (shipped.txt). Run "npm install", then "npm run build".');
  expect(server.ranges).toEqual([]);
});

test('the default profile needs no network', async () => {
  const result = await fetchModels(manifest, 'default', { say: () => undefined });
  expect(result).toEqual({ profile: 'default', fetched: [], present: ['shipped'] });
  expect(server.ranges).toEqual([]);
});

test('a fetched file appears whole, with progress, and is not fetched again', async () => {
  expect(await fetchAccurate()).toEqual({ profile: 'accurate', fetched: ['own'], present: ['shipped'] });
  expect(sha256Of(await readFile(join(folder, WHOLE)))).toBe(sha256Of(CONTENT));
  expect(said.at(-1)).toBe('own: 0.3 / 0.3 MB');
  expect(await filesThere()).toEqual(['shipped.txt', 'weights', WHOLE]);
  expect((await fetchAccurate()).fetched).toEqual([]);
  expect(server.ranges).toEqual(['']);
});

test('one model alone can be fetched, and one that nobody knows is refused', async () => {
  const fetchOne = (only: string) => fetchModels(manifest, 'accurate', { only, say: () => undefined });
  expect((await failureOf(fetchOne('owm'))).text('en')).toBe('The manifest has no model "owm". Did you mean "own"?');
  expect(await fetchOne('own')).toEqual({ profile: 'accurate', fetched: ['own'], present: [] });
});

test('an interrupted fetch goes on where it stopped', async () => {
  const partSize = async () => (await readFile(join(folder, PART))).length;
  server.mood = 'cut-off';
  expect((await failureOf(fetchAccurate())).code).toBe('TC_MODEL_FETCH_FAILED');
  const first = await partSize();
  expect((await failureOf(fetchAccurate())).code).toBe('TC_MODEL_FETCH_FAILED');
  const second = await partSize();
  expect([first > 0, second > first, CONTENT.length > second]).toEqual([true, true, true]);
  server.mood = 'ranges';
  expect((await fetchAccurate()).fetched).toEqual(['own']);
  expect(server.ranges).toEqual(['', `bytes=${first}-`, `bytes=${second}-`]);
  expect(sha256Of(await readFile(join(folder, WHOLE)))).toBe(sha256Of(CONTENT));
});

test.each(['ranges', 'no-ranges'] as const)(
  'a leftover of something else does no harm, server with %s',
  async (mood) => {
    server.mood = 'cut-off';
    await failureOf(fetchAccurate());
    await writeFile(join(folder, PART), 'something else entirely');
    server.mood = mood;
    expect((await fetchAccurate()).fetched).toEqual(['own']);
    expect(sha256Of(await readFile(join(folder, WHOLE)))).toBe(sha256Of(CONTENT));
  },
);

test.each([0, 1, 1000])('a leftover that is already whole, or %d bytes too long, is settled', async (surplus) => {
  server.mood = 'cut-off';
  await failureOf(fetchAccurate());
  await writeFile(join(folder, PART), Buffer.concat([CONTENT, new Uint8Array(surplus)]));
  server.mood = 'ranges';
  expect((await fetchAccurate()).fetched).toEqual(['own']);
  expect(server.ranges.slice(2)).toEqual(surplus === 0 ? [] : ['']);
});

test('a changed file is fetched anew', async () => {
  await fetchAccurate();
  await writeFile(join(folder, WHOLE), 'damaged');
  expect((await fetchAccurate()).fetched).toEqual(['own']);
});

test('verify names what is missing and what is changed, and asks for fetched models only in their profile', async () => {
  expect(await verifyModels(manifest, 'default')).toEqual({ profile: 'default', whole: 1, changed: [], missing: [] });
  expect((await verifyModels(manifest, 'accurate')).missing).toEqual(['own']);
  await fetchAccurate();
  expect((await verifyModels(manifest, 'accurate')).whole).toBe(2);
  await writeFile(join(folder, WHOLE), 'damaged');
  await rm(join(folder, 'shipped.txt'));
  expect(await verifyModels(manifest, 'default')).toEqual({
    profile: 'default',
    whole: 0,
    changed: ['own'],
    missing: ['shipped'],
  });
});

test('the list tells what is installed and how large what is not will be', async () => {
  const models = await listModels(manifest);
  expect(models.map(({ id, isInstalled, bytes }) => [id, isInstalled, bytes])).toEqual([
    ['shipped', true, 4],
    ['own', false, 300_000],
  ]);
  expect(tableOf(models).split('\n').slice(1)).toEqual([
    'shipped          source       default       có / yes      0.0 MB     -',
    'own              source       accurate      chưa có / no  0.3 MB     -',
  ]);
});
