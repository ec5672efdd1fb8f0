import { expect, test } from 'vitest';
import { streamTier } from './stream-tier.ts';

test('a camera with one stream plays that one at any size', () => {
  expect(streamTier(null, 100, false)).toBe('main');
});

test('a small tile plays the small stream and an enlarged one the large', () => {
  expect(streamTier(null, 320, true)).toBe('sub');
  expect(streamTier('sub', 1400, true)).toBe('main');
});

test('a tile whose width trembles between both keeps what it plays', () => {
  expect(streamTier('sub', 640, true)).toBe('sub');
  expect(streamTier('main', 640, true)).toBe('main');
  expect(streamTier('main', 500, true)).toBe('sub');
});
