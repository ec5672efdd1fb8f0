import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PartSpace } from '../fmp4/part-space.ts';
import { MAX_ACCESS_UNIT_BYTES } from '../media/picture-assembler.ts';
import { H264Depacketizer } from './depacketizer.ts';
import { type Payload, packetize, slice } from './rtp-packets.fixture.ts';
import { MEDIA_SIGNING_UUID } from './sei.ts';

interface Got {
  readonly isKeyFrame: boolean;
  readonly isAfterLoss: boolean;
  readonly nals: Buffer[];
  readonly rtpTimestamp: number;
}

function createSut() {
  const units: Got[] = [];
  const sets: Buffer[] = [];
  const sut = new H264Depacketizer(
    {
      onUnit: ({ avcc, pts90k, ...unit }) => units.push({ ...unit, rtpTimestamp: pts90k, nals: split(avcc) }),
      onParameterSet: (nal) => sets.push(Buffer.from(nal)),
    },
    new PartSpace(1_000),
  );
  const send = (payloads: readonly Payload[], timestamp: number) => {
    for (const { bytes, marker } of payloads) sut.push(bytes, 0, bytes.length, timestamp, marker);
  };
  return { sut, units, sets, send };
}

function split(avcc: Buffer): Buffer[] {
  const nals: Buffer[] = [];
  for (let at = 0; at < avcc.length; ) {
    const bytes = avcc.readUInt32BE(at);
    nals.push(Buffer.from(avcc.subarray(at + 4, at + 4 + bytes)));
    at += 4 + bytes;
  }
  return nals;
}

test('pictures before the first key frame are neither delivered nor counted as dropped', () => {
  const { sut, units, send } = createSut();
  send(packetize([slice(false, 50)], 1400), 0);
  expect(units).toEqual([]);
  expect(sut.droppedFrames).toBe(0);
});

test('a picture that misses a fragment is dropped with everything up to the next key frame', () => {
  const { sut, units, send } = createSut();
  send(packetize([slice(true, 5000)], 1400), 0);
  const damaged = packetize([slice(false, 5000)], 1400);
  send(damaged.slice(0, 1), 3600);
  sut.markLoss();
  send(damaged.slice(2), 3600);
  send(packetize([slice(false, 40)], 1400), 7200);
  send(packetize([slice(true, 40)], 1400), 10_800);
  expect(units.map(({ isKeyFrame, isAfterLoss, rtpTimestamp }) => ({ isKeyFrame, isAfterLoss, rtpTimestamp }))).toEqual(
    [
      { isKeyFrame: true, isAfterLoss: false, rtpTimestamp: 0 },
      { isKeyFrame: true, isAfterLoss: true, rtpTimestamp: 10_800 },
    ],
  );
  expect(sut.droppedFrames).toBe(2);
});

test('a key frame whose first slice was lost is not taken for whole', () => {
  const { sut, units, send } = createSut();
  send(packetize([slice(true, 100)], 1400), 0);
  sut.markLoss();
  send(packetize([slice(true, 100, false)], 1400), 3600);
  expect(units).toHaveLength(1);
  expect(sut.droppedFrames).toBe(1);
});

test('a picture of many slices is one access unit', () => {
  const { units, send } = createSut();
  const nals = [slice(true, 3000), slice(true, 90, false), slice(true, 2000, false)];
  send(packetize(nals, 1400), 0);
  expect(units.map((unit) => unit.nals)).toEqual([nals]);
});

test('a new timestamp ends a picture whose marker is missing', () => {
  const { units, send } = createSut();
  send([{ bytes: slice(true, 100), marker: false }], 0);
  send([{ bytes: slice(false, 100), marker: false }], 3600);
  expect(units).toHaveLength(1);
  send([{ bytes: slice(false, 100), marker: false }], 7200);
  expect(units.map((unit) => unit.rtpTimestamp)).toEqual([0, 3600]);
});

test('parameter sets are handed out, SEI, delimiters and private units dropped', () => {
  const { units, sets, send } = createSut();
  const sps = Buffer.from([0x67, 1, 2, 3]);
  const pps = Buffer.from([0x68, 4]);
  const key = slice(true, 80);
  const others = [0x09, 0x06, 0x00, 0x7e, 0x1f].map((header) => Buffer.from([header, 0x10, 0x20]));
  send(packetize([...others, sps, pps, key], 1400, true), 0);
  expect(sets).toEqual([sps, pps]);
  expect(units[0]?.nals).toEqual([key]);
});

test('an access unit beyond the limit is dropped, and memory stays bounded', () => {
  const { sut, units, send } = createSut();
  send(packetize([slice(true, 100)], 1400), 0);
  send(packetize([slice(true, MAX_ACCESS_UNIT_BYTES + 1)], 60_000), 3600);
  send(packetize([slice(true, 100)], 1400), 7200);
  expect(units.map((unit) => unit.rtpTimestamp)).toEqual([0, 7200]);
  expect(sut.droppedFrames).toBe(1);
});

