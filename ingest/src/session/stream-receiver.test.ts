import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PPS, SPS_320X180 } from '../h264/parameter-sets.fixture.ts';
import { slice } from '../h264/rtp-packets.fixture.ts';
import { unitsOfPart } from '../live/part-units.ts';
import type { MediaPart } from '../media/media-types.ts';
import { TestCamera, toneTrack, videoTrack } from './stream-receiver.fixture.ts';

const SPS_1080 = Buffer.from('Z01AKOygPAET8uAiAAADAAIAAAMAZB4wYyw=', 'base64');
const STEP = 3_600;

function createSut(parameterSets: readonly Buffer[] = [SPS_320X180, PPS]) {
  const camera = new TestCamera();
  camera.receiver.onAnnounce({ video: videoTrack('H264', parameterSets), audio: null, droppedAudio: null });
  /** One picture `elapsedMs` after the last. */
  const send = (nals: readonly Buffer[], timestamp: number, elapsedMs = 40) => {
    camera.nowMs += elapsedMs;
    camera.sendVideo('H264', nals, timestamp);
  };
  return { camera, sut: camera.receiver, parts: camera.parts, meter: camera.meter, send };
}

test('nothing is shown before both parameter sets are known', () => {
  const { sut, parts, send } = createSut([]);
  for (let n = 0; n < 30; n++) send([slice(n % 10 === 0, 100)], n * STEP);
  send([SPS_320X180, PPS, slice(true, 100)], 30 * STEP);
  send([slice(false, 100)], 31 * STEP);
  sut.breakRun();
  expect(parts.map((part) => part.sampleCount)).toEqual([2]);
});

test('new parameter sets in mid-stream begin a new description at the next key frame, as a discontinuity', () => {
  const { sut, parts, meter, send } = createSut();
  for (let n = 0; n < 20; n++) send([...(n === 10 ? [SPS_1080, PPS] : []), slice(n % 10 === 0, 100)], n * STEP);
  sut.breakRun();
  const changed = parts.findIndex((part) => part.description.width === 1920);
  expect(parts.flatMap((part, index) => (part.discontinuity === null ? [] : [[index, part.discontinuity]]))).toEqual([
    [0, 'start'],
    [changed, 'new-description'],
  ]);
  expect(parts[changed]).toMatchObject({ startsWithKeyFrame: true, decodeTime90k: 10 * STEP });
  expect(meter.snapshot()).toMatchObject({ frames: 20, discontinuities: 2 });
});

test.each([
  ['that take numbers of the pictures', () => null],
  ['that have numbers of their own', (n: number) => 30_000 + n],
])('private packets in the track %s are neither pictures nor a loss', (_, sequenceOf) => {
  const { camera, sut, parts, meter, send } = createSut();
  for (let n = 0; n < 50; n++) {
    camera.sendPrivate('video', sequenceOf(n));
    send([slice(n % 10 === 0, 3_000)], n * STEP);
    camera.sendPrivate('video', sequenceOf(n));
  }
  sut.breakRun();
  expect(meter.snapshot()).toMatchObject({ frames: 50, lostPackets: 0, droppedFrames: 0 });
  expect(parts.flatMap((part) => part.discontinuity ?? [])).toEqual(['start']);
});

test('a loss that shows at a private packet still drops the damaged pictures, and says so', () => {
  const { camera, sut, parts, meter, send } = createSut();
  for (let n = 0; n < 30; n++) {
    if (n === 5) {
      camera.losePacket('video');
      camera.sendPrivate('video');
    }
    send([slice(n % 10 === 0, 100)], n * STEP);
  }
  sut.breakRun();
  expect(meter.snapshot()).toMatchObject({ lostPackets: 1, droppedFrames: 5 });
  expect(parts.flatMap((part) => part.discontinuity ?? [])).toEqual(['start', 'loss']);
});

test('a start that was stored in the camera gets the time it was taken', () => {
  const { camera, parts, send } = createSut();
  for (let n = 0; n <= 25; n++) send([slice(n === 0, 100)], n * STEP, 1);
  const burstEndMs = camera.nowMs;
  for (let n = 26; n < 40; n++) send([slice(false, 100)], n * STEP);
  expect(parts[0]?.startsAtMs).toBe(burstEndMs - 25 * 40);
});

