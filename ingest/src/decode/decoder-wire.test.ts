import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DecoderReply,
  type DecoderRequest,
  MessageReader,
  readReply,
  readRequest,
  writeReply,
  writeRequest,
} from './decoder-wire.ts';

const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array));
const someBytes = fc.uint8Array({ minLength: 1, maxLength: 400 }).map((array) => Buffer.from(array));
const codec = fc.constantFrom('h264' as const, 'h265' as const);
const id = fc.integer({ min: 1, max: 0xffff_ffff });
const atMs = fc.double({ min: 0, max: 4e12, noNaN: true });
const settings = fc.record({ level: fc.nat(255), cells: fc.nat(255) });
const gate = fc.record({ settings, state: fc.option(someBytes), isWanted: fc.boolean() });
const request: fc.Arbitrary<DecoderRequest> = fc.oneof(
  fc.record({
    type: fc.constant('key-frame' as const),
    id,
    frame: fc.oneof(fc.record({ codec, accessUnit: bytes }), fc.record({ codec, accessUnit: bytes, gate })),
  }),
  fc.record({
    type: fc.constant('group' as const),
    id,
    group: fc.record({ codec, atMs, units: fc.array(fc.record({ shownAtMs: atMs, accessUnit: bytes })) }),
  }),
  fc.record({ type: fc.constant('motion-end' as const), id, session: id }),
);
const picture = fc.record({ jpeg: bytes, width: fc.nat(0xffff), height: fc.nat(0xffff) });
const gateState = fc.option(someBytes);
const reply: fc.Arbitrary<DecoderReply> = fc.record({
  id,
  answer: fc.oneof(
    fc.constant(null),
    fc.record({ kind: fc.constant('unchanged' as const), gateState }),
    fc.record({ kind: fc.constant('picture' as const), picture, isChanged: fc.boolean(), gateState, shownAtMs: atMs }),
  ),
});

/** Splits at random places and reads back the messages. */
function carried(pieces: readonly Buffer[], step: number): Buffer[] {
  const messages: Buffer[] = [];
  const reader = new MessageReader((message) => messages.push(message));
  const stream = Buffer.concat([...pieces]);
  for (let at = 0; at < stream.length; at += step) reader.push(stream.subarray(at, at + step));
  return messages;
}

test('a message of an impossible length is refused', () => {
  const reader = new MessageReader(() => undefined);
  expect(() => reader.push(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow('wrong length');
  expect(() => new MessageReader(() => undefined).push(Buffer.alloc(4))).toThrow('wrong length');
  expect(() => readReply(Buffer.from([9, 0, 0, 0, 1]))).toThrow('unknown kind');
});

test('requests arrive as they were sent, wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(request, { maxLength: 4 }), fc.integer({ min: 1, max: 200 }), (requests, step) => {
      expect(carried(requests.flatMap(writeRequest), step).map(readRequest)).toEqual(requests);
    }),
  );
});

test('replies arrive as they were sent, wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(reply, { maxLength: 4 }), fc.integer({ min: 1, max: 200 }), (replies, step) => {
      expect(carried(replies.flatMap(writeReply), step).map(readReply)).toEqual(replies);
    }),
  );
});
