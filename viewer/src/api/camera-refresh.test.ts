import { expect, test } from 'vitest';
import { camerasToFetch } from './camera-refresh.ts';

const city = Array.from({ length: 1_000 }, (_, index) => ({ id: `cam-${index}` }));

test('a list that was never fetched, and one that lacks the camera, are fetched whole', () => {
  expect(camerasToFetch(new Set(['cam-1']), undefined)).toBeNull();
  expect(camerasToFetch(new Set(['cam-new']), city)).toBeNull();
});

test('a few of many cameras are fetched by themselves, a storm as one list', () => {
  expect(camerasToFetch(new Set(['cam-1', 'cam-7']), city)).toEqual(['cam-1', 'cam-7']);
  expect(camerasToFetch(new Set(city.slice(0, 11).map(({ id }) => id)), city)).toBeNull();
});

test('where there are only a few cameras, the list is as cheap', () => {
  expect(camerasToFetch(new Set(['cam-0', 'cam-1']), city.slice(0, 3))).toBeNull();
});
