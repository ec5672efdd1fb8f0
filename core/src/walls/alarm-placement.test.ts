import { expect, test } from 'vitest';
import { type AlarmShowing, type OpenAlarm, placeAlarms, type ReservedPanel } from './alarm-placement.ts';

const NOW_MS = 1_000_000;
const panel = (number: number, more: Partial<ReservedPanel> = {}): ReservedPanel => ({
  panel: number,
  severity: 2,
  showS: null,
  isLocked: false,
  ...more,
});
const alarm = (id: string, severity = 3, lastAtMs = NOW_MS): OpenAlarm => ({ id, severity, lastAtMs });
const placed = (showings: readonly AlarmShowing[]) =>
  Object.fromEntries(showings.map((showing) => [showing.alarmId, showing.panel]));

test('a locked panel is never covered', () => {
  const { showings, waiting } = placeAlarms([panel(1, { isLocked: true })], [alarm('a', 4)], [], NOW_MS);
  expect(showings).toEqual([]);
  expect(waiting).toBe(0);
});

test('a panel takes nothing below its severity', () => {
  expect(placeAlarms([panel(1, { severity: 3 })], [alarm('a', 2)], [], NOW_MS).showings).toEqual([]);
});

test('the gravest comes first, the newest of equal ones, and who finds no place is counted', () => {
  const alarms = [alarm('old', 3, 1), alarm('new', 3, 2), alarm('grave', 4, 0)];
  const { showings, waiting } = placeAlarms([panel(1), panel(2)], alarms, [], NOW_MS);
  expect(placed(showings)).toEqual({ grave: 1, new: 2 });
  expect(waiting).toBe(1);
});

test('an alarm stays where it is while a newer one of the same severity waits', () => {
  const first = placeAlarms([panel(1)], [alarm('a')], [], NOW_MS);
  const second = placeAlarms([panel(1)], [alarm('a'), alarm('b', 3, NOW_MS + 5)], first.showings, NOW_MS + 5);
  expect(placed(second.showings)).toEqual({ a: 1 });
  expect(second.waiting).toBe(1);
});

test('a graver alarm takes the place of a less grave one, which waits and comes back', () => {
  const first = placeAlarms([panel(1)], [alarm('a')], [], NOW_MS);
  const second = placeAlarms([panel(1)], [alarm('a'), alarm('b', 4)], first.showings, NOW_MS + 5);
  expect(placed(second.showings)).toEqual({ b: 1 });
  expect(second.waiting).toBe(1);
  expect(placed(placeAlarms([panel(1)], [alarm('a')], second.showings, NOW_MS + 9).showings)).toEqual({ a: 1 });
});

test('an alarm that was acknowledged makes room', () => {
  const first = placeAlarms([panel(1)], [alarm('a')], [], NOW_MS);
  expect(placeAlarms([panel(1)], [], first.showings, NOW_MS + 5)).toEqual({ showings: [], waiting: 0 });
});

test('an alarm that had its time comes back only when it happens again', () => {
  const panels = [panel(1, { showS: 10 })];
  const shown = placeAlarms(panels, [alarm('a')], [], NOW_MS);
  expect(shown.showings[0]?.untilMs).toBe(NOW_MS + 10_000);
  const over = placeAlarms(panels, [alarm('a')], shown.showings, NOW_MS + 10_000);
  expect(placed(over.showings)).toEqual({ a: null });
  expect(placed(placeAlarms(panels, [alarm('a')], over.showings, NOW_MS + 20_000).showings)).toEqual({ a: null });
  const again = placeAlarms(panels, [alarm('a', 3, NOW_MS + 15_000)], over.showings, NOW_MS + 20_000);
  expect(placed(again.showings)).toEqual({ a: 1 });
});

test('the choosiest free panel is used first, so that others keep room for lesser alarms', () => {
  const panels = [panel(1, { severity: 1 }), panel(2, { severity: 4 })];
  expect(placed(placeAlarms(panels, [alarm('a', 4)], [], NOW_MS).showings)).toEqual({ a: 2 });
});

test('an alarm on a panel that was locked or is reserved no more moves to another', () => {
  const first = placeAlarms([panel(1), panel(2)], [alarm('a')], [], NOW_MS);
  const second = placeAlarms([panel(1, { isLocked: true }), panel(2)], [alarm('a')], first.showings, NOW_MS + 1);
  expect(placed(second.showings)).toEqual({ a: 2 });
});
