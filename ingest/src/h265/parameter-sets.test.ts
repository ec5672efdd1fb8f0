import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeStream } from '../fmp4/init-segment.ts';
import { reorderedH265 } from '../media/clips.fixture.ts';
import { readInitFacts } from '../recorder/init-reading.ts';
import { HevcParameterSets } from './parameter-sets.ts';
import { parseHevcSps } from './sps.ts';

const [VPS, SPS, PPS] = reorderedH265().parameterSets as [Buffer, Buffer, Buffer];

/** Sets that x265 wrote, and the start of the record that FFmpeg makes of them. */
const FULL_HD = 'QgEBAWAAAAMAkAAAAwAAAwB4oAPAgBEHy5bpKTC8BaAgAAADACAAAAMDIQ==';
const TEN_BITS = 'QgEBIiAAAAMAkAAAAwAAAwCZoAPAgBEHytllZkpMLwFoCAAAAwAIAAADAMhA';
const FULL_CHROMA_LINES = 'QgEBBAgAAAMAnQgAAAMAAD+wBQIBcfE5bpKTC8BaAgAAAwACAAADADIQ';
const GREY = 'QgEBBAgAAAMAn8gAAAMAAFrAFggCQWWRFSkwvAWwIAAAAwAgAAADAyE=';

function setsOf(sps: Buffer): HevcParameterSets {
  const sets = new HevcParameterSets();
  for (const nal of [VPS, sps, PPS]) sets.offer(nal);
  return sets;
}

test('a cut or empty parameter set is null, not an exception', () => {
  for (let length = 0; length < 15; length++) expect(parseHevcSps(SPS.subarray(0, length))).toBeNull();
});

test.each([
  ['main', FULL_HD, 'hvc1.1.6.L120.90', 1920, 1080, 0, '01016000000090000000000078f000fcfdf8f800000f'],
  ['main 10, high tier', TEN_BITS, 'hvc1.2.4.H153.90', 1920, 1080, 2, '01222000000090000000000099f000fcfdfafa00000f'],
  ['4:2:2', FULL_CHROMA_LINES, 'hvc1.4.10.L63.9D.8', 640, 360, 0, '0104080000009d08000000003ff000fcfef8f800000f'],
  ['grey', GREY, 'hvc1.4.10.L90.9F.C8', 704, 576, 1, '0104080000009fc8000000005af000fcfcf8f800000f'],
])(
  'size, codec string, reordering and configuration of %s',
  (_, base64, codec, width, height, reorderDepth, record) => {
    const parameters = setsOf(Buffer.from(base64, 'base64')).snapshot();
    expect(parameters).toMatchObject({ codec, width, height, reorderDepth });
    expect(parameters?.configuration.toString('hex', 0, 22)).toBe(record);
    const description = describeStream(parameters!);
    expect(readInitFacts(description.initSegment)).toEqual({ codec, width, height, audioCodec: null });
  },
);

test('all three kinds are needed; damaged and unknown sets change nothing, new good ones do', () => {
  const sut = new HevcParameterSets();
  sut.offer(SPS);
  sut.offer(PPS);
  expect(sut.snapshot()).toBeNull();
  sut.offer(VPS);
  const first = sut.snapshot();
  expect(first).toMatchObject({ width: 192, height: 108, videoCodec: 'h265', vps: [VPS] });
  for (const nal of [
    SPS.subarray(0, 12),
    Buffer.alloc(2_000, 0x42),
    Buffer.from([0x42, 1]),
    Buffer.from('4e01ff', 'hex'),
  ])
    sut.offer(nal);
  expect(sut.snapshot()).toBe(first);
  sut.offer(Buffer.from(FULL_HD, 'base64'));
  expect(sut.snapshot()?.width).toBe(1920);
});

test('no bytes make the parser throw, hang or report an impossible size', () => {
  const damaged = fc
    .tuple(fc.integer({ min: 2, max: SPS.length - 1 }), fc.integer({ min: 0, max: 255 }))
    .map(([at, value]) => {
      const sps = Buffer.from(SPS);
      sps[at] = value;
      return sps;
    });
  const random = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from([0x42, 1, ...bytes]));
  fc.assert(
    fc.property(fc.oneof(damaged, random), (sps) => {
      const parameters = setsOf(sps).snapshot();
      if (parameters === null) return;
      expect(parameters.width).toBeGreaterThanOrEqual(16);
      expect(parameters.height).toBeLessThanOrEqual(16_384);
      expect(parameters.codec).toMatch(/^hvc1\.[ABC]?\d+\.[0-9A-F]+\.[LH]\d+(\.[0-9A-F]{1,2}){0,6}$/);
    }),
    { numRuns: 2_000 },
  );
});
