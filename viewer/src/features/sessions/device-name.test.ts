import { expect, test } from 'vitest';
import { deviceName } from './device-name.ts';

test('what is no known browser is shortened, and nothing is a dash', () => {
  expect(deviceName('')).toBe('–');
  expect(deviceName(`curl ${'x'.repeat(100)}`)).toHaveLength(60);
});

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36', 'Chrome · Windows'],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0', 'Edge · Windows'],
  ['Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36', 'Chrome · Android'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1', 'Safari · iPhone'],
])('%s', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});
