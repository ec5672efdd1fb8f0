import { expect, test } from 'vitest';
import { ALL_QUERIES, queriesOfEvent } from './event-refresh.ts';

test('what is no event refreshes nothing', () => {
  for (const data of ['', 'null', '[]', '{"type":7}', '{"type":"later.kind"}', '{"type":"toString"}']) {
    expect(queriesOfEvent(data)).toEqual([]);
  }
});

test('a new passage refreshes the lists of passages', () => {
  expect(queriesOfEvent('{"type":"passage.created","cameraId":"gate-car","passageId":"x"}')).toEqual(['passages']);
});

test('a reset refreshes all that events can change', () => {
  expect([...ALL_QUERIES].sort()).toEqual([
    'alarms',
    'cameras',
    'coverage',
    'findings',
    'incidents',
    'passages',
    'recordings',
    'walls',
  ]);
});
