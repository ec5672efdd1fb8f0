import { expect, test } from 'vitest';
import type { Measured } from '../eval-task.ts';
import type { LabelledPlate, PlateScene } from '../labels/plate-labels.ts';
import { NO_CHARACTER } from './character-confusion.ts';
import type { PlateOutcome, PlateSighting } from './plate-verdicts.ts';
import { platesTask } from './plates-task.ts';

const at = (x: number) => ({ x, y: 0, width: 100, height: 40 });
const plate = (key: string | null, x: number): LabelledPlate => ({ key, box: at(x) });
const unplaced = (key: string): LabelledPlate => ({ key, box: null });
const sighting = (key: string, x: number, confidence = 0.9): PlateSighting => ({ key, confidence, box: at(x) });

let line = 0;
function picture(
  plates: readonly LabelledPlate[],
  readings: readonly PlateSighting[],
): Measured<PlateScene, PlateOutcome> {
  line += 1;
  const row = { line, image: `${line}.jpg`, size: null, group: null, split: null, plates };
  return { row, outcome: { readings, places: readings.map(({ box }) => box) } };
}

test('without pictures nothing is counted', () => {
  expect(platesTask.figures([])).toEqual({
    n: 0,
    plates: 0,
    found: null,
    exact: null,
    misread: null,
    cer: null,
    extra: 0,
  });
});

test('the right text elsewhere in the picture is not the plate, but is no invention either', () => {
  const figures = platesTask.figures([picture([plate('51G49539', 0)], [sighting('51G49539', 300)])]);
  expect(figures).toMatchObject({ n: 1, found: 0, exact: 0, misread: 0, cer: 1, extra: 0 });
});

test('the reading that overlaps the label most counts, a box that shares too little does not', () => {
  const readings = [sighting('51G49538', 30, 0.99), sighting('51G49539', 2, 0.5)];
  expect(platesTask.figures([picture([plate('51G49539', 0)], readings)])).toMatchObject({ exact: 1, misread: 0 });
  expect(platesTask.figures([picture([plate('51G49539', 0)], [sighting('51G49539', 54)])])).toMatchObject({ exact: 0 });
});

test('found, exact, misread and character errors are shares of the labels, extra readings are counted', () => {
  const items = [
    picture([plate('51G49539', 0)], [sighting('51G49539', 3)]),
    picture([plate('59P141818', 0), plate('30A12345', 200)], [sighting('59P141878', 0), sighting('99A99999', 400)]),
    picture([plate(null, 0), plate(null, 200)], [sighting('TC1234', 0)]),
  ];
  expect(platesTask.figures(items)).toEqual({
    n: 3,
    plates: 5,
    found: 3 / 5,
    exact: 1 / 3,
    misread: 1 / 3,
    cer: (0 + 1 + 8) / (8 + 9 + 8),
    extra: 1,
  });
});

test('without a box any reading of the picture counts, the closest for the characters', () => {
  const exact = picture([unplaced('51G49539')], [sighting('30A12345', 0), sighting('51G49539', 200)]);
  expect(platesTask.figures([exact])).toMatchObject({ exact: 1, found: 1, cer: 0, extra: 1 });
  const close = picture([unplaced('51G49539')], [sighting('30A12345', 0), sighting('51G49530', 200)]);
  expect(platesTask.figures([close])).toMatchObject({ exact: 0, misread: 1, cer: 1 / 8 });
});

test('the table holds the characters that were confused, lost and added', () => {
  const items = [
    picture([plate('51G49539', 0)], [sighting('57G49539', 0)]),
    picture([plate('51G49539', 0)], [sighting('51G4953', 0)]),
    picture([plate('51G49539', 0)], [sighting('51G495391', 0)]),
    picture([plate('51G49539', 0)], []),
  ];
  expect(platesTask.confusion(items)).toEqual({
    rows: ['1', '9', NO_CHARACTER],
    columns: ['1', '7', '9', NO_CHARACTER],
    counts: [
      [2, 1, 0, 0],
      [0, 0, 5, 1],
      [1, 0, 0, 0],
    ],
  });
});

test('a wrong text is worse the surer it was, and worse than none', () => {
  const items = [
    picture([plate('51G49539', 0)], []),
    picture([plate('51G49539', 0)], [sighting('51G49530', 0, 0.5)]),
    picture([plate('51G49539', 0)], [sighting('51G49531', 0, 0.8)]),
    picture([plate('51G49539', 0)], [sighting('51G49539', 0, 0.8)]),
  ];
  expect(platesTask.mistakes(items, 20).map(({ caption }) => caption.en)).toEqual([
    '51G49539 → 51G49531 (0.80)',
    '51G49539 → 51G49530 (0.50)',
    '51G49539: not read',
  ]);
  expect(platesTask.mistakes(items, 1)[0]?.pictures[0]?.marks.map(({ kind }) => kind)).toEqual(['labelled', 'found']);
});
