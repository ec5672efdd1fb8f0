import { expect, test } from 'vitest';
import { figuresOf, ratioOf } from './engine-figures.ts';

const measured = { cameras: 8, wallMs: 20_000, cpuSeconds: 2, rssBytes: 96_000_000, pssBytes: 48_000_000 };
const ours = { cpuSecondsPerCameraMinute: 0.75, rssMbPerCamera: 12, pssMbPerCamera: 6 };

test('there is no ratio to an engine that was not measured, and none to zero', () => {
  expect(ratioOf(null, ours, 'rssMbPerCamera')).toBeNull();
  expect(ratioOf(ours, { ...ours, cpuSecondsPerCameraMinute: 0 }, 'cpuSecondsPerCameraMinute')).toBeNull();
});

test('figures are those of one camera, CPU those of one minute', () => {
  expect(figuresOf(measured)).toEqual(ours);
});

test('a ratio says how many times of ours the other uses', () => {
  const other = { cpuSecondsPerCameraMinute: 2.25, rssMbPerCamera: 40, pssMbPerCamera: 20 };
  expect(ratioOf(other, ours, 'cpuSecondsPerCameraMinute')).toBe(3);
  expect(ratioOf(other, ours, 'pssMbPerCamera')).toBe(3.33);
});
