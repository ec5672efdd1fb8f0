import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verificationRate } from './verification-rate.ts';

test('without pairs of both kinds there is no rate', () => {
  expect(verificationRate([], new Float32Array([0.1]), 0.001)).toBeNull();
  expect(verificationRate([0.9], new Float32Array(0), 0.001)).toBeNull();
});

test('with fewer than a thousand different pairs none may be accepted', () => {
  const rate = verificationRate([0.9, 0.5, 0.25, 0.75], new Float32Array([0, 0.5, 0.25]), 0.001);
  expect(rate).toEqual({ trueAcceptShare: 0.5, limit: 0.5 });
});

test('a tenth of ten different pairs is one', () => {
  const different = Float32Array.from({ length: 10 }, (_, index) => index / 16);
  expect(verificationRate([9 / 16, 8 / 16, 1], different, 0.1)).toEqual({ trueAcceptShare: 2 / 3, limit: 0.5 });
});

test('different pairs of one similarity are refused together when they are too many', () => {
  expect(verificationRate([0.5, 0.75], new Float32Array([0.5, 0.5, 0.25, 0]), 0.25)).toEqual({
    trueAcceptShare: 0.5,
    limit: 0.5,
  });
});

test('a face that was not found is accepted by nobody', () => {
  const nobody = Number.NEGATIVE_INFINITY;
  expect(verificationRate([nobody, 0.5], new Float32Array([nobody, nobody]), 0.5)?.trueAcceptShare).toBe(0.5);
});

const similarities = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 1, maxLength: 50 });

test('the limit lets through no more than it may, and a looser one accepts no fewer', () => {
  fc.assert(
    fc.property(similarities, similarities, fc.double({ min: 0, max: 1, noNaN: true }), (same, different, share) => {
      const strict = verificationRate(same, Float32Array.from(different), share / 2);
      const loose = verificationRate(same, Float32Array.from(different), share);
      const passed = different.filter((similarity) => similarity > (loose?.limit ?? 0)).length;
      expect(passed / different.length).toBeLessThanOrEqual(share + 1e-9);
      expect(loose?.trueAcceptShare).toBeGreaterThanOrEqual(strict?.trueAcceptShare ?? 1);
    }),
  );
});
