import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Detection, Detector, RgbImage } from '../contracts.ts';

const CLASSES = ['person', 'bicycle', 'car', 'motorcycle', 'bus', 'truck'];

export const plainPicture = (width: number, height: number, value: number): RgbImage => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(value),
});

/** The same every time. */
export function noisePicture(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  let seed = 1;
  for (let at = 0; at < data.length; at += 1) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    data[at] = seed >>> 24;
  }
  return { width, height, data };
}

function assertPromises(detections: readonly Detection[], { width, height }: RgbImage): void {
  for (const [at, { objectClass, score, box }] of detections.entries()) {
    expect(CLASSES).toContain(objectClass);
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThanOrEqual(detections[at - 1]?.score ?? 1);
    expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
    expect(Math.min(box.width, box.height)).toBeGreaterThan(0);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
  }
}

/** What `Detector` promises, for every implementation. */
export function describeDetector(name: string, open: () => Promise<Detector>): void {
  describe(`${name} as a detector`, () => {
    let detector: Detector;
    beforeAll(async () => {
      detector = await open();
    });
    afterAll(() => detector.close());

    test.each([
      { width: 10, height: 10, data: new Uint8Array(5) },
      { width: 0, height: 10, data: new Uint8Array(0) },
      { width: 2.5, height: 2, data: new Uint8Array(15) },
      { width: Number.NaN, height: 1, data: new Uint8Array(3) },
    ])('refuses a picture whose data does not fit its size, %#', async (broken) => {
      const calls = [detector.detect([broken]), detector.detect([plainPicture(8, 8, 0), broken])];
      for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'TC_MODEL_INPUT' });
    });

    test('an aborted call rejects with the reason', async () => {
      const call = detector.detect([plainPicture(64, 64, 255)], { signal: AbortSignal.abort('gone') });
      await expect(call).rejects.toBe('gone');
    });

    test('an empty batch gives an empty answer', async () => {
      expect(await detector.detect([])).toEqual([]);
    });

    test('pictures of any size get a list each, by falling score, inside the picture', async () => {
      const pictures = [
        [1, 1],
        [1, 300],
        [900, 2],
        [64, 64],
        [1280, 720],
        [33, 57],
      ].map(([width = 1, height = 1]) => noisePicture(width, height));
      const answers = await detector.detect(pictures, { minScore: 0.01 });
      expect(answers.length).toBe(pictures.length);
      for (const [at, picture] of pictures.entries()) assertPromises(answers[at] ?? [], picture);
    });

    test('nothing scores above one', async () => {
      expect(await detector.detect([plainPicture(64, 64, 255)], { minScore: 1.01 })).toEqual([[]]);
    });

    test('overlapping calls answer as calls one after another do', async () => {
      const pictures = [255, 0, 128].map((value) => plainPicture(64, 64, value));
      const alone: Detection[][] = [];
      for (const picture of pictures) alone.push(...(await detector.detect([picture])));
      const together = await Promise.all(pictures.map((picture) => detector.detect([picture])));
      expect(together.flat()).toEqual(alone);
    });

    test('it warms up', async () => {
      await detector.warmUp();
    });

    test('after close every call is refused, and closing again is harmless', async () => {
      const other = await open();
      await other.close();
      await other.close();
      await expect(other.detect([plainPicture(64, 64, 0)])).rejects.toMatchObject({ code: 'TC_MODEL_CLOSED' });
    });
  });
}
