import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthMs, type TimeSpan, withoutSpans } from './time-spans.ts';

const span = (fromMs: number, toMs: number): TimeSpan => ({ fromMs, toMs });

test('an empty or reversed span takes nothing away and adds nothing', () => {
  expect(withoutSpans([span(0, 10), span(5, 5), span(9, 3)], [span(4, 4), span(8, 2)])).toEqual([span(0, 10)]);
});

test('a span in the middle leaves both ends', () => {
  expect(withoutSpans([span(0, 10)], [span(4, 6)])).toEqual([span(0, 4), span(6, 10)]);
});

test('overlapping spans count once', () => {
  expect(lengthMs([span(0, 10), span(5, 12), span(20, 21)])).toBe(13);
});

test('each millisecond is left exactly when a span has it and none takes it', () => {
  const spans = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })).map(([a, b]) => span(a, b)),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(spans, spans, (have, taken) => {
      const has = (list: readonly TimeSpan[], ms: number) => list.some((s) => s.fromMs <= ms && ms < s.toMs);
      const left = withoutSpans(have, taken);
      for (let ms = 0; ms < 40; ms++) expect(has(left, ms)).toBe(has(have, ms) && !has(taken, ms));
    }),
  );
});
