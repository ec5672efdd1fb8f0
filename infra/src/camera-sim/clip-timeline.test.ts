import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prepareClip } from './clip.ts';
import { dueAt90k, frameNumberAt, keyFrameAtOrAfter, keyFrameAtOrBefore, wall90kOf } from './clip-timeline.ts';
import { parseMp4Video } from './mp4-video.ts';
import { readRtp, TEST_PATTERN } from './rtsp-test-client.fixture.ts';
import { WireFrame } from './wire-frame.ts';

const video = parseMp4Video(readFileSync(TEST_PATTERN));
const now = wall90kOf(Date.UTC(2026, 10, 22));

test('a loop seam and the wrap-arounds of both counters are invisible in the packets', () => {
  const tiny = { ...video, durationTicks: 27_000, accessUnits: video.accessUnits.slice(0, 3) };
  const start = frameNumberAt(prepareClip(tiny, { base: { sequence: 0, timestamp: 0 } }), now);
  const base = { sequence: 0, timestamp: (2 ** 32 - (now % 2 ** 32) + 2 ** 32 - 40_000) % 2 ** 32 };
  const clip = prepareClip(tiny, { base });
  const packets = Array.from({ length: 70_000 / clip.packetsPerLoop }, (_, loop) =>
    [0, 1, 2].map((index) => new WireFrame(clip, start + loop * 3 + index)),
  )
    .flat()
    .flatMap((frame) => frame.packets(null).map(readRtp));
  const seams = packets.slice(1).map((packet, index) => {
    const previous = packets[index]!;
    const sequenceStep = (packet.sequence - previous.sequence) & 0xffff;
    const timestampStep = (packet.timestamp - previous.timestamp + 2 ** 32) % 2 ** 32;
    return { isSmooth: sequenceStep === 1 && timestampStep === (previous.marker ? 9000 : 0), previous, packet };
  });
  expect(seams.filter(({ isSmooth }) => !isSmooth)).toEqual([]);
  expect(seams.filter(({ previous, packet }) => packet.timestamp < previous.timestamp)).toHaveLength(1);
  expect(packets.length).toBeGreaterThan(65_536);
});

test('every instant lies between the frame it names and the next one', () => {
  const clip = prepareClip(video);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (wallMs) => {
      const wall90k = wall90kOf(wallMs);
      const number = frameNumberAt(clip, wall90k);
      expect(dueAt90k(clip, number)).toBeLessThanOrEqual(wall90k);
      expect(dueAt90k(clip, number + 1)).toBeGreaterThan(wall90k);
      expect(dueAt90k(clip, number) % 270_000).toBe(Math.floor((wallMs % 3000) / 100) * 9000);
      expect(number - keyFrameAtOrBefore(clip, number)).toBe(number % 10);
      expect(keyFrameAtOrAfter(clip, number) % 10).toBe(0);
    }),
  );
});

test('pictures shown out of decode order keep their own times', () => {
  const times = [0, 3, 1, 2].map((pts, index) => ({ dts: index * 9000, pts: (pts + 2) * 9000 }));
  const accessUnits = times.map((time, index) => ({ ...video.accessUnits[index]!, ...time }));
  const clip = prepareClip({ ...video, durationTicks: 36_000, accessUnits });
  expect(clip.frames.map(({ pts90k }) => pts90k)).toEqual([0, 27_000, 9000, 18_000]);
  expect(clip.frames.map(({ sendAt90k }) => sendAt90k)).toEqual([0, 9000, 18_000, 27_000]);
});
