import type { PlateGround } from '@thapcanh/core/passages/passage';
import { expect, test } from 'vitest';
import type { DecodedCharacter } from './line-reader.ts';
import { plateCandidates, type ReadLine, withoutOverlaps } from './plate-assembly.ts';

function read(text: string, x: number, y: number, length: number, height: number, letters = ''): ReadLine {
  const characters = [...text].map(
    (char, index): DecodedCharacter => ({ char, confidence: 0.9, letter: letters[index] ?? null }),
  );
  return { line: { centreX: x, centreY: y, length, height, angle: 0, score: 0.9 }, characters };
}

const on = (ground: PlateGround) => (): PlateGround => ground;
const displays = (reads: ReadLine[], ground: PlateGround = 'white'): string[] =>
  withoutOverlaps(plateCandidates(reads, on(ground))).map((reading) => reading.plate.display);

test('signs, overlays and dates are no plates', () => {
  expect(
    displays([
      read('MOPHONGSIMULATED', 140, 30, 230, 31),
      read('TAPHOA', 400, 20, 60, 20),
      read('2026-07-14', 140, 60, 120, 20, 'ZOZGOTLA'),
      read('0912345678', 600, 20, 120, 20, 'OQIZ'),
    ]),
  ).toEqual([]);
});

test('two letters and four digits are an army plate on red ground only', () => {
  expect(displays([read('QH-12-34', 100, 100, 90, 28)], 'white')).toEqual([]);
  expect(displays([read('QH-12-34', 100, 100, 90, 28)], 'red')).toEqual(['QH-12-34']);
});

test('one line is a car, two stacked lines a motorbike, whatever stands beside them', () => {
  expect(displays([read('30A-123.45', 100, 100, 100, 24)])).toEqual(['30A-123.45']);
  expect(
    displays([
      read('59-Z1', 300, 100, 50, 26),
      read('234.56', 302, 126, 60, 26),
      read('99-A1', 420, 100, 50, 26),
      read('CAFE', 300, 300, 60, 26),
    ]),
  ).toEqual(['59-Z1 234.56']);
});

test('the line break tells a motorbike from a car with the same characters', () => {
  const texts = (top: string, bottom: string): string[] =>
    displays([read(top, 300, 100, 50, 26), read(bottom, 302, 126, 60, 26)]);
  expect(texts('36-B1', '1234')).toEqual(['36-B1 1234']);
  expect(texts('36B', '112.34')).toEqual(['36B-112.34']);
});

test('a plate read as digits only gets its likeliest series letter, with little confidence', () => {
  const [reading] = plateCandidates(
    [read('59-01', 300, 100, 50, 26, '...U.'), read('45476', 302, 126, 60, 26)],
    on('white'),
  );
  expect(reading?.plate.text).toBe('59U145476');
  expect(reading?.confidence).toBeLessThan(0.5);
});

test('of overlapping readings the surest is kept', () => {
  const sure = read('30A-123.45', 100, 100, 100, 24);
  const weak = read('3OA-123.45', 104, 101, 100, 24);
  expect(displays([weak, sure])).toEqual(['30A-123.45']);
  expect(plateCandidates([weak, sure], on('white')).map(({ confidence }) => confidence)).toEqual([
    expect.closeTo(0.81, 5),
    0.9,
  ]);
});
