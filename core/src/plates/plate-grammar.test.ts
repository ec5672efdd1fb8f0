import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MILITARY_UNITS } from './military-units.ts';
import { type PlateHints, type PlateWarning, parsePlate } from './plate-grammar.ts';
import { plateSearchKey } from './plate-key.ts';
import {
  PLATE_KINDS,
  type PlateKindId,
  SECOND_SERIES_LETTERS,
  SERIES_LETTERS,
  SPECIAL_SERIES,
  STATE_SERIES_LETTERS,
} from './plate-kinds.ts';
import { NEVER_ISSUED_CODES, PROVINCE_CODES, provinceNameOn } from './province-codes.ts';

test.each([
  '',
  '   ',
  'MÔ PHỎNG / SIMULATED',
  'CAFE 24H',
  '0912 345 678',
  '30A-123',
  '05A-123.45',
  '30I-123.45x',
  '30W-123.45',
  '29-B1 123.456',
  'CAM 01 12:30:45',
  '2026-07-14',
  'A'.repeat(65),
])('refuses %j', (raw) => {
  expect(parsePlate(raw)).toBeNull();
});

const cases: [
  raw: string,
  hints: PlateHints,
  text: string,
  display: string,
  kinds: PlateKindId[],
  warnings: PlateWarning[],
][] = [
  ['30A-123.45', { ground: 'white', lines: 1 }, '30A12345', '30A-123.45', ['car'], []],
  ['29A-1234', { ground: 'white', lines: 1 }, '29A1234', '29A-1234', ['car'], []],
  ['51b 123.45', { ground: 'yellow', lines: 1 }, '51B12345', '51B-123.45', ['car-commercial'], []],
  ['80A-001.23', { ground: 'blue', lines: 1 }, '80A00123', '80A-001.23', ['car-state'], []],
  ['80CD-001.23', { ground: 'blue', lines: 1 }, '80CD00123', '80CD-001.23', ['car-state'], []],
  ['29-AA\n123.45', { ground: 'white', lines: 2 }, '29AA12345', '29-AA 123.45', ['motorbike'], []],
  ['59-Z1\n234.56', { ground: 'white', lines: 2 }, '59Z123456', '59-Z1 234.56', ['motorbike-old'], []],
  ['36-B1\n1234', { ground: 'white', lines: 2 }, '36B11234', '36-B1 1234', ['motorbike-old', 'car'], []],
  ['64-FC\n3090', { ground: 'white', lines: 2 }, '64FC3090', '64-FC 3090', ['moped-old'], []],
  ['36B\n112.34', { ground: 'white', lines: 2 }, '36B11234', '36B-112.34', ['car', 'motorbike-old'], []],
  ['36B11234', { ground: 'white', lines: 1 }, '36B11234', '36B-112.34', ['car'], []],
  ['29-A1\n001.23', { ground: 'blue', lines: 2 }, '29A100123', '29-A1 001.23', ['motorbike-state'], []],
  ['29-MĐ1\n123.45', { ground: 'white', lines: 2 }, '29MĐ112345', '29-MĐ1 123.45', ['motorbike-electric'], []],
  ['29MD112345', {}, '29MĐ112345', '29-MĐ1 123.45', ['motorbike-electric'], []],
  ['29NO112345', {}, '29MĐ112345', '29-MĐ1 123.45', ['motorbike-electric'], ['repaired']],
  ['29-MĐ\n123.45', { lines: 2 }, '29MĐ12345', '29-MĐ 123.45', ['motorbike-electric'], ['series-digit-missing']],
  ['29-MD\n123.45', { lines: 2 }, '29MD12345', '29-MD 123.45', ['motorbike', 'motorbike-electric'], []],
  ['TM-12-34', { ground: 'red', lines: 1 }, 'TM1234', 'TM-12-34', ['military'], []],
  ['8H 52\n40', { ground: 'red', lines: 2 }, 'BH5240', 'BH-52-40', ['military'], ['repaired']],
  ['ZZ-12-34', { ground: 'red' }, 'ZZ1234', 'ZZ-12-34', ['military'], ['unit-unknown']],
  ['QH-12-345', { ground: 'red' }, 'QH12345', 'QH-12-345', ['military'], ['digit-count']],
  ['TM-12-34', { ground: 'white' }, 'TM1234', 'TM-12-34', ['military'], ['ground-mismatch']],
  ['41-291-NG-01', { ground: 'white' }, '41291NG01', '41-291-NG-01', ['diplomatic'], []],
  ['80-011-QT-001', {}, '80011QT001', '80-011-QT-001', ['diplomatic'], []],
  ['80-NG-631-34', {}, '80NG63134', '80-NG-631-34', ['diplomatic', 'motorbike'], []],
  ['29-NG\n123.45', { lines: 2 }, '29NG12345', '29-NG 123.45', ['motorbike', 'diplomatic'], ['series-disputed']],
  ['29LD-123.45', { ground: 'white', lines: 1 }, '29LD12345', '29LD-123.45', ['special'], []],
  ['29LD12345', {}, '29LD12345', '29-LD 123.45', ['motorbike', 'special'], []],
  ['29LD-1234', {}, '29LD1234', '29LD-1234', ['special', 'moped-old'], []],
  ['29TD-123.45', { lines: 1 }, '29TĐ12345', '29TĐ-123.45', ['special'], []],
  ['29TD-123.45', { lines: 2 }, '29TD12345', '29-TD 123.45', ['motorbike', 'special'], []],
  ['51R-012.34', { lines: 1 }, '51R01234', '51R-012.34', ['special'], []],
  ['51RM-012.34', { lines: 1 }, '51RM01234', '51RM-012.34', ['special'], []],
  ['T29-123.45', {}, 'T2912345', 'T29-123.45', ['temporary'], []],
  ['51B\n123.45', { ground: 'yellow', lines: 2 }, '51B12345', '51B-123.45', ['car-commercial', 'motorbike-old'], []],
  ['29-AA\n123.45', { ground: 'yellow', lines: 2 }, '29AA12345', '29-AA 123.45', ['motorbike'], []],
  ['59-Z1\n234.56', { ground: 'yellow', lines: 2 }, '59Z123456', '59-Z1 234.56', ['motorbike-old'], []],
  ['29-A1\n1234', { ground: 'white', lines: 2 }, '29A11234', '29-A1 1234', ['motorbike-old', 'car'], []],
  ['29-A1\n0123', { ground: 'blue', lines: 2 }, '29A10123', '29-A1 0123', ['motorbike-state', 'car-state'], []],
  ['80A-0123', { ground: 'blue', lines: 1 }, '80A0123', '80A-0123', ['car-state'], []],
  ['29CD-012.34', { ground: 'white', lines: 1 }, '29CD01234', '29CD-012.34', ['special'], []],
  ['AB\n12-34', { ground: 'red', lines: 2 }, 'AB1234', 'AB-12-34', ['military'], []],
  ['KT-12-34-56', { ground: 'red', lines: 1 }, 'KT123456', 'KT-12-34-56', ['military'], ['digit-count']],
  ['80-231-CV-15', { ground: 'white', lines: 1 }, '80231CV15', '80-231-CV-15', ['diplomatic'], []],
  ['41-505-NN-112', { ground: 'white', lines: 1 }, '41505NN112', '41-505-NN-112', ['diplomatic'], []],
  ['41-291\nNG-15', { ground: 'white', lines: 2 }, '41291NG15', '41-291-NG-15', ['diplomatic'], []],
  ['80-QT-007-09', { ground: 'white', lines: 1 }, '80QT00709', '80-QT-007-09', ['diplomatic'], []],
  ['T51-1234', { ground: 'white', lines: 1 }, 'T511234', 'T51-1234', ['temporary'], []],
  ['3OA-I23.4S', { lines: 1, ground: 'white' }, '30A12345', '30A-123.45', ['car'], ['repaired']],
  ['29-4B\n123.45', { lines: 2, ground: 'white' }, '29AB12345', '29-AB 123.45', ['motorbike'], ['repaired']],
  ['13A-123.45', { lines: 1, ground: 'white' }, '13A12345', '13A-123.45', ['car'], ['province-never-issued']],
  [
    '30A-123.45',
    { lines: 1, ground: 'red' },
    '30A12345',
    '30A-123.45',
    ['car', 'car-commercial', 'car-state'],
    ['ground-mismatch'],
  ],
];

