import { CAMERA_FAULTS } from '@thapcanh/core/camera/camera-fault';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_SESSION_TIMING } from './camera-session-options.ts';
import { type RetryInput, retryDelayMs } from './retry-delay.ts';

const delay = (code: RetryInput['code'], failedAttempts: number, more: Partial<RetryInput> = {}, random = 1) =>
  retryDelayMs(
    { code, failedAttempts, hadPictures: false, hasWorked: false, ...more },
    DEFAULT_SESSION_TIMING,
    () => random,
  );
const series = (code: RetryInput['code'], more: Partial<RetryInput> = {}) =>
  [1, 2, 3, 4, 5, 30].map((n) => delay(code, n, more) / 1_000);

test('a refused account is retried after 30 s at the earliest, then ever more seldom, also when it worked before', () => {
  expect([1, 2, 3, 9].map((n) => delay('TC_CAMERA_AUTH_FAILED', n, { hasWorked: true }, 0))).toEqual([
    30_000, 60_000, 120_000, 600_000,
  ]);
});

test('what a person must change is retried every 30 to 45 s', () => {
  expect(delay('TC_CAMERA_PATH_NOT_FOUND', 7, {}, 0)).toBe(30_000);
  expect(delay('TC_CAMERA_CODEC_UNSUPPORTED', 7)).toBe(45_000);
});

test('each class of failure backs off at its own pace', () => {
  expect(series('TC_CAMERA_UNREACHABLE')).toEqual([0.5, 1, 2, 4, 8, 30]);
  expect(series('TC_CAMERA_NO_FRAMES')).toEqual([1, 2, 4, 8, 16, 30]);
  expect(series('TC_CAMERA_PROTOCOL')).toEqual([2, 4, 8, 16, 32, 60]);
  expect(series('TC_CAMERA_BUSY')).toEqual([5, 10, 20, 40, 60, 60]);
});

test('a working connection that broke is retried within half a second', () => {
  expect(delay('TC_CAMERA_CONNECTION_LOST', 1, { hadPictures: true, hasWorked: true }, 0.999)).toBeLessThan(500);
});

test('a camera that worked before is tried again within 2 s for the first ten attempts', () => {
  expect(series('TC_CAMERA_UNREACHABLE', { hasWorked: true })).toEqual([0.5, 1, 2, 2, 2, 30]);
  expect(series('TC_CAMERA_BUSY', { hasWorked: true })).toEqual([2, 2, 2, 2, 2, 60]);
});

test('every fault has a wait of more than nothing and at most 15 minutes', () => {
  const codes = Object.keys(CAMERA_FAULTS) as RetryInput['code'][];
  fc.assert(
    fc.property(
      fc.constantFrom(...codes),
      fc.integer({ min: 1, max: 1e9 }),
      fc.boolean(),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (code, failedAttempts, hasWorked, random) => {
        const delayMs = delay(code, failedAttempts, { hasWorked }, random);
        expect(delayMs).toBeGreaterThan(0);
        expect(delayMs).toBeLessThanOrEqual(900_000);
      },
    ),
  );
});
