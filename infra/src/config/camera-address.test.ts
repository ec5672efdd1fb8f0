import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isCameraAddress, shownAddress } from './camera-address.ts';

test.each([
  '',
  'camera',
  '10.0.0.1:554/main',
  'http://10.0.0.1/',
  'rtsp://',
  'rtsp:///main',
  'rtsp://a b/main',
  'rtsp://a:0/',
  'rtsp://a:99999/',
  'rtsp://a/\r\nX: 1',
])('%j is no camera address', (text) => {
  expect(isCameraAddress(text)).toBe(false);
});

test.each([
  'rtsp://10.0.0.1',
  'rtsp://[fe80::1]:8554/main',
  'RTSP://camera_1.local/Streaming/Channels/101?x=1&y',
  'rtsp://admin:P@ss%zz w@10.0.0.1:554/1',
])('%j is a camera address', (text) => {
  expect(isCameraAddress(text)).toBe(true);
});

test('what may be a password is never shown, whatever is wrong with the rest', () => {
  fc.assert(
    fc.property(fc.constantFrom('rtsp://', 'http://', 'rtsp:', ''), fc.string(), (scheme, noise) => {
      expect(shownAddress(`${scheme}admin:hunter2${noise}@host/`)).not.toContain('hunter2');
    }),
  );
});
