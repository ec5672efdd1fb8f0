import { expect, test } from 'vitest';
import type { FoundFace } from '../contracts.ts';
import { mainFace } from './main-face.ts';

const picture = { width: 100, height: 100, data: new Uint8Array(30000) };
const face = (x: number, y: number, side: number): FoundFace => ({
  box: { x, y, width: side, height: side },
  score: 0.9,
  landmarks: [],
});

test('a picture without faces has no main face', () => {
  expect(mainFace([], picture)).toBeNull();
});

test('the face in the middle is meant, not a larger one at the edge, and of two in the middle the larger', () => {
  const middle = face(35, 35, 30);
  expect(mainFace([face(-10, 0, 40), middle], picture)).toBe(middle);
  expect(mainFace([face(45, 45, 10), middle], picture)).toBe(middle);
});
