import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PPS, SPS_320X180 } from '../h264/parameter-sets.fixture.ts';
import { packetize, slice } from '../h264/rtp-packets.fixture.ts';
import type { MediaPart } from '../media/media-types.ts';
import type { Announcement } from '../rtsp/announcement.ts';
import { StreamMeter } from './stream-meter.ts';
import { StreamReceiver } from './stream-receiver.ts';

const SPS_1080 = Buffer.from('Z01AKOygPAET8uAiAAADAAIAAAMAZB4wYyw=', 'base64');
const STEP = 3_600;
const announce = (parameterSets: readonly Buffer[]): Announcement => ({
  video: {
    kind: 'video',
    encoding: 'H264',
    payloadType: 96,
    clockRate: 90_000,
    channels: 1,
    parameterSets,
    format: new Map(),
  },
  audio: null,
  droppedAudio: null,
});

function createSut() {
  const parts: MediaPart[] = [];
  const meter = new StreamMeter();
  let nowMs = 1_000_000;
  let sequence = 65_500;
  const sut = new StreamReceiver({
    sink: { onPart: (part) => parts.push(part) },
    meter,
    nowMs: () => nowMs,
    onPicture: () => undefined,
    onConsumerError: (error) => {
      throw error;
    },
  });
  /** One picture `elapsedMs` after the last. */
  const send = (nals: readonly Buffer[], timestamp: number, elapsedMs = 40, ssrc = 7) => {
    nowMs += elapsedMs;
    for (const { bytes, marker } of packetize(nals, 1_400)) {
      const header = Buffer.alloc(12);
      header[0] = 0x80;
      header[1] = 96 | (marker ? 0x80 : 0);
      header.writeUInt16BE(sequence++ & 0xffff, 2);
      header.writeUInt32BE(timestamp >>> 0, 4);
      header.writeUInt32BE(ssrc, 8);
      const packet = Buffer.concat([header, bytes]);
      sut.onRtp('video', packet, 0, packet.length);
    }
  };
  return { sut, parts, meter, send, now: () => nowMs };
}

test('nothing is shown before both parameter sets are known', () => {
  const { sut, parts, send } = createSut();
  sut.onAnnounce(announce([]));
  for (let n = 0; n < 30; n++) send([slice(n % 10 === 0, 100)], n * STEP);
  send([SPS_320X180, PPS, slice(true, 100)], 30 * STEP);
  send([slice(false, 100)], 31 * STEP);
  sut.breakRun();
  expect(parts.map((part) => part.sampleCount)).toEqual([2]);
});

test('new parameter sets in mid-stream begin a new description at the next key frame, as a discontinuity', () => {
  const { sut, parts, meter, send } = createSut();
  sut.onAnnounce(announce([SPS_320X180, PPS]));
  for (let n = 0; n < 20; n++) send([...(n === 10 ? [SPS_1080, PPS] : []), slice(n % 10 === 0, 100)], n * STEP);
  sut.breakRun();
  const changed = parts.findIndex((part) => part.description.width === 1920);
  expect(parts.map((part) => part.isDiscontinuity)).toEqual(parts.map((_, index) => index === 0 || index === changed));
  expect(parts[changed]).toMatchObject({ startsWithKeyFrame: true, decodeTime90k: 10 * STEP });
  expect(meter.snapshot()).toMatchObject({ frames: 20, discontinuities: 2 });
});

test('a start that was stored in the camera gets the time it was taken', () => {
  const { sut, parts, send, now } = createSut();
  sut.onAnnounce(announce([SPS_320X180, PPS]));
  for (let n = 0; n <= 25; n++) send([slice(n === 0, 100)], n * STEP, 1);
  const burstEndMs = now();
  for (let n = 26; n < 40; n++) send([slice(false, 100)], n * STEP);
  expect(parts[0]?.startsAtMs).toBe(burstEndMs - 25 * 40);
});

test('a picture before the end of the start is not lost when the connection ends', () => {
  const { sut, parts, send } = createSut();
  sut.onAnnounce(announce([SPS_320X180, PPS]));
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
    fc.constantFrom(7, 7, 7, 8),
  );
  const junk = fc.uint8Array({ maxLength: 60 });
  fc.assert(
    fc.property(fc.array(fc.oneof(packet, packet, junk), { maxLength: 80 }), (inputs) => {
      const { sut, parts, send } = createSut();
      sut.onAnnounce(announce([SPS_320X180, PPS]));
      for (const input of inputs) {
        if (input instanceof Uint8Array) {
          sut.onRtp('video', Buffer.from(input), 0, input.length);
          sut.onRtcp('video', Buffer.from(input), 0, input.length);
        } else send([input[0]], input[1], input[2], input[3]);
      }
      sut.breakRun();
      for (const [index, part] of parts.entries()) {
        const previous = parts[index - 1];
        expect(part.isDiscontinuity && !part.startsWithKeyFrame).toBe(false);
        if (previous === undefined) continue;
        const end = previous.decodeTime90k + previous.duration90k;
        if (part.isDiscontinuity) expect(part.decodeTime90k).toBeGreaterThanOrEqual(end);
        else expect(part.decodeTime90k).toBe(end);
        if (part.description !== previous.description) expect(part.isDiscontinuity).toBe(true);
        expect(part.startsAtMs).toBeGreaterThanOrEqual(previous.startsAtMs + previous.durationMs - 0.01);
      }
    }),
    { numRuns: 200 },
  );
});