test('a picture before the end of the start is not lost when the connection ends', () => {
  const { sut, parts, send } = createSut();
  send([slice(true, 100)], 0);
  sut.breakRun();
  expect(parts.map((part) => part.sampleCount)).toEqual([1]);
});

test('no packets whatsoever throw or break the order of parts', () => {
  const packet = fc.tuple(
    fc.constantFrom(SPS_320X180, SPS_1080, PPS, slice(true, 900), slice(false, 300), slice(true, 90, false)),
    fc.oneof(
      fc.integer({ min: 0, max: 40 }).map((n) => n * STEP),
      fc.integer({ min: 0, max: 0xffff_ffff }),
    ),
    fc.integer({ min: 0, max: 7_000 }),
    fc.integer({ min: 0, max: 7 }),
  );
  const junk = fc.uint8Array({ maxLength: 60 });
  fc.assert(
    fc.property(fc.array(fc.oneof(packet, packet, junk), { maxLength: 80 }), (inputs) => {
      const { camera, sut, parts, send } = createSut();
      for (const input of inputs) {
        if (input instanceof Uint8Array) {
          sut.onRtp('video', Buffer.from(input), 0, input.length);
          sut.onRtcp('video', Buffer.from(input), 0, input.length);
        } else {
          if (input[3] === 0) camera.losePacket('video');
          send([input[0]], input[1], input[2]);
        }
      }
      sut.breakRun();
      for (const [index, part] of parts.entries()) {
        const previous = parts[index - 1];
        expect(part.discontinuity !== null && !part.startsWithKeyFrame).toBe(false);
        if (previous === undefined) continue;
        const end = previous.decodeTime90k + previous.duration90k;
        if (part.discontinuity !== null) expect(part.decodeTime90k).toBeGreaterThanOrEqual(end);
        else expect(part.decodeTime90k).toBe(end);
        if (part.description !== previous.description) expect(part.discontinuity).not.toBeNull();
        expect(part.startsAtMs).toBeGreaterThanOrEqual(previous.startsAtMs + previous.durationMs - 0.01);
      }
    }),
    { numRuns: 200 },
  );
});

/** The pictures in the parts, one after the other. */
const recorded = (parts: readonly MediaPart[]): Buffer[] =>
  parts.flatMap((part) => unitsOfPart(part).map(({ data }) => data));

test('what is recorded is what came, whatever sizes, clocks and losses the memory of parts meets', () => {
  const picture = fc.record({
    slices: fc.array(fc.oneof(fc.integer({ min: 2, max: 3_000 }), fc.integer({ min: 2, max: 200_000 })), {
      minLength: 1,
      maxLength: 3,
    }),
    step90k: fc.oneof(fc.constant(STEP), fc.integer({ min: -9_000, max: 40_000 })),
    kind: fc.integer({ min: 0, max: 11 }),
  });
  fc.assert(
    fc.property(fc.array(picture, { minLength: 5, maxLength: 60 }), fc.boolean(), (pictures, hasSound) => {
      const { camera, sut, parts, send } = createSut();
      if (hasSound)
        sut.onAnnounce({ video: videoTrack('H264', [SPS_320X180, PPS]), audio: toneTrack, droppedAudio: null });
      let timestamp = 0;
      for (const [n, { slices, step90k, kind }] of pictures.entries()) {
        timestamp += step90k;
        if (kind === 1) camera.losePacket('video');
        if (kind === 2) sut.breakRun();
        if (hasSound) camera.sendAudio([Buffer.alloc(300, n)], n * 1_024);
        const isKeyFrame = n === 0 || kind > 8;
        send(
          slices.map((bytes, index) => slice(isKeyFrame, bytes, index === 0).fill(n, 2)),
          timestamp,
          step90k > 0 ? step90k / 90 : 40,
        );
      }
      sut.breakRun();
      const got = recorded(parts);
      expect(got).toHaveLength(camera.units.length);
      for (const [n, unit] of camera.units.entries()) expect(got[n]?.equals(unit.avcc)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
