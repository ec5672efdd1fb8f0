import { expect, test } from 'vitest';
import { ALIGNED_POINTS } from './alignment.ts';
import { poseOf } from './face-pose.ts';
import { applySimilarity } from './similarity.ts';

const quarter = { a: 0, b: 3, shiftX: 50, shiftY: -20 };

test('missing points and points that fall together have no pose', () => {
  expect(poseOf(ALIGNED_POINTS.slice(0, 3))).toBeNull();
  expect(poseOf([0, 0, 0, 0].map(() => ({ x: 5, y: 5 })))).toBeNull();
});

test('a level face that looks into the camera reads as zeros', () => {
  const pose = poseOf(ALIGNED_POINTS);
  expect(pose?.turn).toBeCloseTo(0, 1);
  expect(pose?.nod).toBeCloseTo(0, 1);
  expect(pose?.tiltDegrees).toBeCloseTo(0, 0);
});

test('turn and nod do not depend on tilt, size and place', () => {
  const pose = poseOf(ALIGNED_POINTS);
  const tilted = poseOf(ALIGNED_POINTS.map((point) => applySimilarity(quarter, point)));
  expect(tilted?.turn).toBeCloseTo(pose?.turn ?? 9, 9);
  expect(tilted?.nod).toBeCloseTo(pose?.nod ?? 9, 9);
  expect(tilted?.tiltDegrees).toBeCloseTo((pose?.tiltDegrees ?? 0) + 90, 9);
});

test('the nose goes right when the face turns right, and down when it looks down', () => {
  const withNose = (x: number, y: number) =>
    ALIGNED_POINTS.map((point, index) => (index === 2 ? { x: point.x + x, y: point.y + y } : point));
  expect(poseOf(withNose(17.6, 0))?.turn).toBeCloseTo(0.5, 1);
  expect(poseOf(withNose(0, 10))?.nod).toBeGreaterThan(0.2);
  expect(poseOf(withNose(0, -10))?.nod).toBeLessThan(-0.2);
});
