import fc from 'fast-check';
import { expect, test } from 'vitest';
import { missingMs } from './missing-time.ts';

const span = (startsAtMs: number, endsAtMs: number) => ({ startsAtMs, endsAtMs });

test('without any recording everything is missing', () => {
  expect(missingMs([], 1_000, 5_000)).toBe(4_000);
});

test('time before the first, between two and after the last span is missing', () => {
  expect(missingMs([span(1_100, 2_000), span(2_300, 4_500)], 1_000, 5_000)).toBe(100 + 300 + 500);
});

test('spans that adjoin, overlap or reach beyond the window leave nothing missing', () => {
  expect(missingMs([span(0, 2_000), span(2_000, 3_500), span(3_000, 9_000)], 1_000, 5_000)).toBe(0);
});

test('spans wholly outside the window neither help nor harm', () => {
  expect(missingMs([span(0, 900), span(6_000, 7_000)], 1_000, 5_000)).toBe(4_000);
});

test('every millisecond is counted once, whatever the order of the spans', () => {
  const bound = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(fc.array(fc.tuple(bound, bound), { maxLength: 8 }), (pairs) => {
      const spans = pairs.map(([a, b]) => span(Math.min(a, b), Math.max(a, b)));
      const isMissing = (ms: number) => !spans.some(({ startsAtMs, endsAtMs }) => startsAtMs <= ms && ms < endsAtMs);
      const expected = Array.from({ length: 40 }, (_, index) => 10 + index).filter(isMissing).length;
      expect(missingMs(spans, 10, 50)).toBe(expected);
    }),
  );
});
