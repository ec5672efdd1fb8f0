import { expect, test } from 'vitest';
import { type FoundPassage, judgeReplay, parseReplayTruth } from './replay-truth.ts';

const found = (plate: string, startedMs: number, endedMs: number): FoundPassage => ({
  plate,
  startedMs,
  endedMs,
  confidence: 0.9,
  reads: 3,
  objectClass: 'car',
});

test('a truth file without its fields is refused by name', () => {
  expect(() => parseReplayTruth('{}')).toThrow('passages must be a list');
  expect(() => parseReplayTruth('{"passages":[{"plate":"30A12345","inMs":0}]}')).toThrow('passages[0].outMs');
});

test('a right text at the wrong time explains nothing', () => {
  const verdict = judgeReplay([{ plate: '30A12345', inMs: 0, outMs: 2_000 }], [found('30A12345', 60_000, 61_000)]);
  expect(verdict).toEqual({ passagesExpected: 1, passagesExact: 0, extra: ['30A12345'], missed: ['30A12345'] });
});

test('one passage found twice is one exact and one extra', () => {
  const truth = parseReplayTruth('{"passages":[{"plate":"30A12345","inMs":1000,"outMs":4000}]}');
  const verdict = judgeReplay(truth, [found('30A12345', 1_000, 2_000), found('30A12345', 3_000, 4_000)]);
  expect(verdict).toEqual({ passagesExpected: 1, passagesExact: 1, extra: ['30A12345'], missed: [] });
});
