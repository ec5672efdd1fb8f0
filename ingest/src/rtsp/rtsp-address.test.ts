import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CameraFailure } from './camera-failure.ts';
import { cleanRtspUrl, controlCandidates } from './control-url.ts';
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
    isEncrypted: false,
    requestUrl: 'rtsp://10.0.0.1:8554/Streaming/101?x=1&y',
    credentials: { username: 'admin', password: 'p@ss' },
  });
  expect(parseRtspUrl('rtsp://[fe80::1]/a')).toMatchObject({
    host: 'fe80::1',
    port: 554,
    requestUrl: 'rtsp://[fe80::1]/a',
  });
  expect(parseRtspUrl('rtsps://cam.local/a')).toMatchObject({
    port: 322,
    isEncrypted: true,
    requestUrl: 'rtsps://cam.local/a',
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
    { numRuns: 30 },
  );
});

test.each([
  ['rtsp://c/a', null, ['rtsp://c/a']],
  ['rtsp://c/a', '*', ['rtsp://c/a']],
  ['rtsp://c/a', 'trackID=1', ['rtsp://c/a/trackID=1', 'rtsp://c/trackID=1']],
  ['rtsp://c/a/', 'trackID=1', ['rtsp://c/a/trackID=1']],
  ['rtsp://c/a?ch=1', 'trackID=1', ['rtsp://c/a?ch=1/trackID=1', 'rtsp://c/trackID=1']],
  ['rtsp://c/a', '?trackID=1', ['rtsp://c/a?trackID=1']],
  ['rtsp://c/live', '/live/track1', ['rtsp://c/live/track1', 'rtsp://c/live/live/track1']],
  ['rtsp://c/live', '/track1', ['rtsp://c/live/track1', 'rtsp://c/track1']],
  ['rtsp://c', 'track1', ['rtsp://c/track1']],
  ['rtsp://c/a', 'rtsp://u:p@10.0.0.2/a/video', ['rtsp://10.0.0.2/a/video']],
  ['rtsps://c/a', 'rtsps://c/a/video', ['rtsps://c/a/video']],
])('control of %s with %s is tried as %j', (base, control, expected) => {
  expect(controlCandidates(base, control)).toEqual(expected);
});

test('what is no RTSP address is no base, and an account in one is left out', () => {
  for (const text of ['', '/a/', 'http://c/', 'rtsp://', 'rtsp://c/a b', `rtsp://c/${'a'.repeat(3_000)}`])
    expect(cleanRtspUrl(text)).toBeNull();
  expect(cleanRtspUrl('rtsp://admin:p@ss@c/a?b=c@d')).toBe('rtsp://c/a?b=c@d');
});

test('a transport answer gives channels or ports, and what it leaves out is what was asked for', () => {
  const tcp = { kind: 'tcp', channels: { rtp: 2, rtcp: 3 } } as const;
  expect(parseTransport('RTP/AVP/UDP;unicast;client_port=5000-5001', tcp).kind).toBe('udp');
  expect(parseTransport('RTP/AVP;unicast', tcp).kind).toBe('udp');
  expect(parseTransport(undefined, tcp)).toEqual(tcp);
  expect(parseTransport('RTP/AVP/TCP;unicast', tcp)).toEqual(tcp);
  expect(parseTransport('RTP/AVP/TCP;interleaved=7-7', tcp)).toMatchObject({ channels: { rtp: 7, rtcp: 8 } });
  expect(parseTransport('RTP/AVP/TCP;unicast; interleaved = 4-5;ssrc=1', tcp)).toMatchObject({
    channels: { rtp: 4, rtcp: 5 },
  });
  const udp = { kind: 'udp' } as const;
  expect(parseTransport('RTP/AVP/TCP;unicast', udp).kind).toBe('tcp');
  expect(parseTransport(undefined, udp)).toEqual({ kind: 'udp', serverPorts: null });
  expect(parseTransport('RTP/AVP;client_port=1-2;server_port=0-0', udp)).toEqual({ kind: 'udp', serverPorts: null });
  expect(parseTransport('RTP/AVP;server_port=6970', udp)).toEqual({
    kind: 'udp',
    serverPorts: { rtp: 6970, rtcp: 6971 },
  });
});

test('a session header gives id and timeout, whatever else stands in it', () => {
  for (const header of [undefined, '', ';timeout=60', '\u0007']) expect(parseSessionHeader(header)).toBeNull();
  expect(parseSessionHeader('A1B2;timeout=30')).toEqual({ id: 'A1B2', timeoutMs: 30_000 });
  expect(parseSessionHeader(' A1B2 ; timeout = "30"; x=1')).toEqual({ id: 'A1B2', timeoutMs: 30_000 });
  expect(parseSessionHeader('A1B2;timeout=60, A1B2;timeout=60')).toEqual({ id: 'A1B2', timeoutMs: 60_000 });
  expect(parseSessionHeader('A1B2;timeout=0')).toEqual({ id: 'A1B2', timeoutMs: 60_000 });
  expect(parseSessionHeader('12 34')).toEqual({ id: '12 34', timeoutMs: 60_000 });
});
