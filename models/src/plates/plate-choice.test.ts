import fc from 'fast-check';
import { expect, test } from 'vitest';
import { charactersOf, likelyPlates } from './plate-choice.ts';
import { readerLogits } from './plate-text.fixture.ts';
import { decodePlateText } from './plate-text-reader.ts';

const candidates = (rows: [string, string], ground: 'white' | 'red' | 'unknown' = 'white') =>
  likelyPlates(decodePlateText(readerLogits(rows)), ground);

test('signs, dates and phone numbers are no plates', () => {
  for (const rows of [
    ['', ''],
    ['TAPHA', ''],
    ['', '0912345678'],
    ['2026', '0714'],
    ['CAFE', '24H'],
  ] as [string, string][])
    expect(candidates(rows)).toEqual([]);
});

test('army plates need a ground that may be red', () => {
  expect(candidates(['', 'QH1234'])).toEqual([]);
  expect(candidates(['', 'QH1234'], 'red')[0]?.plate.display).toBe('QH-12-34');
  expect(candidates(['', 'QH1234'], 'unknown')[0]?.plate.display).toBe('QH-12-34');
  expect(candidates(['', 'ZZ1234'], 'unknown')).toEqual([]);
});

test('the grammar chooses among the characters that the recogniser offers', () => {
  const [best] = candidates(['', '30A1234[B:.55,8:.4]']);
  expect(best?.plate).toMatchObject({ text: '30A12348', warnings: [] });
  expect(best?.rawText).toBe('30A12348');
});

test('a sure character is kept where both are legal, however likely the other kind', () => {
  const [best] = candidates(['59[Z:.98][1:.9,B:.1]', '23456']);
  expect(best?.plate.text).toBe('59Z123456');
  expect(candidates(['59[Z:.98][B:.9,8:.1]', '23456'])[0]?.plate.text).toBe('59ZB23456');
});

test('a look-alike is repaired only where nothing that was offered fits', () => {
  const [best] = candidates(['', '30A1234[D:.97]']);
  expect(best?.plate).toMatchObject({ text: '30A12340', warnings: ['repaired'] });
  expect(best?.rawText).toBe('30A1234D');
  const [offered] = candidates(['', '30A1234[D:.9,9:.08]']);
  expect(offered?.plate).toMatchObject({ text: '30A12349', warnings: [] });
});

test('a plate without a line break and one with it keep their kinds', () => {
  expect(candidates(['36B1', '1234'])[0]?.plate.kindCandidates).toEqual(['motorbike-old', 'car']);
  expect(candidates(['', '36B11234'])[0]?.plate.kindCandidates).toEqual(['car']);
});

test('the other recogniser decides between texts that are nearly as likely, not against a sure one', () => {
  const other = [...'30A12845'].map((char) => [{ char, probability: 0.9 }]);
  const unsure = decodePlateText(readerLogits(['', '30A12[3:.6,8:.4]45']));
  const sure = decodePlateText(readerLogits(['', '30A12[3:.98,8:.02]45']));
  expect(likelyPlates(unsure, 'white')[0]?.plate.text).toBe('30A12345');
  expect(likelyPlates(unsure, 'white', other)[0]?.plate.text).toBe('30A12845');
  expect(likelyPlates(sure, 'white', other)[0]?.plate.text).toBe('30A12345');
});

test('a character is as sure as it is among those that fit its place', () => {
  const [best] = candidates(['', '30A12[0:.6,D:.38]45']);
  if (best === undefined) throw new Error('no plate');
  const characters = charactersOf(best, 'white');
  expect(characters.map(({ char }) => char).join('')).toBe('30A12045');
  expect(characters[5]?.confidence).toBeGreaterThan(0.9);
  const [open] = candidates(['59Z[1:.6,B:.38]', '23456']);
  expect(open && charactersOf(open, 'white')[3]?.confidence).toBeCloseTo(0.6, 1);
});

test('whatever is offered, no character stands in a candidate that was not', () => {
  const place = fc.uniqueArray(fc.constantFrom(...'013578ABDHMNĐ'), { minLength: 1, maxLength: 4 }).map((chars) => {
    const shares = chars.map((_, index) => 0.9 / 2 ** (index + 1));
    return `[${chars.map((char, index) => `${char}:${shares[index]}`).join()}]`;
  });
  const row = fc.array(place, { minLength: 3, maxLength: 6 }).map((places) => places.join(''));
  fc.assert(
    fc.property(row, row, (top, bottom) => {
      const text = decodePlateText(readerLogits([top, bottom]));
      for (const candidate of likelyPlates(text, 'white')) {
        const characters = charactersOf(candidate, 'white');
        expect(characters).toHaveLength(candidate.choices.length);
        for (const [index, { char, confidence }] of characters.entries()) {
          expect(candidate.choices[index]?.map((choice) => choice.char)).toContain(char);
          expect(confidence).toBeLessThanOrEqual(1 + 1e-9);
        }
      }
    }),
    { numRuns: 60, seed: 9 },
  );
});
