import { expect, test } from 'vitest';
import { bySeverity, worstOf } from './severity.ts';

test('without findings nothing is grave', () => {
  expect(worstOf([])).toBeNull();
});

test('the gravest finding counts and stands first', () => {
  const findings = [
    { code: 'a', severity: 'info' },
    { code: 'b', severity: 'serious' },
    { code: 'c', severity: 'info' },
    { code: 'd', severity: 'warning' },
  ] as const;
  expect(worstOf(findings)).toBe('serious');
  expect(bySeverity(findings).map(({ code }) => code)).toEqual(['b', 'd', 'a', 'c']);
});
