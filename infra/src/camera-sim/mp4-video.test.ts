import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Mp4Error } from './mp4-error.ts';
import { parseMp4Video } from './mp4-video.ts';
import { TEST_PATTERN } from './rtsp-test-client.fixture.ts';

const clip = readFileSync(TEST_PATTERN);

function parseOrRefuse(bytes: Buffer): void {
  try {
    expect(parseMp4Video(bytes).accessUnits.length).toBeGreaterThan(0);
  } catch (error) {
    expect(error).toBeInstanceOf(Mp4Error);
  }
}

test('refuses what is no MP4 file and names the reason', () => {
  expect(() => parseMp4Video(Buffer.from('<html>not a clip</html>'))).toThrow(Mp4Error);
  expect(() => parseMp4Video(Buffer.alloc(0))).toThrow('no "moov" box');
  expect(() => parseMp4Video(clip.subarray(0, 300))).toThrow(/box "moov" has size/);
});

test('refuses a table that claims more samples than it has', () => {
  const broken = Buffer.from(clip);
  const at = broken.indexOf('stsz');
  broken.writeUInt32BE(499_999, at + 4 + 8);
  expect(() => parseMp4Video(broken)).toThrow('"stsz" says 499999 entries, they do not fit');
});

test('reads the pictures of a clip with their times and parameter sets', () => {
  const video = parseMp4Video(clip);
  expect({ ...video, sps: video.sps.length, pps: video.pps.length, accessUnits: video.accessUnits.length }).toEqual({
    codec: 'h264',
    vps: [],
    width: 320,
    height: 180,
    timescale: 90_000,
    durationTicks: 270_000,
    sps: 1,
    pps: 1,
    accessUnits: 30,
  });
  expect(video.accessUnits.map(({ pts }) => pts)).toEqual(Array.from({ length: 30 }, (_, index) => index * 9000));
  expect(video.accessUnits.flatMap(({ isKey }, index) => (isKey ? [index] : []))).toEqual([0, 10, 20]);
  for (const { isKey, nals } of video.accessUnits) expect(nals.at(-1)!.readUInt8(0) & 0x1f).toBe(isKey ? 5 : 1);
});

test('never hangs and throws only its own error on truncated clips', () => {
  fc.assert(fc.property(fc.nat(clip.length), (length) => parseOrRefuse(clip.subarray(0, length))));
});

test('never hangs and throws only its own error on mutated clips', () => {
  // The tables are at the front of the file; most mutations should hit them.
  const headBytes = clip.indexOf('mdat');
  const mutation = fc.record({ at: fc.nat(headBytes), value: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 8 }), (mutations) => {
      const bytes = Buffer.from(clip);
      for (const { at, value } of mutations) bytes[at] = value;
      parseOrRefuse(bytes);
    }),
    { numRuns: 1000 },
  );
});

test('never hangs and throws only its own error on noise', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => parseOrRefuse(Buffer.from(noise))));
});