test.each(cases)('reads %j with %j', (raw, hints, text, display, kinds, warnings) => {
  const plate = parsePlate(raw, hints);
  expect({ ...plate, province: undefined }).toEqual({
    text,
    display,
    kindCandidates: kinds,
    warnings,
    province: undefined,
  });
});

test.each(Object.keys(SPECIAL_SERIES))(
  'the series %s stands on one-line plates of four and of five digits',
  (series) => {
    for (const [digits, printed] of [
      ['01234', '012.34'],
      ['1234', '1234'],
    ]) {
      const plate = parsePlate(`29${series}${digits}`, { ground: 'white', lines: 1 });
      expect(plate).toMatchObject({ text: `29${series}${digits}`, display: `29${series}-${printed}`, warnings: [] });
      expect(plate?.kindCandidates).toEqual(['special']);
    }
  },
);

// A red bar runs across the digits 01 of a head of mission: readers take it for a dash or see other shapes in the digits,
// and it tints the plate.
test.each([
  ['80-011-NG-01', 'white', []],
  ['80-011-NG-0-1-', 'white', []],
  ['80-011\nNG—01', 'white', []],
  ['80-011-NG-Q1', 'white', ['repaired']],
  ['80-011-NG-ĐI', 'white', ['repaired']],
  ['80-011-NG-01', 'red', ['ground-mismatch']],
  ['80-NG-011-01', 'red', ['ground-mismatch']],
] as const)('the head of mission in %j on %s stays diplomatic', (raw, ground, warnings) => {
  const plate = parsePlate(raw, { ground });
  expect(plate?.text).toMatch(/^80(011NG|NG011)01$/);
  expect([plate?.kindCandidates[0], plate?.warnings]).toEqual(['diplomatic', warnings]);
});

