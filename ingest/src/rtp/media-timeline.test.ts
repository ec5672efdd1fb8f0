import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MediaTimeline } from './media-timeline.ts';

const STEP = 3600;

function run(frames: readonly { rtp: number; arrivalMs: number; isKeyFrame?: boolean; isAfterLoss?: boolean }[]) {
  const sut = new MediaTimeline();
  const stamps = frames.map(({ rtp, arrivalMs, isKeyFrame = false, isAfterLoss = false }) =>
    sut.stamp(rtp >>> 0, arrivalMs, isKeyFrame, isAfterLoss),
  );
  return { sut, stamps };
}

test('wall time is the first arrival advanced by the camera clock, whatever the jitter', () => {
  const { stamps } = run(
    Array.from({ length: 100 }, (_, n) => ({ rtp: 500 + n * STEP, arrivalMs: 10_000 + n * 40 + (n % 3) * 30 })),
  );
  expect(stamps.map((stamp) => stamp.atMs)).toEqual(stamps.map((_, n) => 10_000 + n * 40));
  expect(stamps.filter((stamp) => stamp.discontinuity !== null)).toHaveLength(1);
});

test('a timestamp wraps at 32 bits without a jump', () => {
  const { sut, stamps } = run([
    { rtp: 0xffff_ff00, arrivalMs: 0 },
    { rtp: 0xffff_ff00 + STEP, arrivalMs: 40 },
  ]);
  expect(stamps[1]?.decodeTime90k).toBe(STEP);
  expect(sut.repairedTimestamps).toBe(0);
});

test('a jump back or by more than 5 s is replaced by the arrival distance; the next key frame says so', () => {
  for (const jump of [-90_000, 600_000]) {
    const { sut, stamps } = run([
      { rtp: 0, arrivalMs: 0, isKeyFrame: true },
      { rtp: STEP, arrivalMs: 40 },
      { rtp: STEP + jump, arrivalMs: 80 },
      { rtp: 2 * STEP + jump, arrivalMs: 120, isKeyFrame: true },
    ]);
    expect(stamps.map((stamp) => stamp.decodeTime90k)).toEqual([0, STEP, 2 * STEP, 3 * STEP]);
    expect(stamps.map((stamp) => stamp.discontinuity)).toEqual(['start', null, null, 'clock-jump']);
    expect(sut.repairedTimestamps).toBe(1);
  }
});

test('a discontinuity says what it comes from, a loss before a jump of the clock', () => {
  const keys = (last: { rtp: number; arrivalMs: number; isAfterLoss?: boolean }) =>
    run([
      { rtp: 0, arrivalMs: 0, isKeyFrame: true },
      { rtp: STEP, arrivalMs: 40 },
      { ...last, isKeyFrame: true },
    ])
      .stamps.map((stamp) => stamp.discontinuity)
      .at(-1);
  expect(keys({ rtp: 2 * STEP, arrivalMs: 80 })).toBeNull();
  expect(keys({ rtp: 900 * STEP, arrivalMs: 80 })).toBe('clock-jump');
  expect(keys({ rtp: 25 * STEP, arrivalMs: 1_000, isAfterLoss: true })).toBe('loss');
  expect(keys({ rtp: 900 * STEP, arrivalMs: 80, isAfterLoss: true })).toBe('loss');
});

test('a stall that is made up for does not move the clock', () => {
  const frames = Array.from({ length: 400 }, (_, n) => ({
    rtp: n * STEP,
    arrivalMs: n >= 200 && n < 275 ? 275 * 40 : n * 40,
    isKeyFrame: n % 25 === 0,
  }));
  const { stamps } = run(frames);
  expect(stamps.at(-1)?.atMs).toBe(399 * 40);
  expect(stamps.filter((stamp) => stamp.discontinuity !== null)).toHaveLength(1);
});

test('when arrival runs more than 2 s ahead, both clocks jump by the same amount at a key frame', () => {
  const { stamps } = run(
    Array.from({ length: 500 }, (_, n) => ({
      rtp: n * STEP,
      arrivalMs: n * 40 + (n >= 200 ? 3_000 : 0),
      isKeyFrame: n % 25 === 0,
    })),
  );
  const jumps = stamps.flatMap((stamp, n) => (stamp.discontinuity === null ? [] : [n]));
  expect(jumps).toHaveLength(2);
  const at = jumps[1] ?? 0;
  expect(at % 25).toBe(0);
  const before = stamps[at - 1]!;
  const after = stamps[at]!;
  expect((after.decodeTime90k - before.decodeTime90k) / 90).toBeCloseTo(after.atMs - before.atMs, 1);
  expect(Math.abs((stamps.at(-1)?.atMs ?? 0) - (499 * 40 + 3_000))).toBeLessThan(1);
});

test('wall time that runs ahead of arrival is steered back without going back', () => {
  const { stamps } = run(
    Array.from({ length: 3_000 }, (_, n) => ({ rtp: n * STEP, arrivalMs: Math.max(0, n - 100) * 40 })),
  );
  for (let n = 1; n < stamps.length; n++) expect(stamps[n]!.atMs).toBeGreaterThan(stamps[n - 1]!.atMs);
  expect(stamps.at(-1)!.atMs - 2_899 * 40).toBeLessThan(150);
  expect(stamps.filter((stamp) => stamp.discontinuity !== null)).toHaveLength(1);
});

