import { expect, test } from 'vitest';
import type { Camera } from '../../api/api.ts';
import { changedCounts } from './camera-bulk-draft.ts';

const camera = (fields: Partial<Camera>): Camera =>
  ({
    areaId: null,
    groupId: 'default',
    purposes: ['traffic', 'maintenance'],
    profile: 'none',
    isEnabled: true,
    ...fields,
  }) as Camera;

test('a field that stays is not told of', () => {
  expect(changedCounts([camera({})], {})).toEqual([]);
});

test('only cameras that a change would make different are counted, whatever the order of purposes', () => {
  const cameras = [camera({}), camera({ areaId: 'phuong-a', isEnabled: false })];
  expect(changedCounts(cameras, { areaId: 'phuong-a', isEnabled: true, purposes: ['maintenance', 'traffic'] })).toEqual(
    [
      { field: 'areaId', count: 1 },
      { field: 'purposes', count: 0 },
      { field: 'isEnabled', count: 1 },
    ],
  );
});

test('taking cameras out of their area is a change', () => {
  expect(changedCounts([camera({ areaId: 'phuong-a' })], { areaId: null })).toEqual([{ field: 'areaId', count: 1 }]);
});
