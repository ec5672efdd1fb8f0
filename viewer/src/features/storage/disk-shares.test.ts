import { expect, test } from 'vitest';
import { diskShares, keptDays } from './disk-shares.ts';

test('a disk that was not measured has no shares', () => {
  expect(diskShares({ diskBytes: null, freeBytes: null, bytes: 5 })).toBeNull();
});

test('the shares of a disk add up to its size, even when more recordings are known than fit', () => {
  expect(diskShares({ diskBytes: 100, freeBytes: 40, bytes: 50 })).toEqual({
    recordings: 50,
    other: 10,
    free: 40,
    total: 100,
  });
  expect(diskShares({ diskBytes: 100, freeBytes: 40, bytes: 500 })).toMatchObject({ recordings: 60, other: 0 });
});

test('days kept are counted to a tenth, and never below none', () => {
  const nowMs = Date.parse('2026-11-21T12:00:00Z');
  expect(keptDays('2026-11-20T00:00:00Z', nowMs)).toBe(1.5);
  expect(keptDays('2026-11-22T00:00:00Z', nowMs)).toBe(0);
  expect(keptDays(null, nowMs)).toBe(0);
});
