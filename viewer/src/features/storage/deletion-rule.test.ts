import { expect, test } from 'vitest';
import { ruleText } from './deletion-rule.ts';

test('a rule without its fields gives no text instead of a wrong one', () => {
  expect(ruleText({ reason: 'age', rule: {} }, 'vi')).toBeNull();
  expect(ruleText({ reason: 'size', rule: { group: 'a', maxBytes: 'many' } }, 'vi')).toBeNull();
  expect(ruleText({ reason: 'person', rule: { group: 'a' } }, 'vi')).toBeNull();
});

test('each rule is told with its limit as it was', () => {
  expect(ruleText({ reason: 'age', rule: { group: 'a', keepDays: 7.5 } }, 'vi')).toEqual({
    kind: 'age',
    group: 'a',
    days: '7,5',
  });
  expect(ruleText({ reason: 'size', rule: { group: 'a', maxBytes: 1e9, groupBytes: 2e9 } }, 'en')).toEqual({
    kind: 'size',
    group: 'a',
    cap: '1 GB',
    had: '2 GB',
  });
  expect(ruleText({ reason: 'disk-full', rule: { freeBytes: 1e9, limitBytes: 5e9 } }, 'en')).toMatchObject({
    free: '1 GB',
    limit: '5 GB',
  });
});
