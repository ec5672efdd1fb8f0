import { createLogger } from '@thapcanh/infra/telemetry/logger';
import { expect, test, vi } from 'vitest';
import { PacedLane } from './paced-lane.ts';
import { RollingCount } from './rolling-count.ts';

const log = createLogger('silent', 'archiver');

test('a lane that fails tries again by itself, ever later, and goes on when it can', async () => {
  vi.useFakeTimers();
  try {
    const atMs: number[] = [];
    const step = async (): Promise<boolean> => {
      atMs.push(Date.now());
      if (atMs.length < 12) throw new Error('away');
      return false;
    };
    const lane = new PacedLane({ name: 'x', step, busyPauseMs: 1, idlePauseMs: 1_000, log });
    lane.start();
    await vi.advanceTimersByTimeAsync(600_000);
    const pauses = atMs.slice(1).map((at, index) => at - (atMs[index] ?? 0));
    expect(pauses[0]).toBeLessThanOrEqual(1_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000);
    expect(pauses[8]).toBeGreaterThan(20_000);
    expect(atMs.length).toBeGreaterThan(100);
    await lane.close();
  } finally {
    vi.useRealTimers();
  }
});

test('closing a lane ends the step under way, once', async () => {
  let isOver = false;
  const step = (signal: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        isOver = true;
        resolve(true);
      });
    });
  const lane = new PacedLane({ name: 'x', step, busyPauseMs: 1, idlePauseMs: 1, log });
  lane.start();
  await Promise.all([lane.close(), lane.close()]);
  expect(isOver).toBe(true);
});

test('a rolling count forgets what is older than its window', () => {
  const count = new RollingCount(3_600_000);
  count.add(0, 5);
  count.add(30_000, 5);
  count.add(1_800_000, 7);
  expect(count.sum(3_599_000)).toBe(17);
  expect(count.sum(3_660_000)).toBe(7);
  expect(count.sum(9_000_000)).toBe(0);
});
