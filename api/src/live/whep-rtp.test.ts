import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_RTP_PAYLOAD_BYTES, packH264, splitSlices } from './whep-rtp.ts';

const nal = fc.uint8Array({ minLength: 2, maxLength: 4_000 }).map((bytes) => {
  bytes[0] = 0x65;
  return bytes;
});

/** RFC 6184, 5.8: what a receiver puts together again. */
function unpack(payloads: readonly Buffer[]): number[][] {
  const nals: number[][] = [];
  for (const payload of payloads) {
    const [indicator = 0, header = 0] = payload;
    if ((indicator & 0x1f) !== 28) nals.push([...payload]);
    else {
      if (header & 0x80) nals.push([(indicator & 0xe0) | (header & 0x1f)]);
      nals.at(-1)?.push(...payload.subarray(2));
    }
  }
  return nals;
}

test('slices that are cut short are left out, and nothing is thrown at', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void splitSlices(bytes)));
  expect(splitSlices(Uint8Array.of(0, 0, 0, 1, 9, 0, 0, 0, 9, 1))).toEqual([Uint8Array.of(9)]);
});

test('a receiver gets the NAL units that were sent, in packets that fit', () => {
  fc.assert(
    fc.property(fc.array(nal, { minLength: 1, maxLength: 4 }), (nals) => {
      const payloads = packH264(nals);
      expect(Math.max(...payloads.map((payload) => payload.length))).toBeLessThanOrEqual(MAX_RTP_PAYLOAD_BYTES);
      expect(unpack(payloads)).toEqual(nals.map((one) => [...one]));
    }),
  );
});
