import type { ObjectClass } from '@thapcanh/core/passages/passage';
import { expect, test } from 'vitest';
import { isObjectConfirmed } from '../passages/passage-rules.ts';
import { ObjectTracker } from './object-tracker.ts';
import { frameAt } from './observation.fixture.ts';
import type { ObjectObservation } from './observation.ts';

const START_MS = 1_700_000_000_000;

const objectAt = (x: number, y: number, size = 60, objectClass: ObjectClass = 'car'): ObjectObservation => ({
  box: { x: x - size / 2, y: y - size / 2, width: size, height: size },
  objectClass,
  score: 0.6,
});

function run(pictures: readonly (readonly ObjectObservation[])[], everyMs = 1000) {
  const tracker = new ObjectTracker();
  const tracks = new Set(
    pictures.flatMap((objects, index) =>
      tracker.update(frameAt(START_MS + index * everyMs, [], objects)).seen.map((entry) => entry.track),
    ),
  );
  return [...tracks];
}

test('a parked vehicle does not count, however long it stands and flickers', () => {
  const pictures = Array.from({ length: 120 }, (_, second) =>
    second % 4 === 3 ? [] : [objectAt(300 + (second % 2) * 3, 200)],
  );
  const tracks = run(pictures);
  expect(tracks).toHaveLength(1);
  expect(tracks.filter(isObjectConfirmed)).toEqual([]);
});

test('people do not count as vehicles', () => {
  const tracks = run([0, 1, 2, 3].map((second) => [objectAt(200 + second * 80, 200, 60, 'person')]));
  expect(tracks.filter(isObjectConfirmed)).toEqual([]);
});

test('an object seen twice does not count yet', () => {
  expect(run([[objectAt(100, 200)], [objectAt(200, 200)]]).filter(isObjectConfirmed)).toEqual([]);
});

test('a vehicle that moves by more than its own length between pictures is one vehicle', () => {
  const tracks = run([0, 1, 2, 3, 4].map((second) => [objectAt(100 + second * 110, 200)]));
  expect(tracks).toHaveLength(1);
  expect(tracks.filter(isObjectConfirmed)).toHaveLength(1);
});

test('two vehicles that pass each other keep their own way', () => {
  const tracks = run(
    [0, 1, 2, 3, 4, 5].map((second) => [objectAt(100 + second * 90, 200), objectAt(560 - second * 90, 260)]),
  );
  expect(tracks).toHaveLength(2);
  expect(tracks.every((track) => track.count === 6)).toBe(true);
});

test('the class is the majority over pictures', () => {
  const classes: ObjectClass[] = ['truck', 'car', 'car', 'truck', 'car'];
  const tracks = run(classes.map((objectClass, second) => [objectAt(100 + second * 40, 200, 60, objectClass)]));
  expect(tracks.map((track) => track.objectClass)).toEqual(['car']);
});

test('a vehicle gone for more than 5 s is another one when something comes again', () => {
  const tracks = run([[objectAt(100, 200)], [objectAt(200, 200)], [], [], [], [], [], [], [objectAt(210, 200)]]);
  expect(tracks).toHaveLength(2);
});

test('open tracks are bounded', () => {
  const tracker = new ObjectTracker();
  const many = Array.from({ length: 200 }, (_, index) => objectAt((index % 20) * 60, Math.floor(index / 20) * 60, 20));
  expect(tracker.update(frameAt(START_MS, [], many)).ended).toHaveLength(72);
  expect(tracker.openTracks).toHaveLength(128);
});
