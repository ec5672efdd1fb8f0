import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RgbImage } from '../contracts.ts';
import { ensureBlazefaceWeights } from '../convert/blazeface-weights.ts';
import { readShippedModel } from '../manifest.ts';
import { OnnxSession } from '../onnx-session.ts';
import { drawnFace, noise } from './drawn-face.fixture.ts';
import { FaceFinder } from './face-finder.ts';
import { meansEmbedder, pointingDetector } from './small-models.fixture.ts';

const open = async (ultraface: Uint8Array): Promise<FaceFinder> =>
  new FaceFinder(
    await OnnxSession.open('blazeface-back', await readShippedModel('blazeface-back')),
    await OnnxSession.open('ultraface-320', ultraface),
  );

let finder: FaceFinder;

beforeAll(async () => {
  await ensureBlazefaceWeights();
  finder = await open(pointingDetector(0, 0, 0.01, 0.01));
});

afterAll(() => finder.close());

/** A grey picture with another one in it. */
function on(width: number, height: number, part: RgbImage, x: number, y: number): RgbImage {
  const data = new Uint8Array(width * height * 3).fill(110);
  for (let row = 0; row < part.height; row += 1) {
    const from = row * part.width * 3;
    data.set(part.data.subarray(from, from + part.width * 3), ((y + row) * width + x) * 3);
  }
  return { width, height, data };
}

test('a picture whose data does not fit its size is refused', async () => {
  const broken = { width: 10, height: 10, data: new Uint8Array(5) };
  await expect(finder.detect([noise(32, 32), broken])).rejects.toMatchObject({ code: 'TC_MODEL_INPUT' });
});

test('a second model of another form is refused by what it gives', async () => {
  const wrong = await open(pointingDetector(0, 0, 1, 1, 17640));
  await expect(wrong.detect([noise(64, 64)])).rejects.toThrow(
    'Model ultraface-320: scores has the shape [1, 17640, 2] where [1, 4420, 2] is wanted.',
  );
  await wrong.close();
  const embedder = await open(meansEmbedder(512));
  await expect(embedder.detect([noise(64, 64)])).rejects.toMatchObject({ code: 'TC_MODEL_RUN_FAILED' });
  await embedder.close();
});

test('an aborted call rejects with the reason, and a closed runner refuses', async () => {
  await expect(finder.detect([noise(32, 32)], { signal: AbortSignal.abort('gone') })).rejects.toBe('gone');
  const other = await open(pointingDetector(0, 0, 1, 1));
  await other.close();
  await other.close();
  await expect(other.detect([noise(32, 32)])).rejects.toMatchObject({ code: 'TC_MODEL_CLOSED' });
});

test('no pictures give no lists, and there is no face in noise, in one pixel and in a thin strip', async () => {
  expect(await finder.detect([])).toEqual([]);
  expect(await finder.detect([noise(200, 160), noise(1, 1), noise(500, 3)])).toEqual([[], [], []]);
});

test('a face that fills the picture is found with its eyes, once', async () => {
  const [faces] = await finder.detect([await drawnFace(300)]);
  expect(faces?.length).toBe(1);
  const [rightEye, leftEye, nose, mouth] = faces?.[0]?.landmarks ?? [];
  expect(Math.hypot(rightEye!.x - 114, rightEye!.y - 126)).toBeLessThan(20);
  expect(Math.hypot(leftEye!.x - 186, leftEye!.y - 126)).toBeLessThan(20);
  expect(Math.hypot(nose!.x - 150, nose!.y - 170)).toBeLessThan(25);
  expect(Math.hypot(mouth!.x - 150, mouth!.y - 197)).toBeLessThan(25);
});

test('a small face is found where the second model points, and its points are in pixels of the whole picture', async () => {
  const picture = on(640, 480, await drawnFace(110), 400, 200);
  const box = { left: 425, top: 222, right: 485, bottom: 282 };
  const pointing = await open(pointingDetector(box.left / 640, box.top / 480, box.right / 640, box.bottom / 480));
  const [faces] = await pointing.detect([picture]);
  await pointing.close();
  expect(faces?.length).toBe(1);
  const [rightEye, leftEye] = faces?.[0]?.landmarks ?? [];
  expect(Math.hypot(rightEye!.x - 441.8, rightEye!.y - 246.2)).toBeLessThan(8);
  expect(Math.hypot(leftEye!.x - 468.2, leftEye!.y - 246.2)).toBeLessThan(8);
});

test('a place that the second model points at and that holds no face is dropped', async () => {
  const pointing = await open(pointingDetector(0.2, 0.2, 0.4, 0.5));
  expect(await pointing.detect([noise(640, 480)])).toEqual([[]]);
  await pointing.close();
});

test('boxes are cut to the picture', async () => {
  const face = await drawnFace(300);
  const cut = { width: 300, height: 200, data: face.data.subarray(0, 300 * 200 * 3) };
  for (const { box } of (await finder.detect([cut], { minScore: 0.3 }))[0] ?? [])
    expect(box.y >= 0 && box.y + box.height <= 200).toBe(true);
});