test('whatever a camera packs without loss comes out whole', () => {
  const picture = fc.record({
    sizes: fc.array(fc.integer({ min: 2, max: 6000 }), { minLength: 1, maxLength: 4 }),
    maxBytes: fc.integer({ min: 20, max: 1460 }),
    aggregates: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(picture, { minLength: 1, maxLength: 8 }), (pictures) => {
      const { units, send } = createSut();
      const expected = pictures.map(({ sizes, maxBytes, aggregates }, index) => {
        const nals = sizes.map((bytes, n) => slice(index === 0, bytes, n === 0));
        send(packetize(nals, maxBytes, aggregates), index * 3600);
        return nals;
      });
      const hex = (nals: readonly Buffer[]) => nals.map((nal) => nal.toString('hex'));
      expect(units.map((unit) => hex(unit.nals))).toEqual(expected.map(hex));
    }),
    { numRuns: 60 },
  );
});

test('no payload whatsoever throws, and what comes out is well formed', () => {
  const header = fc.constantFrom(0x65, 0x41, 0x67, 0x68, 0x78, 0x7c, 0x5c, 0x79, 0x1d, 0x00, 0x1e);
  const payload = fc.tuple(header, fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 0, max: 3 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(payload, { maxLength: 60 }), (payloads) => {
      const { sut, units } = createSut();
      for (const [first, rest, action, marker] of payloads) {
        const bytes = Buffer.concat([Buffer.from([first]), rest]);
        if (action === 0) sut.markLoss();
        sut.push(bytes, 0, action === 1 ? 0 : bytes.length, action * 3600, marker);
      }
      for (const unit of units) for (const nal of unit.nals) expect([1, 5]).toContain((nal[0] ?? 0) & 0x1f);
    }),
    { numRuns: 400 },
  );
});

test('media signing messages stay in their place in front of the slices', () => {
  const { units, send } = createSut();
  const signing = Buffer.concat([Buffer.from([6, 5, 40]), MEDIA_SIGNING_UUID, Buffer.alloc(24, 1)]);
  const other = Buffer.concat([Buffer.from([6, 5, 40]), Buffer.alloc(40, 2)]);
  const key = slice(true, 80);
  for (const [n, maxBytes] of [1_400, 30].entries()) send(packetize([other, signing, key], maxBytes), n * 3_600);
  expect(units.map((unit) => unit.nals)).toEqual([
    [signing, key],
    [signing, key],
  ]);
});

/** An I slice of a picture that is no IDR: first_mb_in_slice 0, slice_type 7. */
const intraSlice = (): Buffer => Buffer.concat([Buffer.from([0x61, 0x88, 0x80]), Buffer.alloc(40, 0x5a)]);
/** The same of a picture that refers to others: slice_type 5. */
const predictedSlice = (): Buffer => Buffer.concat([Buffer.from([0x41, 0x9a]), Buffer.alloc(40, 0x5a)]);
const RECOVERY_POINT = Buffer.from([6, 6, 1, 0xc4, 0x80]);

test('without key frames for five seconds, intra pictures at a recovery point are taken for them', () => {
  const { units, send } = createSut();
  for (let n = 0; n < 20; n++)
    send(packetize(n % 4 === 0 ? [RECOVERY_POINT, intraSlice()] : [slice(false, 60)], 1_400), n * 90_000);
  expect(units[0]).toMatchObject({ isKeyFrame: true, rtpTimestamp: 8 * 90_000 });
  expect(units.map((unit) => unit.isKeyFrame)).toEqual(units.map((_, n) => n % 4 === 0));
});

test('a recovery point without an intra picture, or between key frames, is no start', () => {
  const { units, send } = createSut();
  for (let n = 0; n < 20; n++) send(packetize([RECOVERY_POINT, predictedSlice()], 1_400), n * 90_000);
  expect(units).toEqual([]);
  for (let n = 20; n < 30; n++)
    send(packetize([RECOVERY_POINT, n % 2 === 0 ? slice(true, 60) : intraSlice()], 1_400), n * 90_000);
  expect(units.map((unit) => unit.isKeyFrame)).toEqual(units.map((_, n) => n % 2 === 0));
});

test('a camera that sets the marker on every slice is found out with the first picture', () => {
  const { units, send } = createSut();
  for (let n = 0; n < 6; n++)
    for (const nal of [slice(true, 90), slice(true, 80, false), slice(true, 70, false)])
      send([{ bytes: nal, marker: true }], n * 3_600);
  expect(units.slice(1).map((unit) => unit.nals.length)).toEqual(units.slice(1).map(() => 3));
  expect(units.length).toBeGreaterThanOrEqual(4);
});
