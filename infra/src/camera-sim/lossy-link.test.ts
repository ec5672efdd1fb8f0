import { expect, test } from 'vitest';
import { LossyLink } from './lossy-link.ts';

const packets = Array.from({ length: 2000 }, (_, index) => Buffer.of(index >> 8, index & 255));
const numbers = (buffers: readonly Buffer[]): number[] => buffers.map((buffer) => buffer.readUInt16BE(0));

test('loses about the share it was told to, the same packets every time', () => {
  const faults = { lossShare: 0.05, duplicateShare: 0, reorderShare: 0 };
  const arrived = new LossyLink(3).pass(packets, faults);
  expect(arrived.length).toBeGreaterThan(1850);
  expect(arrived.length).toBeLessThan(1950);
  expect(numbers(new LossyLink(3).pass(packets, faults))).toEqual(numbers(arrived));
  expect(numbers(new LossyLink(4).pass(packets, faults))).not.toEqual(numbers(arrived));
});

test('doubles and reorders without losing more than the few it still holds', () => {
  const arrived = numbers(new LossyLink(3).pass(packets, { lossShare: 0, duplicateShare: 0.05, reorderShare: 0.05 }));
  expect(new Set(arrived).size).toBeGreaterThan(1995);
  expect(arrived.length).toBeGreaterThan(2040);
  const late = arrived.filter((number, index) => number < Math.max(0, ...arrived.slice(Math.max(0, index - 8), index)));
  expect(late.length).toBeGreaterThan(50);
});
