import { AppError } from '@thapcanh/core/errors/app-error';
import { expect, test } from 'vitest';
import { loadManifest, parseManifest, readModelFile } from './manifest.ts';

const row = {
  id: 'a',
  task: 'detect',
  file: 'manifest.json',
  sha256: '0'.repeat(64),
  licence: 'MIT',
  provenance: 'test',
};

test.each([
  ['{', 'not JSON'],
  ['null', '"models" must be a list'],
  [JSON.stringify({ models: [{ ...row, sha256: 'x' }] }), 'models[0]: sha256 must be 64 hexadecimal digits'],
  [JSON.stringify({ models: [{ ...row, task: 'fly' }] }), 'models[0]: task fly is not known'],
  [JSON.stringify({ models: [row, row] }), 'a stands twice'],
  [JSON.stringify({ models: [{ ...row, classes: [1] }] }), 'models[0]: classes must be a list of names'],
])('refuses manifest %#, saying why', (json, reason) => {
  expect(() => parseManifest(json)).toThrow(`models/manifest.json is not valid: ${reason}.`);
});

test('a missing file and a changed file are told apart, in both languages with the remedy', async () => {
  const entry = parseManifest(JSON.stringify({ models: [row] })).get('a')!;
  const missing = await readModelFile({ ...entry, file: 'npm:@nobody/nothing/x.onnx' }).catch((error) => error);
  expect(missing).toBeInstanceOf(AppError);
  expect([missing.code, missing.text('vi')]).toEqual([
    'TC_MODEL_MISSING',
    'Thiếu mô hình a (npm:@nobody/nothing/x.onnx). Chạy "npm install" rồi "npm run build".',
  ]);
  const changed = await readModelFile(entry).catch((error) => error);
  expect(changed.code).toBe('TC_MODEL_HASH_MISMATCH');
});

test('every file of the shipped manifest that comes from a package is installed and unchanged', async () => {
  for (const entry of (await loadManifest()).values())
    if (entry.file.startsWith('npm:')) expect((await readModelFile(entry)).length).toBeGreaterThan(0);
});
