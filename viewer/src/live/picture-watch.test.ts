import { expect, test } from 'vitest';
import { hashOf, PictureWatch } from './picture-watch.ts';

test('one pixel makes another picture', () => {
  const picture = new Uint8ClampedArray(48 * 27 * 4).fill(17);
  const other = picture.slice();
  other[400] = 18;
  expect(hashOf(picture)).toBe(hashOf(picture.slice()));
  expect(hashOf(picture)).not.toBe(hashOf(other));
});

test('the same picture over and over is as old as when it first came', () => {
  const watch = new PictureWatch();
  expect(watch.changedAtMs).toBeNull();
  for (const [hash, nowMs] of [
    [1, 10],
    [1, 20],
    [1, 30],
  ] as const)
    watch.see(hash, nowMs);
  expect(watch.changedAtMs).toBe(10);
  watch.see(2, 40);
  expect(watch.changedAtMs).toBe(40);
});
