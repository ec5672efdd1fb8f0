import { expect, test } from 'vitest';
import type { Measured } from '../eval-task.ts';
import type { PlateCrop } from '../labels/plate-labels.ts';
import { type CropOutcome, plateCropsTask } from './plate-crops-task.ts';

let line = 0;
function crop(wanted: string, read: string, confidence = 0.9): Measured<PlateCrop, CropOutcome> {
  line += 1;
  const row = { line, image: `${line}.jpg`, size: null, group: null, split: null, key: wanted };
  return { row, outcome: { key: read, confidence } };
}

test('a crop in which nothing is read costs all its characters', () => {
  const items = [crop('51G49539', '51G49539'), crop('51G49539', ''), crop('29MD112345', '29MD11234')];
  expect(plateCropsTask.figures(items)).toEqual({ n: 3, found: 2 / 3, exact: 1 / 3, cer: (0 + 8 + 1) / 26 });
});

test('the surest wrong text comes first, and an empty one is shown', () => {
  const items = [crop('51G49539', '', 0), crop('51G49539', '51G49530', 0.7), crop('51G49539', '51G49539')];
  expect(plateCropsTask.mistakes(items, 20).map(({ caption }) => caption.vi)).toEqual([
    '51G49539 → 51G49530 (0.70)',
    '51G49539 → ∅ (0.00)',
  ]);
});
