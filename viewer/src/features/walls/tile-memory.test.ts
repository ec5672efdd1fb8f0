import { expect, test } from 'vitest';
import { contentOf, recall, remember, rememberNothing } from './tile-memory.ts';

const camera = (cameraId: string) => ({ kind: 'camera', cameraId }) as const;

test('a tile goes back and forth through the last eight things it showed, and stays at the ends', () => {
  let memory = rememberNothing(null);
  for (let index = 1; index <= 9; index += 1) memory = remember(memory, camera(`cam-${index}`));
  expect(memory.shown).toHaveLength(8);
  expect(contentOf(memory)).toEqual(camera('cam-9'));
  expect(contentOf(recall(memory, 1))).toEqual(camera('cam-9'));
  for (let step = 0; step < 20; step += 1) memory = recall(memory, -1);
  expect(contentOf(memory)).toEqual(camera('cam-2'));
  expect(contentOf(recall(memory, 1))).toEqual(camera('cam-3'));
});
