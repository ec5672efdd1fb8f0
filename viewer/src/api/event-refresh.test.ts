import { expect, test } from 'vitest';
import { ALL_QUERIES, changedCamera, queriesOfEvent } from './event-refresh.ts';

test('what is no event refreshes nothing', () => {
  for (const data of ['', 'null', '[]', '{"type":7}', '{"type":"later.kind"}', '{"type":"toString"}']) {
    expect(queriesOfEvent(data)).toEqual([]);
  }
});

test('a new passage refreshes the lists of passages', () => {
  expect(queriesOfEvent('{"type":"passage.created","cameraId":"gate-car","passageId":"x"}')).toEqual(['passages']);
});

test('an event of one camera names it, any other none', () => {
  expect(changedCamera('{"type":"camera.status","cameraId":"gate-car"}')).toBe('gate-car');
  expect(changedCamera('{"type":"camera.status","cameraId":7}')).toBeNull();
  expect(changedCamera('{"type":"passage.created","cameraId":"gate-car"}')).toBeNull();
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
    'reports',
    'walls',
  ]);
});
