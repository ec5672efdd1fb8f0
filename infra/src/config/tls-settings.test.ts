import { expect, test } from 'vitest';
import { parseTls, parseWebrtc, tlsToEnvironment, webrtcToEnvironment } from './tls-settings.ts';

const reader = (env: Readonly<Record<string, string>>) => (name: string) => env[name] ?? null;

test.each([
  [{ THAPCANH_TLS: 'on' }, /off or self-signed/],
  [{ THAPCANH_TLS_CERT: 'a.pem' }, /THAPCANH_TLS_KEY/],
  [{ THAPCANH_TLS_KEY: 'a.pem' }, /THAPCANH_TLS_CERT/],
  [{ THAPCANH_TLS: 'self-signed', THAPCANH_TLS_CERT: 'a', THAPCANH_TLS_KEY: 'b' }, /certificate of your own/],
])('%j is refused', (env, message) => {
  expect(() => parseTls('environment', reader(env))).toThrow(message);
});

test.each([
  [{ THAPCANH_WEBRTC_ADDRESSES: '203.0.113.9,example.com' }, /example.com/],
  [{ THAPCANH_WEBRTC_PORTS: '80-90' }, /50000-50199/],
  [{ THAPCANH_WEBRTC_PORTS: '50010-50000' }, /50000-50199/],
])('%j is refused', (env, message) => {
  expect(() => parseWebrtc('environment', reader(env))).toThrow(message);
});

test('without settings the web is plain HTTP and WebRTC uses what it finds', () => {
  expect(parseTls('environment', reader({}))).toBeNull();
  expect(parseTls('environment', reader({ THAPCANH_TLS: 'off' }))).toBeNull();
  expect(parseWebrtc('environment', reader({}))).toBeNull();
});

test('a child process gets the same settings', () => {
  for (const tls of [{ kind: 'self-signed' }, { kind: 'files', certFile: '/c', keyFile: '/k' }] as const) {
    expect(parseTls('environment', reader(tlsToEnvironment(tls)))).toEqual(tls);
  }
  const webrtc = { publicAddresses: ['203.0.113.9', '198.51.100.4'], portRange: [50_000, 50_199] } as const;
  expect(parseWebrtc('environment', reader(webrtcToEnvironment(webrtc)))).toEqual(webrtc);
});
