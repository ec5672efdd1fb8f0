import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SizeHint } from './size-hint.ts';

/** One stretch of nine pictures around a size, ended by a decoded one. */
function stretch(hint: SizeHint, size: number, spread: number, isChanged: boolean, seed: number): string {
  for (let n = 0; n < 9; n++) hint.take(size * (1 + spread * Math.sin(seed * 12.9 + n * 78.2)));
  const { verdict } = hint;
  hint.decoded(isChanged);
  return verdict;
}

/** Days of one camera: still, with an event every eighth stretch that makes pictures `factor` times as large. */
function watched(factor: number, spread: number, drift = 0): SizeHint {
  const hint = new SizeHint();
  for (let n = 0; n < 80; n++) {
    const isEvent = n > 20 && n % 8 === 0;
    const usual = 4_000 * (1 + drift * Math.sin(n));
    stretch(hint, isEvent ? usual * factor : usual, spread, isEvent, n);
  }
  return hint;
}

test('without proof it says nothing', () => {
  const hint = new SizeHint();
  for (let n = 0; n < 200; n++) expect(stretch(hint, 4_000, 0.05, false, n)).toBe('unknown');
  expect(hint.isQualified).toBe(false);
});

test('a constant bit rate, where events do not show, never qualifies', () => {
  expect(watched(1.02, 0.04).isQualified).toBe(false);
});

test('still stretches that vary by more than 10 % never qualify, even when events show', () => {
  expect(watched(6, 0.05, 0.3).isQualified).toBe(false);
});

test('a constant quality qualifies: quiet stays quiet, a person is active', () => {
  const hint = watched(6, 0.07);
  expect(hint.isQualified).toBe(true);
  expect(hint.stillVariation).toBeLessThan(0.1);
  expect(stretch(hint, 4_000, 0.07, false, 3)).toBe('quiet');
  expect(stretch(hint, 24_000, 0.07, true, 4)).toBe('active');
});

test('it loses its word when changes come that it did not show, and with a reset', () => {
  const hint = watched(6, 0.05);
  for (let n = 0; n < 3; n++) stretch(hint, 4_000, 0.05, true, n);
  expect(hint.isQualified).toBe(false);
  const other = watched(6, 0.05);
  other.reset();
  expect(other.isQualified).toBe(false);
});

test('it follows a scene whose usual size drifts from day to night', () => {
  const hint = watched(6, 0.05);
  for (let n = 0; n < 300; n++) stretch(hint, 4_000 * (1 + n / 300), 0.05, false, n);
  expect(stretch(hint, 8_000, 0.05, false, 1)).toBe('quiet');
});

test('any sizes leave it in order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(10_000_000), fc.boolean(), fc.boolean())), (steps) => {
      const hint = new SizeHint();
      for (const [bytes, isDecoded, isChanged] of steps) {
        hint.take(bytes);
        if (isDecoded) hint.decoded(isChanged);
        expect(['unknown', 'quiet', 'active']).toContain(hint.verdict);
      }
    }),
  );
});