test('digits behind the bar that make another legal number are not forced to 01', () => {
  expect(parsePlate('80-011-NG-81')?.display).toBe('80-011-NG-81');
});

test('every kind of the table stands in at least one row above', () => {
  const named = new Set(cases.flatMap(([, , , , kinds]) => kinds));
  expect(PLATE_KINDS.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
});

test.each([
  ['59Z11234', '59Z11234'],
  ['59ZB12345', '59ZB12345'],
  ['59Z812345', '59Z812345'],
  ['59ZD12345', '59ZD12345'],
])('keeps the fourth character of %s, which may be a letter or a digit', (raw, text) => {
  expect(parsePlate(raw, { lines: 2 })?.text).toBe(text);
});

test('a missing hint leaves every kind of an ambiguous text standing', () => {
  expect(parsePlate('29B11234')?.kindCandidates).toEqual([
    'car',
    'motorbike-old',
    'car-commercial',
    'car-state',
    'motorbike-state',
  ]);
});

test('names the province by the table in force and keeps the former name', () => {
  expect(parsePlate('73A-123.45')?.province).toEqual({ code: '73', name: 'Quảng Trị', formerName: 'Quảng Bình' });
  expect(provinceNameOn('73', '2025-06-30')).toBe('Quảng Bình');
  expect(provinceNameOn('73', '2025-07-01')).toBe('Quảng Trị');
  expect(provinceNameOn('13', '2025-07-01')).toBeNull();
  expect(parsePlate('TM-12-34')?.province).toBeUndefined();
});

test('every code from 11 to 99 is either issued or known as never issued', () => {
  for (let number = 11; number <= 99; number += 1) {
    const code = String(number);
    expect([code, PROVINCE_CODES.has(code)]).toEqual([code, !NEVER_ISSUED_CODES.has(code)]);
  }
  expect(PROVINCE_CODES.size).toBe(81);
});

test('the search key makes no difference between separators, case and Đ or D', () => {
  expect(new Set(['29-MĐ1 123.45', '29md112345', '29 mđ1.12345', '29MÐ1-12345'].map(plateSearchKey))).toEqual(
    new Set(['29MD112345']),
  );
});

const oneOf = (letters: string): fc.Arbitrary<string> => fc.constantFrom(...letters);
const PLACE: Record<string, fc.Arbitrary<string>> = {
  '#': fc.constantFrom(...PROVINCE_CODES.keys()),
  '@': fc.constantFrom(...MILITARY_UNITS.pairs),
  n: oneOf('0123456789'),
  d: oneOf('123456789'),
  s: oneOf(SERIES_LETTERS),
  t: oneOf(SECOND_SERIES_LETTERS),
  g: oneOf(STATE_SERIES_LETTERS),
};
/** Any plate of any kind as printed. */
const printedPlate = fc
  .constantFrom(...PLATE_KINDS.flatMap((kind) => kind.layouts))
  .chain((layout) =>
    fc
      .tuple(...[...layout.replace('pp', '#').replace('uu', '@')].map((place) => PLACE[place] ?? fc.constant(place)))
      .map((parts) => parts.join('')),
  );
const hints = fc.record(
  {
    ground: fc.constantFrom('white', 'yellow', 'blue', 'red', 'unknown' as const),
    lines: fc.constantFrom(1 as const, 2 as const),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<PlateHints>;

test('a plate of any kind is read without repair, and its display reads back to the same text', () => {
  fc.assert(
    fc.property(printedPlate, (printed) => {
      const plate = parsePlate(printed);
      expect(plate?.warnings).not.toContain('repaired');
      expect(parsePlate(plate?.display ?? '')?.text).toBe(plate?.text);
      expect(plateSearchKey(plate?.text ?? '')).toBe(plateSearchKey(printed));
    }),
    { numRuns: 2000 },
  );
});

test('repair is idempotent under any hints', () => {
  const noisy = fc
    .tuple(printedPlate, fc.nat(12), oneOf('0123456789ABDGILOQSTZĐ'))
    .map(([printed, at, char]) => printed.slice(0, at) + char + printed.slice(at + 1));
  fc.assert(
    fc.property(noisy, hints, (raw, seen) => {
      const once = parsePlate(raw, seen);
      if (once === null) return;
      const again = parsePlate(once.text, seen);
      expect(again?.text).toBe(once.text);
      expect(again?.warnings).not.toContain('repaired');
    }),
    { numRuns: 3000 },
  );
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), hints, (raw, seen) => {
      const plate = parsePlate(raw, seen);
      if (plate !== null) expect(plate.text).toMatch(/^[0-9A-ZĐ]{6,10}$/);
    }),
    { numRuns: 2000 },
  );
});
