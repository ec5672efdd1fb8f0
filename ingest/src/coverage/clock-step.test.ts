import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MediaTimeline } from '../rtp/media-timeline.ts';
import { CameraCoverage } from './camera-coverage.ts';
import type { GapAlarm, GapRow } from './gap-row.ts';
import { SteadyClock } from './steady-clock.ts';

const gate = parseCameraId('gate') as CameraId;
const START_MS = 1_800_000_000_000;
const FRAME_MS = 40;
const FRAME_90K = 3_600;

class SteppingClock implements Clock {
  elapsedMs = 0;
  stepMs = 0;
  nowMs = (): number => Math.floor(START_MS + this.elapsedMs + this.stepMs);
  monotonicMs = (): number => this.elapsedMs;
}

/** A camera from its pictures to its gaps, with the recorder's second between them. */
function setUp() {
  const wall = new SteppingClock();
  const setBack: number[] = [];
  const clock = new SteadyClock({ clock: wall, onSetBack: (byMs) => setBack.push(byMs) });
  const rows = new Map<string, GapRow>();
  const alarms: GapAlarm[] = [];
  const now = () => ({ wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() });
  const coverage = new CameraCoverage(
    {
      cameraId: gate,
      epoch: 1,
      coveredToMs: START_MS,
      openGap: null,
      initial: { cause: 'connecting', params: {}, sinceMs: START_MS },
      at: now(),
    },
    {
      save: (row, alarm) => {
        rows.set(row.id, row);
        if (alarm !== undefined) alarms.push(alarm);
      },
      drop: (id) => rows.delete(id),
    },
  );
  const timeline = new MediaTimeline();
  const repaired = () => timeline.repairedTimestamps;
  let frames = 0;
  let isConnected = false;
  let tickAtMs = 1_000;
  const wait = (ms: number): void => {
    wall.elapsedMs += ms;
    for (; tickAtMs <= wall.elapsedMs; tickAtMs += 1_000) coverage.tick(now());
  };
  const record = (ms: number): void => {
    for (const endMs = wall.elapsedMs + ms; wall.elapsedMs < endMs; ) {
      if (!isConnected) timeline.breakRun(clock.nowMs());
      isConnected = true;
      const isKeyFrame = frames % 25 === 0;
      const { atMs, discontinuity } = timeline.stamp(frames++ * FRAME_90K, clock.nowMs(), isKeyFrame, false);
      coverage.recorded(Math.round(atMs), Math.round(atMs + FRAME_MS), discontinuity, clock.monotonicMs());
      wait(FRAME_MS);
    }
  };
  const cut = (ms: number, midway: () => void = () => undefined): void => {
    isConnected = false;
    wait(ms / 2);
    midway();
    wait(ms / 2);
  };
  const gaps = () =>
    [...rows.values()].map(({ startedAtMs, endedAtMs, cause }) => ({ ms: (endedAtMs ?? 0) - startedAtMs, cause }));
  return { wall, setBack, record, cut, wait, gaps, alarms, repaired, coverage };
}

test.each([
  ['before', 0, 30_000],
  ['before', 0, 5_000],
  ['in the middle of', 1, 30_000],
  ['after', 2, 30_000],
])('our clock set back %s an outage hides nothing of it', (_, when, byMs) => {
  const { wall, setBack, record, cut, gaps, repaired } = setUp();
  const step = (now: number): void => {
    if (when === now) wall.stepMs -= byMs;
  };
  record(20_000);
  step(0);
  record(1_000);
  cut(8_000, () => step(1));
  record(1_000);
  step(2);
  record(60_000);
  expect(gaps()).toEqual([{ ms: expect.any(Number), cause: 'network-cut' }]);
  expect(gaps()[0]?.ms).toBeGreaterThan(8_000 * 0.9 - 50);
  expect(gaps()[0]?.ms).toBeLessThan(8_100);
  expect(setBack).toEqual([byMs]);
  expect(repaired()).toBe(0);
});

test('an outage that goes on after our clock was set back is seen and told as soon as any other', () => {
  const { wall, record, cut, wait, alarms, coverage } = setUp();
  record(20_000);
  cut(200, () => {
    wall.stepMs -= 3_600_000;
  });
  wait(7_000);
  expect(coverage.openGap).toMatchObject({ endedAtMs: null, cause: 'camera-silent' });
  wait(5_000);
  expect(alarms).toEqual(['open']);
});

test('our clock set forward is one gap of a clock jump, and no alarm of a camera that delivers', () => {
  const { wall, record, gaps, alarms } = setUp();
  record(20_000);
  wall.stepMs += 3_600_000;
  record(20_000);
  expect(gaps()).toEqual([{ ms: expect.any(Number), cause: 'clock-jump' }]);
  expect(Math.abs((gaps()[0]?.ms ?? 0) - 3_600_000)).toBeLessThan(200);
  expect(alarms).toEqual([]);
});

test('steady time never goes back, is never behind our wall clock, and is our wall clock again in the end', () => {
  const moves = fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: -60_000, max: 60_000 })));
  fc.assert(
    fc.property(moves, (steps) => {
      const wall = new SteppingClock();
      const clock = new SteadyClock({ clock: wall, onSetBack: () => undefined });
      let beforeMs = clock.nowMs();
      for (const [ms, stepMs] of steps) {
        wall.elapsedMs += ms;
        wall.stepMs += stepMs;
        const nowMs = clock.nowMs();
        expect(nowMs).toBeGreaterThanOrEqual(beforeMs + Math.floor(ms * 0.9));
        expect(nowMs).toBeGreaterThanOrEqual(wall.nowMs());
        beforeMs = nowMs;
      }
      wall.elapsedMs += clock.aheadMs * 10 + 1;
      expect(clock.nowMs()).toBe(wall.nowMs());
      expect(clock.aheadMs).toBeLessThan(1);
    }),
  );
});

test('whenever our clock is set back, every cut is a gap of its length', () => {
  const event = fc.record({
    kind: fc.constantFrom('record', 'cut', 'step'),
    ms: fc.integer({ min: 1_000, max: 20_000 }),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 15 }), (events) => {
      const { wall, record, cut, gaps } = setUp();
      record(5_000);
      let cutMs = 0;
      const cuts: number[] = [];
      for (const { kind, ms } of [...events, { kind: 'record', ms: 2_000 }]) {
        if (kind === 'step') wall.stepMs -= ms;
        else if (kind === 'cut') {
          cut(ms);
          cutMs += ms;
        } else {
          if (cutMs > 0) cuts.push(cutMs);
          cutMs = 0;
          record(ms);
        }
      }
      const found = gaps();
      expect(found).toHaveLength(cuts.length);
      cuts.forEach((ms, n) => {
        expect(found[n]?.ms).toBeGreaterThan(ms * 0.9 - 60);
        expect(found[n]?.ms).toBeLessThan(ms + 60);
      });
    }),
    { numRuns: 60 },
  );
});
