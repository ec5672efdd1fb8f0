import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchClipRecipe } from './bench-clip-recipe.ts';
import { blockEnabled, CLOCK_BLOCK_PX, CLOCK_BLOCK_Y, CLOCK_BLOCKS, clockBlockX } from './clock-picture.ts';

/** What the benches play. `main-1080p25` and `sub-360p10` are the pictures the published figures name. */
export const BENCH_CLIPS = {
  'main-1080p25': recipe({ width: 1920, height: 1080, fps: 25, kbps: 4000, gopFrames: 50 }),
  'sub-360p10': recipe({ width: 640, height: 360, fps: 10, kbps: 400, gopFrames: 20 }),
  'sub-360p10-gop1s': recipe({ width: 640, height: 360, fps: 10, kbps: 500, gopFrames: 10 }),
  'clock-720p25-gop1s': recipe({ width: 1280, height: 720, fps: 25, kbps: 2000, gopFrames: 25, hasClock: true }),
  'clock-360p10-gop1s': recipe({ width: 640, height: 360, fps: 10, kbps: 500, gopFrames: 10, hasClock: true }),
} as const satisfies Readonly<Record<string, BenchClipRecipe>>;

export type BenchProfile = keyof typeof BENCH_CLIPS;

/** No encoder is at hand, or it failed; the message says what to install. */
export class BenchClipError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BenchClipError';
  }
}

export interface BenchClipOptions {
  /** Where made clips are kept; `node_modules/.cache/thapcanh-bench` of the project by default. */
  readonly cacheDir?: string;
  /** `ffmpeg` from PATH, else the encoder inside node-av; name one to insist on it. */
  readonly encoder?: 'ffmpeg' | 'node-av';
  readonly signal?: AbortSignal;
}

const making = new Map<string, Promise<string>>();

/**
 * The path of the MP4 file of a profile: made on first use (seconds to half a minute), kept in the cache directory,
 * made anew when its recipe changes. Calls at the same time share one encoder; two processes may both encode, the file
 * appears whole either way. @throws BenchClipError
 */
export function benchClip(profile: BenchProfile, options: BenchClipOptions = {}): Promise<string> {
  const clipRecipe = BENCH_CLIPS[profile];
  const dir =
    options.cacheDir ?? fileURLToPath(new URL('../../../node_modules/.cache/thapcanh-bench', import.meta.url));
  const digest = createHash('sha256').update(JSON.stringify(clipRecipe)).digest('hex').slice(0, 8);
  const file = join(dir, `${profile}-${digest}.mp4`);
  const known = making.get(file);
  if (known !== undefined) return known;
  const made = makeOnce(file, dir, clipRecipe, options).finally(() => making.delete(file));
  making.set(file, made);
  return made;
}

/** The FFmpeg filter graph whose output is the clip's pictures. */
export function benchPicture({ width, height, fps, seconds, noise, hasClock }: BenchClipRecipe): string {
  const filters = [`testsrc2=size=${width}x${height}:rate=${fps}:duration=${seconds}`];
  if (noise > 0) filters.push(`noise=alls=${noise}:allf=t:all_seed=7`);
  if (hasClock) {
    const blocks = Array.from({ length: CLOCK_BLOCKS }, (_, bit) => bit);
    const box = (bit: number, color: string, enable: string): string => {
      const place = `x=${clockBlockX(bit)}:y=${CLOCK_BLOCK_Y}:w=${CLOCK_BLOCK_PX}:h=${CLOCK_BLOCK_PX}`;
      return `drawbox=${place}:color=${color}:t=fill${enable}`;
    };
    for (const bit of blocks) {
      filters.push(box(bit, 'black', ''), box(bit, 'white', `:enable='${blockEnabled(bit)}'`));
    }
  }
  filters.push('format=yuv420p');
  return filters.join(',');
}

function recipe(
  given: Partial<BenchClipRecipe> & Omit<BenchClipRecipe, 'seconds' | 'noise' | 'hasClock'>,
): BenchClipRecipe {
  return { seconds: 20, noise: given.hasClock === true ? 4 : 12, hasClock: false, ...given };
}

async function makeOnce(file: string, dir: string, clip: BenchClipRecipe, options: BenchClipOptions): Promise<string> {
  if (await exists(file)) return file;
  await mkdir(dir, { recursive: true });
  const unfinished = `${file}.${process.pid}.part`;
  try {
    await encode(unfinished, clip, options);
    await rename(unfinished, file);
  } catch (error) {
    options.signal?.throwIfAborted();
    const advice = 'install ffmpeg (apt-get install ffmpeg) or the npm package node-av';
    throw new BenchClipError(`the bench clip could not be made: ${advice}`, { cause: error });
  } finally {
    await rm(unfinished, { force: true });
  }
  return file;
}

async function encode(file: string, clip: BenchClipRecipe, { encoder, signal }: BenchClipOptions): Promise<void> {
  if (encoder !== 'node-av') {
    try {
      await promisify(execFile)('ffmpeg', ffmpegArguments(file, clip), signal === undefined ? {} : { signal });
      return;
    } catch (error) {
      const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (encoder === 'ffmpeg' || !isAbsent) throw error;
    }
  }
  const { encodeWithNodeAv } = await import('./bench-clip-encoder.ts');
  await encodeWithNodeAv(file, benchPicture(clip), clip, signal);
}

function ffmpegArguments(file: string, clip: BenchClipRecipe): string[] {
  const { kbps, gopFrames } = clip;
  const rate = ['-b:v', `${kbps}k`, '-maxrate', `${kbps}k`, '-bufsize', `${kbps * 2}k`];
  const gop = ['-bf', '0', '-g', `${gopFrames}`, '-keyint_min', `${gopFrames}`, '-sc_threshold', '0'];
  return [
    ...['-v', 'error', '-nostdin', '-y', '-f', 'lavfi', '-i', benchPicture(clip)],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', ...rate, ...gop],
    ...['-video_track_timescale', '90000', '-movflags', '+faststart', '-f', 'mp4', file],
  ];
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
