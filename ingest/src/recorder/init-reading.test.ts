import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeStream } from '../fmp4/init-segment.ts';
import { HevcParameterSets } from '../h265/parameter-sets.ts';
import { reorderedH265, TONE_CONFIG, TONE_RATE } from '../media/clips.fixture.ts';
import { testDescription } from '../worker/test-media.fixture.ts';
import { readInitFacts } from './init-reading.ts';

const audio = {
  codec: 'mp4a.40.2',
  sampleRate: TONE_RATE,
  channels: 1,
  config: Buffer.from(TONE_CONFIG, 'hex'),
};

function hevcDescription(withSound: boolean) {
  const sets = new HevcParameterSets();
  for (const nal of reorderedH265().parameterSets) sets.offer(nal);
  const snapshot = sets.snapshot();
  if (snapshot === null) throw new Error('the clip has no parameter sets');
  return describeStream(snapshot, { isReordered: true, audio: withSound ? audio : null });
}

test('bytes that are no initialisation segment of ours give nothing, and never throw', () => {
  expect(readInitFacts(Buffer.alloc(0))).toBeNull();
  const { initSegment } = hevcDescription(true);
  fc.assert(
    fc.property(fc.nat(initSegment.length), fc.nat(initSegment.length - 1), fc.nat(255), (length, at, value) => {
      readInitFacts(initSegment.subarray(0, length));
      const broken = Buffer.from(initSegment);
      broken[at] = value;
      readInitFacts(broken);
    }),
  );
});

test.each([
  ['H.264', testDescription()],
  ['H.265', hevcDescription(false)],
  ['H.265 with sound', hevcDescription(true)],
])('a recovered recording of %s says the same of itself as the stream did', (_, description) => {
  const { codec, width, height, initSegment } = description;
  const audioCodec = description.audio?.codec ?? null;
  expect(readInitFacts(initSegment)).toEqual({ codec, audioCodec, width, height });
});
