import { expect, test } from 'vitest';
import type { DetectedClass, Detection } from '../../contracts.ts';
import type { Measured } from '../eval-task.ts';
import { OBJECT_CLASSES, type ObjectScene } from '../labels/object-labels.ts';
import { averagePrecision50, detectorTask } from './detector-task.ts';

const at = (x: number) => ({ x, y: 0, width: 10, height: 10 });
const seen = (objectClass: DetectedClass, x: number, score: number): Detection => ({ objectClass, score, box: at(x) });

function scene(
  labels: readonly (readonly [DetectedClass, number])[],
  outcome: readonly Detection[],
  classes: readonly DetectedClass[] = OBJECT_CLASSES,
): Measured<ObjectScene, readonly Detection[]> {
  const objects = labels.map(([objectClass, x]) => ({ objectClass, box: at(x) }));
  return { row: { line: 1, image: 'a.jpg', size: null, group: null, split: null, objects, classes }, outcome };
}

test('a class that was not labelled in a picture is left out of its score there', () => {
  const people = [seen('person', 0, 0.9)];
  const items = [scene([], people, ['car']), scene([['person', 50]], [seen('person', 50, 0.5)])];
  expect(averagePrecision50(items, ['person'])).toBe(1);
  expect(averagePrecision50([scene([], people)], ['person'])).toBeNull();
});

test('a box in another picture hits nothing', () => {
  const items = [scene([['car', 0]], []), scene([], [seen('car', 0, 0.9)])];
  expect(averagePrecision50(items, ['car'])).toBe(0);
});

test('vehicles taken as one forgive the wrong class, and need all three to be labelled', () => {
  const item = scene([['truck', 0]], [seen('car', 1, 0.9)]);
  expect(averagePrecision50([item], ['truck'])).toBe(0);
  expect(averagePrecision50([item], ['car', 'bus', 'truck'])).toBe(1);
  const partly = scene([['truck', 0]], [seen('truck', 1, 0.9)], ['car', 'truck']);
  expect(averagePrecision50([partly], ['car', 'bus', 'truck'])).toBeNull();
});

test('an object seen as two of the classes taken as one is found once', () => {
  const item = scene([['truck', 0]], [seen('car', 1, 0.9), seen('truck', 0, 0.8)]);
  const other = scene([['bus', 0]], [seen('bus', 0, 0.7)]);
  expect(averagePrecision50([item, other], ['car', 'bus', 'truck'])).toBe(1);
});

test('the figures name every class, the mean is over those with objects', () => {
  const items = [
    scene(
      [
        ['car', 0],
        ['car', 20],
        ['person', 40],
      ],
      [seen('car', 0, 0.9), seen('car', 60, 0.8), seen('car', 20, 0.7), seen('bus', 40, 0.6), seen('car', 80, 0.1)],
    ),
  ];
  expect(detectorTask.figures(items)).toEqual({
    n: 3,
    objects: { person: 1, bicycle: 0, car: 2, motorcycle: 0, bus: 0, truck: 0 },
    ap50: {
      person: 0,
      bicycle: null,
      car: 0.5 + 0.5 * (2 / 3),
      motorcycle: null,
      bus: null,
      truck: null,
      vehicle: 0.5 + 0.5 * (2 / 3),
    },
    meanAp50: (0 + 0.5 + 0.5 * (2 / 3)) / 2,
    found: 2 / 3,
    precision: 2 / 4,
  });
});

test('the table tells wrong classes, missed objects and boxes on nothing apart', () => {
  const item = scene(
    [
      ['car', 0],
      ['truck', 20],
      ['bus', 40],
    ],
    [seen('car', 0, 0.9), seen('car', 20, 0.8), seen('person', 80, 0.5), seen('bus', 40, 0.3)],
  );
  const { rows, columns, counts } = detectorTask.confusion([item]);
  const counted = rows.flatMap((row, y) =>
    columns.flatMap((column, x) => (counts[y]?.[x] === 1 ? [`${row} ${column}`] : [])),
  );
  expect(counted).toEqual(['car car', 'bus ∅', 'truck car', '∅ person']);
  expect(detectorTask.mistakes([item], 20)[0]?.caption.en).toBe('1 missed, 1 extra, 1 of the wrong class');
  expect(detectorTask.mistakes([scene([], [])], 20)).toEqual([]);
});
