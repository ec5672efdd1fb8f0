import { expect, test } from 'vitest';
import { codecName } from './codec-name.ts';

test('a codec nobody knows keeps its own string', () => {
  expect(codecName('vp09.00.10.08')).toBe('vp09.00.10.08');
});

test('codecs are named as people know them', () => {
  expect(codecName('avc1.64001f')).toBe('H.264');
  expect(codecName('hvc1.1.6.L93.B0')).toBe('H.265');
});