test('clocks never go back and a discontinuity is always a key frame or a start, whatever comes', () => {
  const frame = fc.record({
    rtp: fc.oneof(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 0, max: 20 * STEP })),
    arrivalMs: fc.double({ min: 0, max: 1e7, noNaN: true }),
    isKeyFrame: fc.boolean(),
    isAfterLoss: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(frame, { minLength: 2, maxLength: 80 }), (frames) => {
      const { stamps } = run(frames);
      for (let n = 1; n < stamps.length; n++) {
        expect(stamps[n]!.decodeTime90k).toBeGreaterThan(stamps[n - 1]!.decodeTime90k);
        expect(Number.isSafeInteger(stamps[n]!.decodeTime90k)).toBe(true);
        expect(stamps[n]!.atMs).toBeGreaterThan(stamps[n - 1]!.atMs);
        if (stamps[n]!.discontinuity !== null) expect(frames[n]!.isKeyFrame).toBe(true);
      }
    }),
  );
});

test('after a reconnect both clocks go on from where they were by the time that passed', () => {
  const sut = new MediaTimeline();
  sut.stamp(0, 1_000, true, false);
  sut.stamp(STEP, 1_040, false, false);
  sut.breakRun(5_040);
  expect(sut.stamp(123_456, 5_100, true, false)).toEqual({
    decodeTime90k: STEP + 4_000 * 90,
    atMs: 5_040,
    discontinuity: 'reconnect',
  });
  sut.breakRun(4_000);
  expect(sut.stamp(9, 5_140, true, false)).toEqual({
    decodeTime90k: 2 * STEP + 4_000 * 90,
    atMs: 5_080,
    discontinuity: 'reconnect',
  });
});

test('a reconnect never hides time that passed, although the clock was ahead of arrival', () => {
  const sut = new MediaTimeline();
  // The first picture came 1.5 s late, so that all that follow are ahead.
  let last = sut.stamp(0, 10_000, true, false);
  for (let n = 1; n <= 10; n++) last = sut.stamp(n * STEP, 8_500 + n * 40, false, false);
  sut.breakRun(9_900);
  const next = sut.stamp(77, 9_900, true, false);
  expect(next.atMs - last.atMs).toBeCloseTo(1_000, 6);
  expect((next.decodeTime90k - last.decodeTime90k) / 90).toBeCloseTo(1_000, 1);
});

test.each([1_000, 8_000, 45_000, 1_000_000])(
  'a clock of %i Hz is found out and the pictures get their pace back',
  (rate) => {
    const { stamps } = run(
      Array.from({ length: 1_500 }, (_, n) => ({
        rtp: Math.round((n * rate) / 25),
        arrivalMs: n * 40 + (n % 3) * 5,
        isKeyFrame: n % 25 === 0,
      })),
    );
    const last = stamps.slice(-500);
    expect(last.some((stamp) => stamp.discontinuity !== null)).toBe(false);
    const elapsed90k = (last.at(-1)?.decodeTime90k ?? 0) - (last[0]?.decodeTime90k ?? 0);
    expect(Math.abs(elapsed90k / (499 * STEP) - 1)).toBeLessThan(0.02);
    expect(Math.abs((stamps.at(-1)?.atMs ?? 0) - 1_499 * 40)).toBeLessThan(400);
  },
);

test('a network that falls behind for ten seconds and catches up does not change the rate', () => {
  const delays = (n: number): number =>
    n < 100 ? 0 : n < 350 ? (n - 100) * 40 * 0.5 : Math.max(0, 5_000 - (n - 350) * 30);
  const { stamps } = run(
    Array.from({ length: 900 }, (_, n) => ({ rtp: n * STEP, arrivalMs: n * 40 + delays(n), isKeyFrame: n % 25 === 0 })),
  );
  const last = stamps.slice(-200);
  expect(((last.at(-1)?.decodeTime90k ?? 0) - (last[0]?.decodeTime90k ?? 0)) / 199).toBeCloseTo(STEP, 0);
});

test.each([
  ['stand still', () => 77],
  ['are drawn by lot', (n: number) => (n * 2_654_435_761) % 2 ** 32],
  ['run backwards', (n: number) => 2 ** 31 - n * STEP],
])('timestamps that %s are replaced by arrival, without a discontinuity at every key frame', (_, rtp) => {
  const { sut, stamps } = run(
    Array.from({ length: 500 }, (_, n) => ({ rtp: rtp(n), arrivalMs: n * 40, isKeyFrame: n % 25 === 0 })),
  );
  expect(stamps.slice(100).some((stamp) => stamp.discontinuity !== null)).toBe(false);
  expect(Math.abs((stamps.at(-1)?.atMs ?? 0) - 499 * 40)).toBeLessThan(300);
  expect(sut.repairedTimestamps).toBeGreaterThan(300);
});
