import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Authorization, chooseChallenge } from './authentication.ts';

test('challenges that cannot be answered are refused', () => {
  for (const header of [
    '',
    'Negotiate',
    'Digest realm="a"',
    'Digest realm="a", nonce="b", algorithm=SHA-1',
    'Digest nonce="b", qop="token"',
  ])
    expect(chooseChallenge(header)).toBeNull();
});

test('the strongest of several challenges is answered', () => {
  const header =
    'Basic realm="cam", Digest realm="cam", nonce="n1", algorithm=MD5, Digest realm="cam", nonce="n2", algorithm=SHA-256, stale=TRUE';
  expect(chooseChallenge(header)).toMatchObject({ scheme: 'digest', hash: 'sha256', nonce: 'n2', isStale: true });
  expect(chooseChallenge('Basic realm="Digest of the day"')).toEqual({ scheme: 'basic' });
});

test('a digest is that of the example of RFC 2617 3.5, and the nonce count grows', () => {
  const challenge = chooseChallenge(
    'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
  )!;
  const sut = new Authorization(challenge, { username: 'Mufasa', password: 'Circle Of Life' }, '0a4f113b');
  const header = sut.header('GET', '/dir/index.html');
  expect(header).toContain('response="6629fae49393a05397450978507c4ef1"');
  expect(header).toContain('nc=00000001');
  expect(header).toContain('opaque="5ccc069c403ebaf9f0171e9517f40e41"');
  expect(sut.header('GET', '/dir/index.html')).toContain('nc=00000002');
});

test('a digest is that of the SHA-256 example of RFC 7616 3.9.1', () => {
  const challenge = chooseChallenge(
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
  )!;
  const header = new Authorization(
    challenge,
    { username: 'Mufasa', password: 'Circle of Life' },
    'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  ).header('GET', '/dir/index.html');
  expect(header).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"');
});

test('auth-int is answered with the digest of no body, SHA-512-256 is preferred', () => {
  const offered =
    'Digest realm="r", nonce="n", algorithm=SHA-256, Digest realm="r", nonce="n", algorithm=SHA-512-256, qop="auth-int"';
  const challenge = chooseChallenge(offered)!;
  expect(challenge).toMatchObject({ hash: 'sha512-256', qop: 'auth-int' });
  const header = new Authorization(challenge, { username: 'u', password: 'p' }, 'c').header('PLAY', 'rtsp://x');
  expect(header).toContain('qop=auth-int');
  const digest = (text: string): string => createHash('sha512-256').update(text).digest('hex');
  const second = digest(`PLAY:rtsp://x:${digest('')}`);
  expect(header).toContain(`response="${digest(`${digest('u:r:p')}:n:00000001:c:auth-int:${second}`)}"`);
});

test('a digest without qop is that of RFC 2069', () => {
  const challenge = chooseChallenge('Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"')!;
  const header = new Authorization(challenge, { username: 'Mufasa', password: 'CircleOfLife' }).header(
    'GET',
    '/dir/index.html',
  );
  expect(header).toContain('response="1949323746fe6a43ef61f9606e7febea"');
  expect(header).not.toContain('cnonce');
});

test('a user name cannot break out of its quotes', () => {
  const challenge = chooseChallenge('Digest realm="a", nonce="b"')!;
  const header = new Authorization(challenge, { username: 'a", uri="x\r\nEvil: 1', password: '' }).header(
    'PLAY',
    'rtsp://c',
  );
  expect(header).toContain('username="a\\", uri=\\"xEvil: 1"');
});

test('no header makes the parser throw', () => {
  const piece = fc.constantFrom(
    'Digest ',
    'Basic',
    'realm="a',
    '"',
    ',',
    'nonce=',
    '\\',
    'qop="auth"',
    'algorithm=MD5',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 20 }), (pieces) => {
      chooseChallenge(pieces.join(''));
    }),
    { numRuns: 500 },
  );
});
