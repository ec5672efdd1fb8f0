import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PPS, SPS_320X180 } from '../h264/parameter-sets.fixture.ts';
import { ParameterSets } from '../h264/parameter-sets.ts';
import type { MediaPart } from '../media/media-types.ts';
import { readFromBuffer, scanFragments } from './fragment-scan.ts';
import { describeStream } from './init-segment.ts';
import { PartBuilder, type Sample } from './part-builder.ts';

const sets = new ParameterSets();
sets.offer(SPS_320X180);
sets.offer(PPS);
const AUDIO_RATE = 16_000;
const audio = { codec: 'mp4a.40.2', sampleRate: AUDIO_RATE, channels: 1, config: Buffer.from('1408', 'hex') };
const plain = describeStream(sets.snapshot()!);
const reorderedWithSound = describeStream(sets.snapshot()!, { isReordered: true, audio });
const NOMINAL = 3_600;

interface Frame {
  readonly step90k: number;
  readonly bytes: number;
  readonly isKeyFrame: boolean;
  readonly isAfterLoss: boolean;
}

function build(frames: readonly Frame[], description = plain): { parts: MediaPart[]; samples: Sample[] } {
  const parts: MediaPart[] = [];
  const builder = new PartBuilder((part) => parts.push(part));
  let decodeTime90k = 2 ** 33;
  const samples = frames.map((frame, index): Sample => {
    decodeTime90k += frame.step90k;
    const isKeyFrame = index === 0 || frame.isKeyFrame;
    return {
      description,
      avcc: Buffer.alloc(frame.bytes, index),
      isKeyFrame,
      discontinuity: index === 0 ? 'start' : isKeyFrame && frame.isAfterLoss ? 'loss' : null,
      decodeTime90k,
      compositionOffset90k: description.isReordered ? ((index % 3) - 1) * 3_600 : 0,
      atMs: decodeTime90k / 90,
    };
  });
  for (const sample of samples) {
    builder.push(sample, NOMINAL);
    const start = Math.round((sample.decodeTime90k / 90_000) * AUDIO_RATE);
    if (description.audio !== null) builder.pushAudio(Buffer.alloc(sample.avcc.length % 700, 0xaa), start, 1_024);
  }
  builder.flush(NOMINAL);
  builder.flush(NOMINAL);
  return { parts, samples };
}

const file = (parts: readonly MediaPart[]): Buffer =>
  Buffer.concat([parts[0]?.description.initSegment ?? Buffer.alloc(0), ...parts.map((part) => part.data)]);

const frames = fc.array(
  fc.record({
    step90k: fc.oneof(fc.constant(NOMINAL), fc.integer({ min: 90, max: 450_000 })),
    bytes: fc.integer({ min: 1, max: 40_000 }),
    isKeyFrame: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    isAfterLoss: fc.boolean(),
  }),
  { minLength: 1, maxLength: 120 },
);

test.each([
  ['pictures', plain],
  ['reordered pictures with sound', reorderedWithSound],
])('%s are scanned back with the same samples, durations and key frames', async (_, description) => {
  await fc.assert(
    fc.asyncProperty(frames, async (input) => {
      const { parts, samples } = build(input, description);
      const bytes = file(parts);
      const scan = await scanFragments(readFromBuffer(bytes), bytes.length);
      expect(scan.wholeBytes).toBe(bytes.length);
      expect(scan.fragments.map(({ offset, bytes: size, ...fragment }) => fragment)).toEqual(
        parts.map(({ decodeTime90k, duration90k, startsWithKeyFrame, sampleCount }) => ({
          decodeTime90k,
          duration90k,
          startsWithKeyFrame,
          sampleCount,
        })),
      );
      expect(parts.reduce((sum, part) => sum + part.sampleCount, 0)).toBe(samples.length);
      expect(parts.filter((part) => part.startsWithKeyFrame)).toHaveLength(samples.filter((s) => s.isKeyFrame).length);
      for (const [index, part] of parts.entries()) {
        const next = parts[index + 1];
        if (next === undefined) continue;
        const end = part.decodeTime90k + part.duration90k;
        if (next.discontinuity !== null) expect(next.decodeTime90k).toBeGreaterThanOrEqual(end);
        else {
          expect(next.decodeTime90k).toBe(end);
          expect(next.startsAtMs).toBeCloseTo(part.startsAtMs + part.durationMs, 3);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('at usual frame rates a part lasts 200 to 333 ms, and each key frame begins one', () => {
  for (const fps of [5, 7, 10, 12.5, 15, 20, 25, 30, 60]) {
    const step90k = Math.round(90_000 / fps);
    const input = Array.from({ length: 300 }, (_, n) => ({
      step90k,
      bytes: 100,
      isKeyFrame: n % Math.ceil(fps * 2) === 0,
      isAfterLoss: false,
    }));
    const { parts } = build(input);
    for (const [index, part] of parts.slice(0, -1).entries()) {
      expect(part.durationMs).toBeLessThanOrEqual(334);
      if (parts[index + 1]?.startsWithKeyFrame === false) expect(part.durationMs).toBeGreaterThanOrEqual(199);
    }
  }
});

test('the samples lie in the part unchanged, one behind the other', () => {
  const { parts, samples } = build(
    Array.from({ length: 5 }, (_, n) => ({
      step90k: 3600,
      bytes: 70_000 * (n + 1),
      isKeyFrame: false,
      isAfterLoss: false,
    })),
  );
  const media = Buffer.concat(samples.map((sample) => sample.avcc));
  expect(parts).toHaveLength(1);
  expect(parts[0]!.data.subarray(-media.length).equals(media)).toBe(true);
});

test('a file cut anywhere is whole up to the last fragment before the cut', async () => {
  const { parts } = build(
    Array.from({ length: 40 }, () => ({ step90k: 9_000, bytes: 50, isKeyFrame: false, isAfterLoss: false })),
  );
  const bytes = file(parts);
  const ends = parts.map(
    (_, n) => plain.initSegment.length + parts.slice(0, n + 1).reduce((s, p) => s + p.data.length, 0),
  );
  for (let cut = 0; cut < bytes.length; cut += 7) {
    const scan = await scanFragments(readFromBuffer(bytes.subarray(0, cut)), cut);
    const whole = ends.filter((end) => end <= cut);
    expect(scan.fragments).toHaveLength(whole.length);
    expect(scan.wholeBytes).toBe(whole.at(-1) ?? (cut >= plain.initSegment.length ? plain.initSegment.length : 0));
  }
});

test('zeros and junk behind whole fragments, or instead of them, end the scan quietly', async () => {
  const { parts } = build([{ step90k: 0, bytes: 50, isKeyFrame: true, isAfterLoss: true }]);
  const good = file(parts);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 0, max: good.length }), async (junk, at) => {
      const behind = Buffer.concat([good, junk]);
      expect((await scanFragments(readFromBuffer(behind), behind.length)).fragments.length).toBeGreaterThanOrEqual(1);
      const damaged = Buffer.from(good);
      Buffer.from(junk).copy(damaged, at);
      const scan = await scanFragments(readFromBuffer(damaged), damaged.length);
      expect(scan.wholeBytes).toBeLessThanOrEqual(damaged.length);
    }),
  );
  const zeros = Buffer.concat([good, Buffer.alloc(4096)]);
  expect((await scanFragments(readFromBuffer(zeros), zeros.length)).wholeBytes).toBe(good.length);
});
