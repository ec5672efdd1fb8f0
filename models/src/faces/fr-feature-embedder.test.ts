import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { OnnxSession } from '../onnx-session.ts';
import { noise } from './drawn-face.fixture.ts';
import { FrFeatureEmbedder } from './fr-feature-embedder.ts';
import { meansEmbedder } from './small-models.fixture.ts';

const open = async (bytes: Uint8Array) => new FrFeatureEmbedder(await OnnxSession.open('fr-feature', bytes));
const embedder = await open(meansEmbedder(512));
afterAll(() => embedder.close());

const codeOf = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'none').catch((error) => error.code);

test('a file that is cut off or no model cannot be opened', async () => {
  const bytes = meansEmbedder(512);
  expect(await codeOf(open(bytes.subarray(0, bytes.length / 2)))).toBe('TC_MODEL_LOAD_FAILED');
  expect(await codeOf(open(new TextEncoder().encode('hello')))).toBe('TC_MODEL_LOAD_FAILED');
});

test('a model that gives vectors of another length is refused by what it gives', async () => {
  const other = await open(meansEmbedder(256));
  await expect(other.embed([noise(112, 112)])).rejects.toThrow(
    'Model fr-feature: output has the shape [1, 256] where [1, 512] is wanted.',
  );
  await other.close();
});

test('a face that is not aligned is refused before the model runs', async () => {
  await expect(embedder.embed([noise(112, 112), noise(112, 96)])).rejects.toThrow('112x96: an aligned face is 112x112');
  const broken = { width: 112, height: 112, data: new Uint8Array(7) };
  expect(await codeOf(embedder.embed([broken]))).toBe('TC_MODEL_INPUT');
});

test('a picture that the model says nothing about is an error, not a vector of zeros', async () => {
  const nothing = { width: 112, height: 112, data: new Uint8Array(112 * 112 * 3).fill(127) };
  expect(await codeOf(embedder.embed([nothing]))).toBe('TC_MODEL_RUN_FAILED');
});

test('an aborted call rejects with the reason, and a closed runner refuses', async () => {
  await expect(embedder.embed([noise(112, 112)], { signal: AbortSignal.abort('gone') })).rejects.toBe('gone');
  const other = await open(meansEmbedder(512));
  await other.close();
  await other.close();
  expect(await codeOf(other.embed([noise(112, 112)]))).toBe('TC_MODEL_CLOSED');
});

test('no faces give no vectors', async () => {
  expect(await embedder.embed([])).toEqual([]);
});

test('vectors have unit length and come in the order of the faces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 }), async (seed) => {
      const faces = [noise(112, 112, seed), noise(112, 112, seed + 1)];
      const vectors = await embedder.embed(faces);
      for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      expect((await embedder.embed([faces[1]!]))[0]).toEqual(vectors[1]);
    }),
    { numRuns: 10 },
  );
});
