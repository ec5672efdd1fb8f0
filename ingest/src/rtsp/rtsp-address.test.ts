import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CameraFailure } from './camera-failure.ts';
import { resolveControl } from './control-url.ts';
import { parseRtspUrl } from './rtsp-url.ts';
import { parseSessionHeader } from './session-header.ts';
import { parseTransport } from './transport-header.ts';

const faultOf = (text: string) => {
  try {
    parseRtspUrl(text);
    return null;
  } catch (error) {
    return error instanceof CameraFailure ? error.fault : error;
  }
};

test.each([
  '',
  'camera',
  'http://10.0.0.1/',
  'rtsp://',
  'rtsp:///path',
  'rtsp://a b/',
  'rtsp://a:0/',
  'rtsp://a:99999/',
  'rtsp://a/\r\nX: 1',
])('the address %j is refused', (text) => {
  expect(faultOf(text)).toMatchObject({ code: 'TC_CAMERA_URL_INVALID' });
});

test('a refusal never repeats the address, which may hold a password', () => {
  expect(JSON.stringify(faultOf('rtsp://admin:secret word@10.0.0.1/'))).not.toContain('secret');
  expect(JSON.stringify(faultOf('http://admin:secret@10.0.0.1/'))).not.toContain('secret');
});

test('credentials are taken off and decoded, port and query kept', () => {
  expect(parseRtspUrl('rtsp://admin:p%40ss@10.0.0.1:8554/Streaming/101?x=1&y')).toEqual({
    host: '10.0.0.1',
    port: 8554,
    requestUrl: 'rtsp://10.0.0.1:8554/Streaming/101?x=1&y',
    credentials: { username: 'admin', password: 'p@ss' },
  });
  expect(parseRtspUrl('rtsp://[fe80::1]/a')).toMatchObject({
    host: 'fe80::1',
    port: 554,
    requestUrl: 'rtsp://[fe80::1]/a',
  });
});

test('any text is a target or a URL fault', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl().map((url) => url.replace(/^https?/, 'rtsp')),
      ),
      (text) => {
        const fault = faultOf(text);
        if (fault !== null) expect(fault).toMatchObject({ code: 'TC_CAMERA_URL_INVALID' });
      },
    ),
  );
});

test.each([
  ['rtsp://c/a', null, 'rtsp://c/a'],
  ['rtsp://c/a', '*', 'rtsp://c/a'],
  ['rtsp://c/a', 'trackID=1', 'rtsp://c/a/trackID=1'],
  ['rtsp://c/a/', 'trackID=1', 'rtsp://c/a/trackID=1'],
  ['rtsp://c/a?ch=1', 'trackID=1', 'rtsp://c/a?ch=1/trackID=1'],
  ['rtsp://c/a', 'rtsp://10.0.0.2/a/video', 'rtsp://10.0.0.2/a/video'],
])('control of %s with %s is %s', (base, control, expected) => {
  expect(resolveControl(base, control)).toBe(expected);
});

test('transport and session headers give channels, id and timeout, or null', () => {
  expect(parseTransport('RTP/AVP/UDP;unicast;client_port=5000-5001')).toBeNull();
  expect(parseTransport('RTP/AVP/TCP;interleaved=7-7')).toBeNull();
  expect(parseTransport(undefined)).toEqual({ rtp: 0, rtcp: 1 });
  expect(parseTransport('RTP/AVP/TCP;unicast;interleaved=4-5;ssrc=1')).toEqual({ rtp: 4, rtcp: 5 });
  expect(parseSessionHeader(undefined)).toBeNull();
  expect(parseSessionHeader('12 34')).toBeNull();
  expect(parseSessionHeader('A1B2;timeout=30')).toEqual({ id: 'A1B2', timeoutMs: 30_000 });
  expect(parseSessionHeader('A1B2')).toEqual({ id: 'A1B2', timeoutMs: 60_000 });
});
