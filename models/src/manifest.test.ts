import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@thapcanh/core/errors/app-error';
import { expect, test } from 'vitest';
import { entryOf, loadManifest, readModelFile, sha256Of } from './manifest.ts';
import { parseManifest } from './manifest-parser.ts';

const row = {
  id: 'a',
  task: 'source',
  file: 'manifest.json',
  sha256: '0'.repeat(64),
  licence: 'MIT',
  provenance: 'test',
};
const detector = { ...row, task: 'detect', adapter: 'yolox', classes: ['car'] };
const fetched = { ...row, profile: 'accurate', url: 'https://example.org/a.onnx' };
const place = { name: 'my-models.json', folder: '/nowhere' };
const parse = (...models: unknown[]) => parseManifest(JSON.stringify({ models }), place);

test.each([
  ['{', 'not JSON'],
  ['null', '{}: must be an object'],
  ['{}', '"models" is missing'],
  ['{"models":{}}', '{}: models must be a list'],
  ['{"modles":[]}', '{}: there is no field "modles" (did you mean "models"?)'],
])('refuses the manifest %s, saying why', (json, reason) => {
  expect(() => parseManifest(json, place)).toThrow(
    `my-models.json is not valid: ${reason}. Correct that row or restore the file.`,
  );
});

test.each([
  [[7], 'models[0]: must be an object'],
  [{ ...row, id: 'A b' }, 'models[0] (A b): id must be small letters, digits, dots and dashes'],
  [{ ...row, sha256: 'x' }, 'models[0] (a): sha256 must be 64 hexadecimal digits'],
  [{ ...row, sha265: 'x' }, 'models[0] (a): there is no field "sha265" (did you mean "sha256"?)'],
  [{ ...row, task: 'helmets' }, 'models[0] (a): there is no task "helmets" (did you mean "helmet"?)'],
  [
    { ...row, profile: 'best-of-all' },
    'models[0] (a): there is no profile "best-of-all" (known ones: default, accurate)',
  ],
  [{ ...row, licence: ' ' }, 'models[0] (a): licence must be text'],
  [{ ...row, input: 3 }, 'models[0] (a): input must be text'],
  [{ ...row, file: '../secret' }, "models[0] (a): file must lie in the manifest's folder or in an npm package"],
  [{ ...row, file: '/etc/passwd' }, "models[0] (a): file must lie in the manifest's folder or in an npm package"],
  [{ ...row, file: 'npm:x/../../y' }, "models[0] (a): file must lie in the manifest's folder or in an npm package"],
  [{ ...row, url: 'https://example.org/a' }, 'models[0] (a): url is only for profile accurate'],
  [{ ...fetched, url: undefined }, 'models[0] (a): profile accurate needs url'],
  [{ ...fetched, url: 'ftp://example.org/a' }, 'models[0] (a): url must be an http or https address'],
  [{ ...fetched, file: 'npm:x/y' }, 'models[0] (a): a fetched file cannot lie in an npm package'],
  [{ ...fetched, bytes: 1.5 }, 'models[0] (a): bytes must be a whole number above 0'],
  [{ ...row, adapter: 'yolox' }, 'models[0] (a): adapter is only for task detect'],
  [{ ...detector, adapter: undefined }, 'models[0] (a): task detect needs adapter'],
  [{ ...detector, classes: undefined }, 'models[0] (a): task detect needs classes'],
  [{ ...detector, adapter: 'yolo' }, 'models[0] (a): there is no adapter "yolo" (did you mean "yolox"?)'],
  [{ ...detector, classes: [1] }, 'models[0] (a): classes must be a list of names, none of them twice'],
  [{ ...detector, classes: ['car', 'car'] }, 'models[0] (a): classes must be a list of names, none of them twice'],
  [
    { ...row, measured: [{ set: 's', metric: 'ap50', value: '1', conditions: 'c' }] },
    'models[0] (a) measured[0]: value must be a number',
  ],
  [
    { ...row, measured: [{ set: 's', metric: 'ap50', value: 1 }] },
    'models[0] (a) measured[0]: conditions must be text',
  ],
])('refuses row %#, naming it and the field', (broken, reason) => {
  expect(() => parse(broken)).toThrow(`my-models.json is not valid: ${reason}.`);
});

test('refuses an id that stands twice', () => {
  expect(() => parse(row, row)).toThrow('a stands twice');
});

test('a row keeps what it says and is of the default profile unless it says so', () => {
  const figure = { set: 'coco-val2017', metric: 'ap50-95', value: 0.4, conditions: 'input 640' };
  const manifest = parse({ ...row, measured: [figure] }, { ...fetched, id: 'b.2', bytes: 7 });
  expect(manifest.get('a')).toMatchObject({ profile: 'default', url: null, measured: [figure], folder: '/nowhere' });
  expect(manifest.get('b.2')).toMatchObject({ profile: 'accurate', url: fetched.url, bytes: 7 });
});

test('an unknown model is refused with the nearest one', () => {
  const manifest = parse({ ...row, id: 'yolox-s' }, { ...row, id: 'nanodet-g' });
  expect(() => entryOf(manifest, 'yolox-m')).toThrow('The manifest has no model "yolox-m". Did you mean "yolox-s"?');
  expect(() => entryOf(manifest, 'helmet')).toThrow('Models: yolox-s, nanodet-g.');
});

test('a missing file and a changed file are told apart, in both languages with the remedy', async () => {
  const missing = await readModelFile({ ...parse(row).get('a')!, file: 'npm:@nobody/nothing/x.onnx' }).catch(
    (error) => error,
  );
  expect(missing).toBeInstanceOf(AppError);
  expect([missing.code, missing.text('vi')]).toEqual([
    'TC_MODEL_MISSING',
    'Thiếu mô hình a (npm:@nobody/nothing/x.onnx). Chạy "npm install" rồi "npm run build".',
  ]);
  const unfetched = await readModelFile(parse(fetched).get('a')!).catch((error) => error);
  expect(unfetched.text('en')).toBe('Model a is missing (manifest.json). Run "npm run models -- fetch accurate".');
  const shipped = entryOf(await loadManifest(), 'ppocr-v1-keys');
  const changed = await readModelFile({ ...shipped, sha256: row.sha256 }).catch((error) => error);
  expect(changed.code).toBe('TC_MODEL_HASH_MISMATCH');
});

test("a customer's own manifest is read with files beside it, and a missing one is refused by name", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  try {
    const bytes = new TextEncoder().encode('weights');
    await writeFile(join(folder, 'own.onnx'), bytes);
    const path = join(folder, 'models.json');
    await writeFile(path, JSON.stringify({ models: [{ ...row, file: 'own.onnx', sha256: sha256Of(bytes) }] }));
    expect(await readModelFile(entryOf(await loadManifest(path), 'a'))).toEqual(Buffer.from(bytes));
    await expect(loadManifest(join(folder, 'none.json'))).rejects.toThrow(
      'none.json is not valid: the file cannot be read',
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('every file of the shipped manifest that comes from a package is installed and unchanged', async () => {
  for (const entry of (await loadManifest()).values())
    if (entry.file.startsWith('npm:')) expect((await readModelFile(entry)).length).toBeGreaterThan(0);
});

test('what the shipped manifest builds or fetches lies where git looks away, and addresses never change their content', async () => {
  for (const { url, file, bytes, measured } of (await loadManifest()).values()) {
    if (url === null) continue;
    expect(file).toMatch(/^weights\/fetched\//);
    expect(url).toMatch(/\/releases\/download\/|\/resolve\/[0-9a-f]{40}\//);
    expect([bytes === null, measured.length > 0]).toEqual([false, true]);
  }
});
