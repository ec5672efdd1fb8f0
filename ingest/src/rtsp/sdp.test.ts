import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSdp } from './sdp.ts';

const sdp = (...lines: readonly string[]) => parseSdp(Buffer.from(lines.join('\r\n')));

test.each([
  ['nothing', [], 'TC_CAMERA_SDP_INVALID', 'no SDP in the answer'],
  ['a web page', ['<html>', '</html>'], 'TC_CAMERA_SDP_INVALID', 'no SDP in the answer'],
  ['a broken media line', ['v=0', 'm=video'], 'TC_CAMERA_SDP_INVALID', 'a media line is broken'],
  ['sound only', ['v=0', 'm=audio 0 RTP/AVP 8'], 'TC_CAMERA_NO_VIDEO', 'only audio'],
  ['no media', ['v=0', 's=-'], 'TC_CAMERA_NO_VIDEO', 'no media at all'],
  ['motion JPEG', ['v=0', 'm=video 0 RTP/AVP 26'], 'TC_CAMERA_CODEC_UNSUPPORTED', 'JPEG'],
  ['H.265', ['v=0', 'm=video 0 RTP/AVP 96', 'a=rtpmap:96 H265/90000'], 'TC_CAMERA_CODEC_UNSUPPORTED', 'H265'],
  [
    'another clock',
    ['v=0', 'm=video 0 RTP/AVP 96', 'a=rtpmap:96 H264/1'],
    'TC_CAMERA_SDP_INVALID',
    'H264 with a clock other than 90000',
  ],
])('%s is refused with its own fault', (_, lines, code, detail) => {
  expect(sdp(...lines)).toEqual({ kind: 'refused', code, detail });
});

test('the H.264 track is found between others, with control and parameter sets', () => {
  const result = sdp(
    'v=0',
    'o=- 1 1 IN IP4 10.0.0.9',
    'a=control:*',
    'm=audio 0 RTP/AVP 8',
    'a=control:trackID=2',
    'm=video 0 RTP/AVP 98 97',
    'a=rtpmap:98 H265/90000',
    'a=rtpmap:97 h264/90000',
    'a=fmtp:97 packetization-mode=1; sprop-parameter-sets=Z2QADA==,aOvj; profile-level-id=64000C',
    'a=control:trackID=1',
  );
  expect(result).toEqual({
    kind: 'video',
    sessionControl: '*',
    track: {
      payloadType: 97,
      control: 'trackID=1',
      parameterSets: [Buffer.from('Z2QADA==', 'base64'), Buffer.from('aOvj', 'base64')],
    },
  });
});

test('an endless description is refused', () => {
  expect(sdp(...Array.from({ length: 2_000 }, () => 'a=x'))).toMatchObject({ detail: 'too many lines' });
});

test('no text makes the parser throw', () => {
  const line = fc.constantFrom(
    'v=0',
    'm=video 0 RTP/AVP 96',
    'm=',
    'a=rtpmap:96 H264/90000',
    'a=fmtp:96 sprop-parameter-sets=',
    'a=control',
    'a=:',
    '=',
  );
  const text = fc
    .array(fc.oneof(line, fc.string({ maxLength: 40 })), { maxLength: 30 })
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, (value) => ['video', 'refused'].includes(parseSdp(Buffer.from(value)).kind)),
    { numRuns: 500 },
  );
});
