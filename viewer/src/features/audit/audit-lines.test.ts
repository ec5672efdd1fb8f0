import { expect, test } from 'vitest';
import { auditLines } from './audit-lines.ts';

test('plumbing, empty lists and lists of objects are left to the raw text', () => {
  expect(auditLines({ team_id: null })).toEqual([]);
  expect(auditLines({ after: { areaId: null } })).toEqual([{ field: 'areaId', value: null, isBefore: false }]);
  expect(auditLines({ version: 3, watch: 'x', areaIds: [], masks: [{ x: 1 }] })).toEqual([]);
});

test('what is nested without end does not end the page', () => {
  const details: Record<string, unknown> = { name: 'a' };
  details.after = details;
  expect(auditLines(details).length).toBeLessThan(10);
});

test('what a change holds is opened, and what was before is told apart', () => {
  expect(auditLines({ group: 'g', before: { name: 'a' }, after: { name: 'b', purposes: ['traffic'] } })).toEqual([
    { field: 'group', value: 'g', isBefore: false },
    { field: 'name', value: 'a', isBefore: true },
    { field: 'name', value: 'b', isBefore: false },
    { field: 'purposes', value: ['traffic'], isBefore: false },
  ]);
});
