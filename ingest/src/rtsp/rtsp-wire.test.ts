import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InterleavedReader } from './interleaved-reader.ts';
import { MAX_BODY_BYTES, MAX_HEADER_BYTES, parseRtspMessage, type RtspMessage } from './rtsp-message.ts';

const parse = (text: string) => {
  const bytes = Buffer.from(text, 'latin1');
  return parseRtspMessage(bytes, 0, bytes.length);
};

function read(chunks: readonly Buffer[]) {
  const frames: string[] = [];
  const messages: RtspMessage[] = [];
  const reader = new InterleavedReader({
    onFrame: (channel, bytes, start, end) => frames.push(`${channel}:${bytes.toString('hex', start, end)}`),
    onMessage: (message) => messages.push(message),
  });
  const shared = Buffer.alloc(256 * 1024);
  for (const chunk of chunks) {
    chunk.copy(shared);
    const wrong = reader.push(shared, 0, chunk.length);
    if (wrong !== null) return { frames, messages, wrong };
  }
  return { frames, messages, wrong: null };
}

test.each([
  ['a web page', 'HTTP/1.1 200 OK\r\n\r\n', 'no RTSP status line'],
  ['a header without end', `RTSP/1.0 200 OK\r\nX: ${'a'.repeat(MAX_HEADER_BYTES)}`, 'endless header'],
  [
    'a body beyond the limit',
    `RTSP/1.0 200 OK\r\nContent-Length: ${MAX_BODY_BYTES + 1}\r\n\r\n`,
    'wrong Content-Length',
  ],
  ['a negative length', 'RTSP/1.0 200 OK\r\nContent-Length: -5\r\n\r\n', 'wrong Content-Length'],
  ['an impossible status', 'RTSP/1.0 999 Odd\r\n\r\n', 'wrong status'],
])('%s is refused', (_, text, detail) => {
  expect(parse(text)).toEqual({ kind: 'invalid', detail });
});

test('a message is incomplete until its last body byte', () => {
  const text = 'RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 4\r\n\r\nv=0\n';
  for (let length = 1; length < text.length; length++) expect(parse(text.slice(0, length)).kind).toBe('incomplete');
  expect(parse(`${text}$rest`)).toMatchObject({ kind: 'whole', bytes: text.length });
});

test('line feeds alone, odd header case, no reason phrase and folded lines are understood', () => {
  const parsed = parse(
    'RTSP/1.0 401\nCSEQ:3\nwww-Authenticate: Digest realm="a",\n nonce="b"\nWWW-Authenticate: Basic\n\n',
  );
  expect(parsed.kind === 'whole' && parsed.message.status).toBe(401);
  expect(parsed.kind === 'whole' && [...parsed.message.headers]).toEqual([
    ['cseq', '3'],
    ['www-authenticate', 'Digest realm="a", nonce="b", Basic'],
  ]);
});

test('no bytes make the message parser throw', () => {
  const text = fc.array(
    fc.constantFrom(
      'RTSP/1.0 200 OK',
      'OPTIONS rtsp://a RTSP/1.0',
      '\r\n',
      '\n',
      'Content-Length: 3',
      ':',
      'a:b',
      '\0',
      '$',
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        text.map((parts) => Buffer.from(parts.join(''))),
        fc.uint8Array().map((b) => Buffer.from(b)),
      ),
      (bytes) => {
        const parsed = parseRtspMessage(bytes, 0, bytes.length);
        if (parsed.kind === 'whole') expect(parsed.bytes).toBeLessThanOrEqual(bytes.length);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('frames and messages come out the same however the stream is cut', () => {
  const frame = fc.record({
    channel: fc.integer({ min: 0, max: 3 }),
    payload: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  });
  const message = fc.record({ body: fc.stringMatching(/^[a-z$]{0,40}$/), newline: fc.constantFrom('\r\n', '\n') });
  fc.assert(
    fc.property(
      fc.array(fc.oneof(frame, message), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 20 }),
      (items, cuts) => {
        const expectedFrames: string[] = [];
        const expectedBodies: string[] = [];
        const wire = Buffer.concat(
          items.map((item) => {
            if ('payload' in item) {
              expectedFrames.push(`${item.channel}:${Buffer.from(item.payload).toString('hex')}`);
              return Buffer.from([
                0x24,
                item.channel,
                item.payload.length >> 8,
                item.payload.length & 255,
                ...item.payload,
              ]);
            }
            expectedBodies.push(item.body);
            const { newline, body } = item;
            return Buffer.from(`RTSP/1.0 200 OK${newline}Content-Length: ${body.length}${newline}${newline}${body}`);
          }),
        );
        const chunks: Buffer[] = [];
        for (let at = 0, n = 0; at < wire.length; n++) {
          const size = cuts[n % cuts.length] ?? 1;
          chunks.push(wire.subarray(at, at + size));
          at += size;
        }
        const { frames, messages, wrong } = read(chunks);
        expect(wrong).toBeNull();
        expect(frames).toEqual(expectedFrames);
        expect(messages.map(({ body }) => body.toString())).toEqual(expectedBodies);
      },
    ),
  );
});

test('noise ends the connection with a reason instead of an exception', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 }), (chunks) => {
      read(chunks.map((chunk) => Buffer.from(chunk)));
    }),
  );
  expect(read([Buffer.from('SSH-2.0-OpenSSH_9.2\r\n\r\n')]).wrong).toBe('no RTSP status line');
});
