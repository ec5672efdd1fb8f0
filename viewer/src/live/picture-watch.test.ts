import { expect, test } from 'vitest';
import { hashOf, PictureWatch } from './picture-watch.ts';

test('one pixel makes another picture', () => {
  const picture = new Uint8ClampedArray(48 * 27 * 4).fill(17);
  const other = picture.slice();
  other[400] = 18;
  expect(hashOf(picture)).toBe(hashOf(picture.slice()));
  expect(hashOf(picture)).not.toBe(hashOf(other));
});

test('the same picture over and over stands still since it first came, until it changes', () => {
  const watch = new PictureWatch();
  const still = [1, 1, 1, 2, 2].map((hash, index) => {
    watch.see(hash, (index + 1) * 10);
    return watch.stillSinceMs;
  });
  expect(still).toEqual([null, 10, 10, null, 40]);
  watch.close();
});
