import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PartSpace } from '../fmp4/part-space.ts';
import type { Payload } from '../h264/rtp-packets.fixture.ts';
import { MEDIA_SIGNING_UUID } from '../h264/sei.ts';
import { MAX_ACCESS_UNIT_BYTES } from '../media/picture-assembler.ts';
import { H265Depacketizer } from './depacketizer.ts';
import { hevcSlice, packetizeHevc } from './rtp-packets.fixture.ts';

const TRAIL = 1;
const RASL = 9;
const IDR = 19;
const CRA = 21;

function createSut() {
  const units: { isKeyFrame: boolean; isAfterLoss: boolean; at: number; nals: string[] }[] = [];
  const sets: Buffer[] = [];
  const sut = new H265Depacketizer(
    {
      onUnit: ({ avcc, isKeyFrame, isAfterLoss, pts90k }) =>
        units.push({ isKeyFrame, isAfterLoss, at: pts90k, nals: split(avcc) }),
      onParameterSet: (nal) => sets.push(Buffer.from(nal)),
    },
    new PartSpace(1_000),
  );
  const send = (payloads: readonly Payload[], timestamp: number) => {
    for (const { bytes, marker } of payloads) sut.push(bytes, 0, bytes.length, timestamp, marker);
  };
  return { sut, units, sets, send };
}

function split(avcc: Buffer): string[] {
  const nals: string[] = [];
  for (let at = 0; at < avcc.length; ) {
    const bytes = avcc.readUInt32BE(at);
    nals.push(avcc.toString('hex', at + 4, at + 4 + bytes));
    at += 4 + bytes;
  }
  return nals;
}

test('a picture that misses a fragment is dropped with everything up to the next key frame', () => {
  const { sut, units, send } = createSut();
  send(packetizeHevc([hevcSlice(IDR, 5_000)], 1_400), 0);
  const damaged = packetizeHevc([hevcSlice(TRAIL, 5_000)], 1_400);
  send(damaged.slice(0, 1), 3_600);
  sut.markLoss();
  send(damaged.slice(2), 3_600);
  send(packetizeHevc([hevcSlice(TRAIL, 40)], 1_400), 7_200);
  send(packetizeHevc([hevcSlice(CRA, 40)], 1_400), 10_800);
  expect(units.map(({ at, isAfterLoss }) => ({ at, isAfterLoss }))).toEqual([
    { at: 0, isAfterLoss: false },
    { at: 10_800, isAfterLoss: true },
  ]);
  expect(sut.droppedFrames).toBe(2);
});

test('leading pictures are left out after a start at an open group of pictures, and kept within a running stream', () => {
  const { sut, units, send } = createSut();
  const types = [CRA, RASL, RASL, TRAIL, CRA, RASL, TRAIL];
  for (const [n, type] of types.entries()) send(packetizeHevc([hevcSlice(type, 40)], 1_400), n * 3_600);
  expect(units.map(({ at }) => at / 3_600)).toEqual([0, 3, 4, 5, 6]);
  expect(sut.droppedFrames).toBe(0);
});

test('parameter sets are handed out; delimiters, private units, upper layers and other messages are dropped', () => {
  const { units, sets, send } = createSut();
  const others = [35, 38, 39, 40, 48 + 12].map((type) => Buffer.from([type << 1, 1, 0x10, 0x20, 0x30]));
  const upper = hevcSlice(IDR, 50);
  upper[1] = 0x09;
  const parameterSets = [32, 33, 34].map((type) => Buffer.from([type << 1, 1, 7]));
  const key = hevcSlice(IDR, 80);
  send(packetizeHevc([...others, ...parameterSets, upper, key], 1_400, true), 0);
  expect(sets).toEqual(parameterSets);
  expect(units.map(({ nals }) => nals)).toEqual([[key.toString('hex')]]);
});

test('media signing messages stay in their place, whole or in fragments', () => {
  const { units, send } = createSut();
  const signing = Buffer.concat([Buffer.from([39 << 1, 1, 5, 255, 20]), MEDIA_SIGNING_UUID, Buffer.alloc(260, 1)]);
  const key = hevcSlice(IDR, 80);
  for (const [n, maxBytes] of [1_400, 100].entries()) send(packetizeHevc([signing, key], maxBytes), n * 3_600);
  const expected = [signing.toString('hex'), key.toString('hex')];
  expect(units.map(({ nals }) => nals)).toEqual([expected, expected]);
});

test('an access unit beyond the limit is dropped, and memory stays bounded', () => {
  const { sut, units, send } = createSut();
  send(packetizeHevc([hevcSlice(IDR, 100)], 1_400), 0);
  send(packetizeHevc([hevcSlice(IDR, MAX_ACCESS_UNIT_BYTES + 1)], 60_000), 3_600);
  send(packetizeHevc([hevcSlice(IDR, 100)], 1_400), 7_200);
  expect(units.map(({ at }) => at)).toEqual([0, 7_200]);
  expect(sut.droppedFrames).toBe(1);
});

test('whatever a camera packs without loss comes out whole', () => {
  const picture = fc.record({
    sizes: fc.array(fc.integer({ min: 3, max: 6_000 }), { minLength: 1, maxLength: 4 }),
    maxBytes: fc.integer({ min: 20, max: 1_460 }),
    aggregates: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(picture, { minLength: 1, maxLength: 8 }), (pictures) => {
      const { units, send } = createSut();
      const expected = pictures.map(({ sizes, maxBytes, aggregates }, index) => {
        const nals = sizes.map((bytes, n) => hevcSlice(index === 0 ? IDR : TRAIL, bytes, n === 0));
        send(packetizeHevc(nals, maxBytes, aggregates), index * 3_600);
        return nals.map((nal) => nal.toString('hex'));
      });
      expect(units.map(({ nals }) => nals)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('no payload whatsoever throws, and only slices and signing messages come out', () => {
  const header = fc.constantFrom(0x26, 0x02, 0x2a, 0x40, 0x42, 0x44, 0x4e, 0x60, 0x62, 0x64, 0x12, 0x7e);
  const payload = fc.tuple(header, fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 0, max: 3 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(payload, { maxLength: 60 }), (payloads) => {
      const { sut, units } = createSut();
      for (const [first, rest, action, marker] of payloads) {
        const bytes = Buffer.concat([Buffer.from([first, 1]), rest]);
        if (action === 0) sut.markLoss();
        sut.push(bytes, 0, action === 1 ? 0 : bytes.length, action * 3_600, marker);
      }
      for (const { nals } of units)
        for (const nal of nals) expect(Number.parseInt(nal.slice(0, 2), 16) >> 1).toBeLessThan(24);
    }),
    { numRuns: 400 },
  );
});
