import { expect, test } from 'vitest';
import { type BackfillEvent, type BackfillState, backfillAfter } from './edge-backfill.ts';

const STATES: readonly BackfillState[] = ['none', 'wanted', 'running', 'done', 'failed'];
const EVENTS: readonly BackfillEvent[] = ['ask', 'begin', 'complete', 'interrupt', 'give-up', 'orphan'];

test('an event that has no place in a state is refused', () => {
  expect(backfillAfter('none', 'begin')).toBeNull();
  expect(backfillAfter('done', 'complete')).toBeNull();
  expect(backfillAfter('wanted', 'complete')).toBeNull();
});

test('from every state a gap can be asked for again and be done', () => {
  for (const state of STATES) {
    const asked = state === 'wanted' || state === 'running' ? 'wanted' : backfillAfter(state, 'ask');
    expect(asked).toBe('wanted');
  }
  expect(backfillAfter('wanted', 'begin')).toBe('running');
  expect(backfillAfter('running', 'complete')).toBe('done');
  for (const state of STATES) {
    for (const event of EVENTS) expect([...STATES, null]).toContain(backfillAfter(state, event));
  }
});

test('a process that dies while it fetches leaves the gap wanted', () => {
  expect(backfillAfter('running', 'orphan')).toBe('wanted');
  expect(backfillAfter('running', 'interrupt')).toBe('wanted');
});
