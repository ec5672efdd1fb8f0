import { expect, test } from 'vitest';
import type { FoundFace, RgbImage } from '../contracts.ts';
import { faceAt, noise } from './drawn-face.fixture.ts';
import { judgeFace } from './face-quality.ts';
import { applySimilarity } from './similarity.ts';

const picture = noise(300, 300);
const good = faceAt(90, 90, 112);

const codes = (image: RgbImage, face: FoundFace): string[] => {
  const verdict = judgeFace(image, face);
  return verdict.usable ? [] : verdict.refusals.map(({ code }) => code);
};

test('a face that is too small is refused in both languages with what to do', () => {
  const verdict = judgeFace(picture, faceAt(90, 90, 60));
  expect(verdict).toMatchObject({
    usable: false,
    refusals: [
      {
        code: 'FACE_TOO_SMALL',
        text: {
          vi: 'Khuôn mặt quá nhỏ: cao 48 điểm ảnh, cần ít nhất 60. Chọn khung hình gần hơn hoặc dùng luồng chính của camera.',
          en: 'The face is too small: 48 px high, at least 60 are needed. Choose a closer picture or the main stream of the camera.',
        },
      },
    ],
  });
  expect(verdict).not.toHaveProperty('aligned');
});

test('a face without detail is refused as blurred, noise or not', () => {
  const flat = { width: 300, height: 300, data: new Uint8Array(300 * 300 * 3).fill(90) };
  expect(codes(flat, good)).toEqual(['FACE_BLURRED']);
  const ramp = { ...flat, data: Uint8Array.from(flat.data, (_, index) => (Math.floor(index / 3) % 300) * 0.8) };
  expect(codes(ramp, good)).toEqual(['FACE_BLURRED']);
});

test('a face that looks away is refused', () => {
  const nose = { x: good.landmarks[0]!.x - 10, y: good.landmarks[2]!.y };
  expect(codes(picture, { ...good, landmarks: good.landmarks.with(2, nose) })).toEqual(['FACE_TURNED']);
  const low = { x: good.landmarks[2]!.x, y: good.landmarks[3]!.y };
  expect(codes(picture, { ...good, landmarks: good.landmarks.with(2, low) })).toEqual(['FACE_TURNED']);
});

test('a face that hangs sideways is refused with its angle', () => {
  const turned = { a: 0, b: 1, shiftX: 300, shiftY: 0 };
  const verdict = judgeFace(picture, { ...good, landmarks: good.landmarks.map((p) => applySimilarity(turned, p)) });
  expect(verdict.usable ? [] : verdict.refusals.map(({ code, text }) => [code, text.en])).toEqual([
    [
      'FACE_TILTED',
      'The face is tilted by 90 degrees, at most 40. Choose another picture, or check that the camera hangs level.',
    ],
  ]);
});

test('a face at the edge is refused as cut', () => {
  expect(codes(picture, faceAt(-50, 90, 112))).toContain('FACE_CUT');
});

test('a face whose points fall together or are missing is refused, not computed', () => {
  expect(codes(picture, { ...good, landmarks: good.landmarks.map(() => ({ x: 9, y: 9 })) })).toContain('FACE_TURNED');
  expect(codes(picture, { ...good, landmarks: [] })).toContain('FACE_TURNED');
  expect(codes(picture, { ...good, box: { ...good.box, height: Number.NaN } })).toEqual(['FACE_TOO_SMALL']);
});

test('every reason is named at once', () => {
  const flat = { width: 300, height: 300, data: new Uint8Array(300 * 300 * 3) };
  expect(codes(flat, faceAt(-30, 90, 60))).toEqual(['FACE_TOO_SMALL', 'FACE_CUT', 'FACE_BLURRED']);
});

test('a picture whose data does not fit its size is an error, not a refusal', () => {
  expect(() => judgeFace({ width: 10, height: 10, data: new Uint8Array(3) }, good)).toThrow(
    expect.objectContaining({ code: 'TC_MODEL_INPUT' }),
  );
});

test('a large, sharp, level face is usable and comes aligned', () => {
  const verdict = judgeFace(picture, good);
  expect(verdict.usable && [verdict.aligned.width, verdict.aligned.height]).toEqual([112, 112]);
  expect(verdict.measures.insideShare).toBe(1);
});

test('sharpness does not depend on the light', () => {
  const dim = { ...picture, data: Uint8Array.from(picture.data, (value) => 40 + value / 4) };
  const [bright, dark] = [judgeFace(picture, good), judgeFace(dim, good)].map(({ measures }) => measures.sharpness);
  expect(dark! / bright!).toBeCloseTo(1, 1);
});
