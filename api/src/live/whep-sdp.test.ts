import { expect, test } from 'vitest';
import { answerWithPublicAddresses, isVideoOffer, offerWithoutNames } from './whep-sdp.ts';

test('what offers no video is no offer', () => {
  expect(isVideoOffer('')).toBe(false);
  expect(isVideoOffer('v=0\r\nm=audio 9 X\r\na=ice-ufrag:a\r\na=fingerprint:b')).toBe(false);
  expect(isVideoOffer('v=0\r\na=fingerprint:b\r\nm=video 9 X\r\na=ice-ufrag:a\r\n')).toBe(true);
});

test('names of the local network are never looked up', () => {
  const named = 'a=candidate:1 1 udp 2113937151 3c1f2f9e-1111-4a4b-8c8c-aaaaaaaaaaaa.local 50000 typ host';
  const numbered = 'a=candidate:2 1 udp 2113937151 192.168.1.7 50001 typ host';
  const six = 'a=candidate:3 1 udp 2113937151 fd00::a1 50001 typ host';
  expect(offerWithoutNames(['v=0', named, numbered, six].join('\r\n'))).toBe(['v=0', numbered, six].join('\r\n'));
});

test('the answer names the public address with each port once', () => {
  const answer = answerWithPublicAddresses(
    ['a=candidate:1 1 udp 100 10.0.0.4 40000 typ host', 'a=candidate:2 1 udp 90 172.17.0.1 40001 typ host', 'x'].join(
      '\r\n',
    ),
    ['203.0.113.9'],
  );
  expect(answer.split('\r\n')).toEqual([
    'a=candidate:1 1 udp 100 10.0.0.4 40000 typ host',
    'a=candidate:1p0 1 udp 99 203.0.113.9 40000 typ host',
    'a=candidate:2 1 udp 90 172.17.0.1 40001 typ host',
    'a=candidate:2p0 1 udp 89 203.0.113.9 40001 typ host',
    'x',
  ]);
  expect(answerWithPublicAddresses('y', [])).toBe('y');
});
