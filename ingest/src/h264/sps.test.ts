import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reorderedH264 } from '../media/clips.fixture.ts';
import { MAX_PARAMETER_SET_BYTES } from '../media/video-parameters.ts';
import { PPS, SPS_320X180 } from './parameter-sets.fixture.ts';
import { ParameterSets } from './parameter-sets.ts';
import { parseSps } from './sps.ts';

const SPS_1080_MAIN = Buffer.from('Z01AKOygPAET8uAiAAADAAIAAAMAZB4wYyw=', 'base64');
const SPS_576_BASELINE = Buffer.from('Z0LAHtkAsBJsEEAAAAMAQAAADIPFi5I=', 'base64');
const SPS_1080_INTERLACED = Buffer.from('Z2QAKKzZQHgET94CIAAAAwAgAAAGQ+LFssA=', 'base64');
const SPS_1080_444 = Buffer.from('Z/QAKJGbKA8ARPxOAiAAAAMAIAAABkHjBjLA', 'base64');

test('a cut or empty parameter set is null, not an exception', () => {
  for (let length = 0; length < 10; length++) expect(parseSps(SPS_1080_MAIN.subarray(0, length))).toBeNull();
});

test.each([
  ['320x180 with cropping', SPS_320X180, { width: 320, height: 180, fps: 10, codec: 'avc1.64000b' }],
  ['1080 lines of main profile', SPS_1080_MAIN, { width: 1920, height: 1080, fps: 25, codec: 'avc1.4d4028' }],
  ['576 lines of baseline', SPS_576_BASELINE, { width: 704, height: 576, fps: 25, codec: 'avc1.42c01e' }],
  ['interlaced 1080 lines', SPS_1080_INTERLACED, { width: 1920, height: 1080, fps: 25, codec: 'avc1.640028' }],
  ['4:4:4', SPS_1080_444, { width: 1920, height: 1080, fps: 25, chromaFormatIdc: 3 }],
])('the size, rate and codec are read of %s', (_, sps, expected) => {
  expect(parseSps(sps)).toMatchObject(expected);
});

test.each([
  ['a camera that says it reorders by one picture', reorderedH264().parameterSets[0]!, 1],
  ['x264 without B-frames', SPS_320X180, 0],
  ['baseline profile, whatever it says', SPS_576_BASELINE, 0],
  ['a set that is cut off before it says so', reorderedH264().parameterSets[0]!.subarray(0, 14), null],
])('reordering is read of %s', (_, sps, depth) => {
  expect(parseSps(sps)?.reorderDepth).toBe(depth);
});

test('a set without its VUI end still gives the size', () => {
  expect(parseSps(SPS_320X180.subarray(0, 13))).toMatchObject({ width: 320, height: 180, fps: null });
});

test('no bytes make the parser throw, hang or report an impossible size', () => {
  const damaged = fc
    .tuple(fc.integer({ min: 0, max: SPS_320X180.length - 1 }), fc.integer({ min: 0, max: 255 }))
    .map(([at, value]) => {
      const sps = Buffer.from(SPS_320X180);
      sps[at] = value;
      return sps;
    });
  const random = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from([0x67, ...bytes]));
  fc.assert(
    fc.property(fc.oneof(damaged, random), (sps) => {
      const info = parseSps(sps);
      if (info === null) return;
      expect(info.width).toBeGreaterThanOrEqual(16);
      expect(info.height).toBeLessThanOrEqual(16_384);
      expect(info.codec).toMatch(/^avc1\.[0-9a-f]{6}$/);
    }),
    { numRuns: 2_000 },
  );
});

test('a damaged or oversized set does not replace the good one, a new good one does', () => {
  const sut = new ParameterSets();
  sut.offer(SPS_320X180);
  expect(sut.snapshot()).toBeNull();
  sut.offer(PPS);
  const first = sut.snapshot();
  expect(first?.width).toBe(320);
  sut.offer(SPS_1080_MAIN.subarray(0, 8));
  sut.offer(Buffer.alloc(MAX_PARAMETER_SET_BYTES + 1, 0x67));
  sut.offer(Buffer.from(SPS_320X180));
  expect(sut.snapshot()).toBe(first);
  sut.offer(SPS_1080_MAIN);
  expect(sut.snapshot()?.width).toBe(1920);
});
