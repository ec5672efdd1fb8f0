import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AudioClock, type AudioPlace } from './audio-clock.ts';

const RATE = 16_000;
const UNIT = 1_024;

/** Units whose true place runs `factor` times as fast as their samples say, with jitter. */
function play(factor: number, count: number, jitterMs = 0): { places: (AudioPlace | null)[]; targets: number[] } {
  const sut = new AudioClock(RATE);
  const targets = Array.from(
    { length: count },
    (_, n) => n * UNIT * factor + (((n * 7) % 5) - 2) * jitterMs * (RATE / 1_000),
  );
  return { targets, places: targets.map((target) => sut.place(target, UNIT, false)) };
}

test('a clock that agrees is left alone, whatever the jitter', () => {
  const { places } = play(1, 500, 8);
  expect(places.every((place) => place?.duration === UNIT)).toBe(true);
});

test.each([0.99, 1.01])(
  'a clock that is off by a per cent (%f) is followed without a hole and without a drop',
  (factor) => {
    const { places, targets } = play(factor, 2_000, 5);
    let end = 0;
    places.forEach((place, n) => {
      expect(place?.start).toBe(n === 0 ? 0 : end);
      end = (place?.start ?? 0) + (place?.duration ?? 0);
    });
    expect(Math.abs(end - (targets.at(-1) ?? 0) - UNIT)).toBeLessThan(RATE * 0.1);
  },
);

test('lost packets leave a hole of their length', () => {
  const sut = new AudioClock(RATE);
  sut.place(0, UNIT, false);
  expect(sut.place(UNIT * 5, UNIT, true)).toEqual({ start: UNIT * 5, duration: UNIT });
});

test('sound far ahead of the pictures is dropped until they agree, sound far behind goes on where it belongs', () => {
  const sut = new AudioClock(RATE);
  sut.place(RATE * 10, UNIT, false);
  let dropped = 0;
  for (let n = 1; n < 200; n++) if (sut.place(RATE * 9 + n * UNIT, UNIT, false) === null) dropped++;
  expect(dropped).toBeGreaterThan(8);
  const late = Array.from({ length: 100 }, (_, n) => sut.place(RATE * 40 + n * UNIT, UNIT, false));
  expect(late.at(-1)?.start).toBeGreaterThan(RATE * 40);
});

test('units never overlap nor go back, whatever places are claimed', () => {
  const step = fc.tuple(fc.double({ min: -1e9, max: 1e9 }), fc.boolean(), fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const sut = new AudioClock(RATE);
      let end = 0;
      for (const [target, isAfterLoss, action] of steps) {
        if (action === 0) sut.restart();
        const place = sut.place(target, UNIT, isAfterLoss);
        if (place === null) continue;
        expect(place.start).toBeGreaterThanOrEqual(end);
        expect(place.duration).toBeGreaterThan(0);
        end = place.start + place.duration;
      }
    }),
  );
});
