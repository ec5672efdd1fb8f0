import { expect, test } from 'vitest';
import { checklistOf } from './incident-checklist.ts';
import { INCIDENT_KIND_NAMES, INCIDENT_KINDS } from './incident-kind.ts';
import { INCIDENT_STATES, type IncidentState, incidentStep, nextIncidentStates } from './incident-state.ts';

test.each<[IncidentState, IncidentState]>([
  ['new', 'new'],
  ['new', 'dispatched'],
  ['new', 'on-scene'],
  ['new', 'resolved'],
  ['verified', 'closed'],
  ['verified', 'on-scene'],
  ['dispatched', 'closed'],
  ['on-scene', 'closed'],
  ['closed', 'closed'],
])('an incident does not go from %s to %s', (from, to) => expect(incidentStep(from, to)).toBeNull());

test('every way back needs the shift lead and a reason', () => {
  for (const [at, from] of INCIDENT_STATES.entries()) {
    for (const to of INCIDENT_STATES.slice(0, at)) {
      expect(incidentStep(from, to)).toEqual({ isBack: true, needsReason: true });
    }
  }
});

test('what turned out to be nothing is closed at once, but never without a reason', () => {
  expect(incidentStep('new', 'closed')).toEqual({ isBack: false, needsReason: true });
});

test('the usual way leads from new to closed in five steps', () => {
  const way: IncidentState[] = ['new'];
  for (let state: IncidentState | undefined = 'new'; state !== undefined; ) {
    state = nextIncidentStates(state)[0];
    if (state !== undefined) way.push(state);
  }
  expect(way).toEqual([...INCIDENT_STATES]);
});

test('every kind has a name and a checklist in both languages, with ids that stand once', () => {
  for (const kind of INCIDENT_KINDS) {
    expect(INCIDENT_KIND_NAMES[kind].vi).not.toBe(INCIDENT_KIND_NAMES[kind].en);
    for (const day of ['2020-01-01', '2026-11-22']) {
      const items = checklistOf(kind, Date.parse(day));
      expect(items.length).toBeGreaterThan(3);
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      for (const item of items) expect(item.vi.length * item.en.length).toBeGreaterThan(0);
    }
  }
});
