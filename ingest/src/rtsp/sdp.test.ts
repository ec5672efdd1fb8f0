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
  ['an unknown codec', ['v=0', 'm=video 0 RTP/AVP 96', 'a=rtpmap:96 x<y>/90000'], 'TC_CAMERA_CODEC_UNSUPPORTED', 'XY'],
  [
    'another clock',
    ['v=0', 'm=video 0 RTP/AVP 96', 'a=rtpmap:96 H264/1'],
    'TC_CAMERA_SDP_INVALID',
    'H264 with a clock other than 90000',
  ],
])('%s is refused with its own fault', (_, lines, code, detail) => {
  expect(sdp(...lines)).toEqual({ kind: 'refused', code, detail });
});

test('the first playable video and the AAC sound are chosen, with controls and parameter sets', () => {
  const result = sdp(
    'v=0',
    'o=- 1 1 IN IP4 10.0.0.9',
    'a=control:*',
    'm=audio 0 RTP/AVP 8',
    'a=control:trackID=2',
    'm=audio 0 RTP/AVP 104',
    'a=rtpmap:104 mpeg4-generic/16000/1',
    'a=fmtp:104 profile-level-id=15; streamtype=5; mode=AAC-hbr; config=1408;SizeLength=13; IndexLength=3; IndexDeltaLength=3',
    'a=control:trackID=3',
    'm=video 0 RTP/AVP 98 97',
    'a=rtpmap:98 VP8/90000',
    'a=rtpmap:97 h264/90000',
    'a=fmtp:97 packetization-mode=1; sprop-parameter-sets=Z2QADA==,aOvj; profile-level-id=64000C',
    'a=control:trackID=1',
  );
  expect(result).toMatchObject({
    kind: 'tracks',
    sessionControl: '*',
    droppedAudio: null,
    video: {
      encoding: 'H264',
      payloadType: 97,
      control: 'trackID=1',
      parameterSets: [Buffer.from('Z2QADA==', 'base64'), Buffer.from('aOvj', 'base64')],
    },
    audio: { encoding: 'MPEG4-GENERIC', payloadType: 104, clockRate: 16_000, channels: 1, control: 'trackID=3' },
  });
  expect(result.kind === 'tracks' && result.audio?.format.get('config')).toBe('1408');
});

test('H.265 is taken with VPS, SPS and PPS, start codes and quotes removed', () => {
  const result = sdp(
    'v=0',
    'm=video 0 RTP/AVP 96',
    'a=rtpmap:96 H265/90000',
    `a=fmtp:96 sprop-pps="${Buffer.from('4401c0').toString('base64')}"; sprop-vps=${Buffer.from('000000014001', 'hex').toString('base64')};sprop-sps=QgEB`,
  );
  expect(result.kind === 'tracks' && result.video.parameterSets.map((set) => set.toString('hex').slice(0, 4))).toEqual([
    '4001',
    '4201',
    Buffer.from('44').toString('hex'),
  ]);
});

test('a dynamic type without rtpmap is told by its parameters, and odd separators are understood', () => {
  const result = sdp(
    'v=0',
    'm = x',
    'm=video 0 RTP/AVP 96',
    'a=fmtp:96;packetization-mode=1;sprop-parameter-sets=Z2QADA==,aOvj',
  );
  expect(result).toMatchObject({ kind: 'tracks', video: { encoding: 'H264' } });
  expect(sdp('v=0', 'a=rtpmap:96 H264/90000', 'm=video 0 RTP/AVP 96')).toMatchObject({ video: { encoding: 'H264' } });
  expect(sdp('m=video 0 RTP/AVP 96', 'a=rtpmap:96 HEVC')).toMatchObject({ video: { encoding: 'H265' } });
});

test('sound that cannot be recorded is named, AAC without a config gets the plain one', () => {
  const video = ['v=0', 'm=video 0 RTP/AVP 96', 'a=rtpmap:96 H264/90000'];
  expect(sdp(...video)).toMatchObject({ audio: null, droppedAudio: null });
  expect(sdp(...video, 'm=audio 0 RTP/AVP 8')).toMatchObject({ audio: null, droppedAudio: 'PCMA' });
  expect(sdp(...video, 'm=audio 0 RTP/AVP 97', 'a=rtpmap:97 MP4A-LATM/16000')).toMatchObject({
    droppedAudio: 'MP4A-LATM',
  });
  expect(sdp(...video, 'm=audio 0 RTP/AVP 0', 'a=sendonly')).toMatchObject({ audio: null, droppedAudio: null });
  const plain = sdp(...video, 'm=audio 0 RTP/AVP 97', 'a=rtpmap:97 MPEG4-GENERIC/48000/2');
  expect(plain.kind === 'tracks' && plain.audio?.format.get('config')).toBe('1190');
  const broken = sdp(...video, 'm=audio 0 RTP/AVP 97', 'a=rtpmap:97 MPEG4-GENERIC/48000/2', 'a=fmtp:97 config=zz');
  expect(broken).toMatchObject({ audio: null, droppedAudio: 'MPEG4-GENERIC' });
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
    fc.property(text, (value) => ['tracks', 'refused'].includes(parseSdp(Buffer.from(value)).kind)),
    { numRuns: 500 },
  );
});
