import { expect, test } from 'vitest';
import { ALARM_KINDS, alarmGroupMs, alarmKind, alarmText } from './alarm-kind.ts';

const NOW_MS = Date.parse('2026-11-22T10:00:00Z');

test('a kind of another system, or a word of the language itself, is in no table', () => {
  for (const code of ['fire-panel.smoke', 'toString', '__proto__', '']) expect(alarmKind(code, NOW_MS)).toBeNull();
  expect(alarmGroupMs('fire-panel.smoke', NOW_MS)).toBe(120_000);
});

test('a day before every table has no kinds', () => {
  expect(alarmKind('camera.offline', Date.parse('2025-12-31T23:59:59Z'))).toBeNull();
});

test('every kind says what it is in both languages', () => {
  for (const [code, kind] of Object.entries(ALARM_KINDS)) {
    expect(code).toMatch(/^[a-z0-9]+([.-][a-z0-9]+)*$/);
    expect(kind.vi.length).toBeGreaterThan(5);
    expect(kind.en.length).toBeGreaterThan(5);
    expect(kind.groupS).toBeGreaterThan(0);
  }
});

test('the text of an alarm is its title, else the name of its kind, else the code', () => {
  const params = { zone: 'A' };
  expect(alarmText({ kind: 'x.y', title: 'Khói ở khu {zone}', params }, 'vi')).toBe('Khói ở khu A');
  expect(alarmText({ kind: 'camera.offline', title: null, params }, 'en')).toBe('Camera offline');
  expect(alarmText({ kind: 'x.y', title: null, params }, 'en')).toBe('x.y');
});
