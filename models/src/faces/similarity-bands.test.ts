import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FR_FEATURE_BANDS } from './fr-feature-bands.ts';
import { FACE_CANDIDATE_NOTICE, similarityBandOf } from './similarity-bands.ts';

const { bands } = FR_FEATURE_BANDS;
const rank = (cosine: number): number => bands.indexOf(similarityBandOf(cosine, FR_FEATURE_BANDS));

test('a cosine that is not a number is no likeness', () => {
  expect(similarityBandOf(Number.NaN, FR_FEATURE_BANDS).name).toBe('none');
  expect(similarityBandOf(-1, FR_FEATURE_BANDS).name).toBe('none');
});

test('an empty table is refused', () => {
  expect(() => similarityBandOf(0.5, { ...FR_FEATURE_BANDS, bands: [] })).toThrow('must not be empty');
});

test('a band begins at its limit', () => {
  expect(bands.map(({ name, minCosine }) => [name, similarityBandOf(minCosine, FR_FEATURE_BANDS).name])).toEqual(
    ['very-likely', 'likely', 'possible', 'none'].map((name) => [name, name]),
  );
});

test('a higher cosine never falls into a lower band', () => {
  const cosine = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(cosine, cosine, (first, second) => {
      expect(rank(Math.max(first, second))).toBeLessThanOrEqual(rank(Math.min(first, second)));
    }),
  );
});

test('the more a band claims, the rarer it is wrong and the more it misses', () => {
  for (const [index, band] of bands.entries()) {
    const next = bands[index + 1];
    if (next === undefined) break;
    expect(band.minCosine).toBeGreaterThan(next.minCosine);
    expect(band.falseAcceptRate).toBeLessThan(next.falseAcceptRate);
    expect(band.trueAcceptRate).toBeLessThanOrEqual(next.trueAcceptRate);
  }
});

test('table and notice say in both languages that they are no verdict and whom they were not measured on', () => {
  expect(FR_FEATURE_BANDS.measuredOn).toMatch(/^20\d\d-\d\d-\d\d$/);
  expect(FR_FEATURE_BANDS.source.vi).toContain('người Việt Nam');
  expect(FR_FEATURE_BANDS.source.en).toContain('Vietnamese');
  expect(FACE_CANDIDATE_NOTICE.vi).toContain('không phải kết luận');
  expect(FACE_CANDIDATE_NOTICE.en).toContain('never a verdict');
  for (const { text } of bands) for (const language of ['vi', 'en'] as const) expect(text[language]).toMatch(/\S{2}/);
});
