import fc from 'fast-check';
import { expect, test } from 'vitest';
import { muteInit, mutePart } from './mute-fragments.ts';

function box(type: string, ...pieces: (Uint8Array | number[])[]): Uint8Array {
  const body = pieces.flatMap((piece) => [...piece]);
  const bytes = new Uint8Array(8 + body.length);
  new DataView(bytes.buffer).setUint32(0, bytes.length);
  bytes.set(
    Uint8Array.from(type, (letter) => letter.charCodeAt(0)),
    4,
  );
  bytes.set(body, 8);
  return bytes;
}

const track = (id: number) => [0, 0, 0, id];
const none = (count: number) => new Array<number>(count).fill(0);
const text = (bytes: Uint8Array) => String.fromCharCode(...bytes);

test('no bytes are thrown at', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      muteInit(box('moov', bytes));
      mutePart(box('moof', box('traf', bytes), bytes));
      muteInit(bytes);
    }),
  );
});

test('the second track leaves, the picture stays, no byte moves', () => {
  const trak = (id: number) => box('trak', box('tkhd', none(12), track(id), none(8)));
  const trex = (id: number) => box('trex', none(4), track(id), none(16));
  const init = box('moov', box('mvhd'), trak(1), trak(2), box('mvex', trex(1), trex(2)));
  const part = box('moof', box('mfhd', none(8)), ...[1, 2].map((id) => box('traf', box('tfhd', none(4), track(id)))));
  const lengths = [init.length, part.length];
  muteInit(init);
  mutePart(part);
  expect([init.length, part.length]).toEqual(lengths);
  expect(text(init).match(/trak|trex|free/g)).toEqual(['trak', 'free', 'trex', 'free']);
  expect(text(part).match(/traf|free/g)).toEqual(['traf', 'free']);
});
