import { expect, test } from 'vitest';
import type { Area } from '../../api/api.ts';
import { areaOptions, areaPath, inTreeOrder } from './area-tree.ts';

const area = (id: string, kind: Area['kind'], parentId: string | null): Area => ({
  ...{ id, kind, parentId, name: id.toUpperCase() },
  ...{ cameras: 0, version: 1 },
});
const AREAS = [
  area('bridge', 'site', 'ward-a'),
  area('ward-a', 'ward', 'hue'),
  area('ward-b', 'ward', 'hue'),
  area('hue', 'province', null),
];

test('an area whose parent is not known stands at the top instead of being lost', () => {
  expect(inTreeOrder([area('bridge', 'site', 'hidden')]).map(({ depth }) => depth)).toEqual([0]);
  expect(areaPath(AREAS, 'gone')).toBe('gone');
});

test('each area is followed by what lies in it', () => {
  expect(inTreeOrder(AREAS).map(({ area: { id }, depth }) => [id, depth])).toEqual([
    ['hue', 0],
    ['ward-a', 1],
    ['bridge', 2],
    ['ward-b', 1],
  ]);
});

test('a select names the way to an area, without repeating the province', () => {
  expect(areaOptions(AREAS).map(({ label }) => label)).toEqual(['HUE', 'WARD-A', 'WARD-A › BRIDGE', 'WARD-B']);
});
