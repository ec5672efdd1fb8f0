import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BENCH_CLIPS, benchClip } from './bench-clips.ts';
import { prepareClip } from './clip.ts';
import { blockEnabled, CLOCK_BLOCKS, clockFrameAgeMs, readClockFrame } from './clock-picture.ts';
import { parseMp4Video } from './mp4-video.ts';

let cacheDir = '';
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'tc-clips-'));
});
afterEach(async () => rm(cacheDir, { recursive: true, force: true }));

test('an encoder that is stopped leaves nothing in the cache', async () => {
  const signal = AbortSignal.timeout(200);
  await expect(benchClip('main-1080p25', { cacheDir, encoder: 'node-av', signal })).rejects.toThrow('timeout');
  expect(await readdir(cacheDir)).toEqual([]);
});

test('a clip is made once without an ffmpeg program, as its recipe says', async () => {
  const options = { cacheDir, encoder: 'node-av' } as const;
  const [file, same] = await Promise.all([benchClip('sub-360p10', options), benchClip('sub-360p10', options)]);
  expect(same).toBe(file);
  expect(await readdir(cacheDir)).toHaveLength(1);
  const video = parseMp4Video(await readFile(file));
  const clip = prepareClip(video);
  const { width, height, fps, kbps, gopFrames, seconds } = BENCH_CLIPS['sub-360p10'];
  expect([clip.width, clip.height, clip.fps, clip.frames.length]).toEqual([width, height, fps, fps * seconds]);
  expect(clip.bitrateKbps / kbps).toBeCloseTo(1, 0);
  expect(clip.frames.flatMap(({ isKey }, index) => (isKey ? [index] : []))).toEqual(
    Array.from({ length: (fps * seconds) / gopFrames }, (_, index) => index * gopFrames),
  );
  expect(video.accessUnits.every(({ dts, pts }) => dts === pts)).toBe(true);
});

test('the blocks of a clock picture give the frame number back, and its age', () => {
  const frame = 0b101100101;
  const bitAt = (x: number): number => Math.floor((x - 32) / 64);
  expect(readClockFrame((x) => (((frame >> bitAt(x)) & 1) === 1 ? 235 : 16))).toBe(frame);
  expect(blockEnabled(3)).toBe('mod(floor(n/8),2)');
  expect(2 ** CLOCK_BLOCKS).toBeGreaterThanOrEqual(500);
  expect(clockFrameAgeMs(499, 25, 20_000, 20_000 * 7 + 100)).toBeCloseTo(140);
});
