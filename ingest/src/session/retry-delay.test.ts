import { expect, test } from 'vitest';
import { DEFAULT_SESSION_TIMING } from './camera-session-options.ts';
import { retryDelayMs } from './retry-delay.ts';

const delay = (
  code: Parameters<typeof retryDelayMs>[0]['code'],
  failedAttempts: number,
  hadPictures = false,
  random = 0,
) => retryDelayMs({ code, failedAttempts, hadPictures }, DEFAULT_SESSION_TIMING, () => random);

test('a refused account is retried after 30 s at the earliest, then ever more seldom', () => {
  expect([1, 2, 3, 9].map((n) => delay('TC_CAMERA_AUTH_FAILED', n))).toEqual([30_000, 60_000, 120_000, 600_000]);
});

test('what a person must change is retried every 30 to 45 s', () => {
  expect(delay('TC_CAMERA_PATH_NOT_FOUND', 7)).toBe(30_000);
  expect(delay('TC_CAMERA_CODEC_UNSUPPORTED', 7, false, 1)).toBe(45_000);
});

test('a working connection that broke is retried within half a second', () => {
  expect(delay('TC_CAMERA_CONNECTION_LOST', 1, true, 0.999)).toBeLessThan(500);
});

test('an unreachable camera is retried after 0.5 s, doubling to 30 s', () => {
  expect([1, 2, 3, 7, 1_000].map((n) => delay('TC_CAMERA_UNREACHABLE', n, false, 1))).toEqual([
    500, 1_000, 2_000, 30_000, 30_000,
  ]);
});
