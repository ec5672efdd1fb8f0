import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClientMessage, RtspRequestReader, RtspSyntaxError } from './rtsp-request-reader.ts';

const STREAM = Buffer.concat([
  Buffer.from('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n'),
  Buffer.of(0x24, 1, 0, 4, 0x80, 0xc9, 0, 1),
  Buffer.from('SET_PARAMETER rtsp://a/b RTSP/1.0\r\nCSeq: 2\r\nContent-Length: 5\r\n\r\nping\n'),
  Buffer.from('TEARDOWN rtsp://a/b RTSP/1.0\r\nCSeq: 3\r\nSession:  x1 \r\n\r\n'),
]);

function names(messages: readonly ClientMessage[]): string[] {
  return messages.map((message) => (message.kind === 'request' ? message.request.method : `$${message.channel}`));
}

test('refuses bytes that are neither a request nor an interleaved packet', () => {
  expect(() => new RtspRequestReader().push(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toThrow(RtspSyntaxError);
  expect(() => new RtspRequestReader().push(Buffer.of(0x16, 3, 1, 2, 0))).toThrow(RtspSyntaxError);
  expect(() => new RtspRequestReader().push(Buffer.alloc(20_000, 'A'))).toThrow('head too long');
  const huge = Buffer.from('PLAY rtsp://a/b RTSP/1.0\r\nContent-Length: 999999\r\n\r\n');
  expect(() => new RtspRequestReader().push(huge)).toThrow('unusable Content-Length');
});

test('finds the same messages however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(STREAM.length), { maxLength: 20 }), (cuts) => {
      const reader = new RtspRequestReader();
      const edges = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
      const messages = edges.slice(1).flatMap((end, index) => reader.push(STREAM.subarray(edges[index], end)));
      expect(names(messages)).toEqual(['OPTIONS', '$1', 'SET_PARAMETER', 'TEARDOWN']);
      const last = messages.at(-1)!;
      expect(last.kind === 'request' && last.request.headers.get('session')).toBe('x1');
    }),
  );
});

test('throws only its own error on noise', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.uint8Array(), fc.string().map(Buffer.from)), { maxLength: 6 }), (chunks) => {
      const reader = new RtspRequestReader();
      try {
        for (const chunk of chunks) reader.push(Buffer.from(chunk));
      } catch (error) {
        expect(error).toBeInstanceOf(RtspSyntaxError);
      }
    }),
  );
});
