import { expect, test } from 'vitest';
import { draftOf, groupBody } from './group-draft.ts';

test('a group without days to keep is not sent', () => {
  expect(groupBody({ name: 'A', keepDays: '', maxGb: '', moveAfterHours: '' })).toBeNull();
  expect(groupBody({ name: 'A', keepDays: '-', maxGb: '', moveAfterHours: '' })).toBeNull();
});

test('empty limits are no limits, and gigabytes become bytes', () => {
  expect(groupBody({ name: ' A ', keepDays: '7', maxGb: 1.5, moveAfterHours: '' })).toEqual({
    name: 'A',
    keepDays: 7,
    maxBytes: 1_500_000_000,
    moveAfterHours: null,
  });
  expect(groupBody({ name: 'A', keepDays: 7, maxGb: '', moveAfterHours: 0 })).toMatchObject({
    maxBytes: null,
    moveAfterHours: 0,
  });
});

test('editing a group without changes sends what it was', () => {
  const group = {
    id: 'a',
    name: 'A',
    keepDays: 14,
    maxBytes: 2_000_000_000,
    moveAfterHours: 24,
    cameras: 1,
    version: 3,
  };
  expect(groupBody(draftOf(group))).toEqual({
    name: 'A',
    keepDays: 14,
    maxBytes: 2_000_000_000,
    moveAfterHours: 24,
  });
});
