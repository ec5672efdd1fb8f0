import { expect, test } from 'vitest';
import type { Wall } from '../../api/api.ts';
import { newScreen, withLayout, withPreset, withReserve } from './wall-edit.ts';

const screenOf = (id: string, layout: '4' | '9', taken: number[]) => {
  const screen = newScreen(id, id, layout, taken);
  const standing = { source: 'preset' as const, owner: null, since: '', lock: null, alarm: null, incident: null };
  return { ...screen, panels: screen.panels.map((panel) => ({ ...panel, ...standing, content: null })) };
};
const screens: Wall['screens'] = [screenOf('s1', '4', []), screenOf('s2', '4', [1, 2, 3, 4])];
const numbers = (edits: { panels: { number: number }[] }[]) =>
  edits.map(({ panels }) => panels.map(({ number }) => number));

test('panels of a new screen get numbers that are free', () => {
  expect(numbers(screens)).toEqual([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
});

test('a larger layout keeps the numbers that are there and takes free ones', () => {
  expect(numbers(withLayout(screens, 's1', '9'))).toEqual([
    [1, 2, 3, 4, 9, 10, 11, 12, 13],
    [5, 6, 7, 8],
  ]);
  expect(numbers(withLayout(screens, 's2', '1'))).toEqual([[1, 2, 3, 4], [5]]);
});

test('a panel is reserved for alarms, and the others are not touched', () => {
  const reserve = { severity: 3, showS: null } as const;
  const panels = withReserve(screens, 6, reserve).flatMap((screen) => screen.panels);
  expect(panels.filter((panel) => panel.reserve !== null)).toMatchObject([{ number: 6, reserve }]);
});

test('what stands on the wall becomes a preset, but for alarms and what the viewer may not see', () => {
  const camera = { kind: 'camera', cameraId: 'cam-1' } as const;
  const [first, ...others] = screens;
  const standing = (first?.panels ?? []).map((panel, index) => ({
    ...panel,
    content: [camera, { kind: 'hidden' } as const, camera, null][index] ?? null,
    source: index === 2 ? ('alarm' as const) : ('preset' as const),
  }));
  const wall = { screens: [{ ...first, panels: standing }, ...others], presets: [{ number: 1, name: 'A', tiles: [] }] };
  expect(withPreset(wall as unknown as Wall, 2, 'B')).toEqual([
    { number: 1, name: 'A', tiles: [] },
    { number: 2, name: 'B', tiles: [{ panel: 1, content: camera }] },
  ]);
});
