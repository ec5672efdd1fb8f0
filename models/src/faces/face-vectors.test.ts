import { afterAll, expect, test } from 'vitest';
import { ensureBlazefaceWeights } from '../convert/blazeface-weights.ts';
import { readShippedModel } from '../manifest.ts';
import { OnnxSession } from '../onnx-session.ts';
import { drawnFace, faceAt, noise } from './drawn-face.fixture.ts';
import { FaceFinder } from './face-finder.ts';
import { embedMainFace, embedUsableFaces } from './face-vectors.ts';
import { FrFeatureEmbedder } from './fr-feature-embedder.ts';
import { meansEmbedder, pointingDetector } from './small-models.fixture.ts';

const embedder = new FrFeatureEmbedder(await OnnxSession.open('fr-feature', meansEmbedder(512)));
afterAll(() => embedder.close());

const picture = noise(400, 300);
const small = faceAt(10, 10, 40);

test('a refused face gets no vector, and the others keep their places', async () => {
  const faces = [small, faceAt(50, 50, 112), small, faceAt(200, 100, 150)];
  const vectors = await embedUsableFaces(embedder, picture, faces);
  expect(vectors.map(({ face, vector }) => [face, vector !== null])).toEqual(
    faces.map((face) => [face, face !== small]),
  );
  expect(vectors[1]?.vector).not.toEqual(vectors[3]?.vector);
  const alone = await embedUsableFaces(embedder, picture, [faces[3]!]);
  expect(alone[0]?.vector).toEqual(vectors[3]?.vector);
});

test('where all are refused the model is not asked', async () => {
  const closed = new FrFeatureEmbedder(await OnnxSession.open('fr-feature', meansEmbedder(512)));
  await closed.close();
  expect((await embedUsableFaces(closed, picture, [small])).map(({ vector }) => vector)).toEqual([null]);
});

test('the limits can be set', async () => {
  const limits = { minHeightPx: 20, minSharpness: 0, maxTurn: 1, maxNod: 1, maxTiltDegrees: 90, minInsideShare: 0 };
  expect((await embedUsableFaces(embedder, picture, [small], { limits }))[0]?.vector).toHaveLength(512);
});

test('the main face of a portrait is found, judged and embedded; a picture without one gives null', async () => {
  await ensureBlazefaceWeights();
  const detector = new FaceFinder(
    await OnnxSession.open('blazeface-back', await readShippedModel('blazeface-back')),
    await OnnxSession.open('ultraface-320', pointingDetector(0, 0, 0.01, 0.01)),
  );
  expect(await embedMainFace(detector, embedder, noise(200, 200))).toBeNull();
  const near = await embedMainFace(detector, embedder, await drawnFace(300));
  expect([near?.verdict.usable, near?.vector?.length]).toEqual([true, 512]);
  const far = await embedMainFace(detector, embedder, await drawnFace(70));
  expect([far?.verdict.usable, far?.vector]).toEqual([false, null]);
  await detector.close();
});
