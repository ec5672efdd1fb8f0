import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseMp4Video } from '@thapcanh/infra/camera-sim/mp4-video';
import { build } from 'esbuild';
import { describeStream } from '../fmp4/init-segment.ts';
import { PartBuilder } from '../fmp4/part-builder.ts';
import { ParameterSets } from '../h264/parameter-sets.ts';
import type { AccessUnit, MediaPart, StreamDescription } from '../media/media-types.ts';

/** 320x180, 10 fps, 3 s, a key frame a second. */
export const TEST_CLIP = fileURLToPath(
  new URL('../../../infra/src/camera-sim/fixtures/test-pattern.mp4', import.meta.url),
);

export const silentLog = { debug: () => undefined, info: () => undefined, warn: () => undefined };

/** A fresh object each time: to a consumer this is a new run of parameter sets. */
export function testDescription(): StreamDescription {
  const clip = parseMp4Video(readFileSync(TEST_CLIP));
  const sets = new ParameterSets();
  for (const nal of [...clip.sps, ...clip.pps]) sets.offer(nal);
  const snapshot = sets.snapshot();
  if (snapshot === null) throw new Error('the test clip has no parameter sets');
  return describeStream(snapshot);
}

/** The clip's pictures in an endless loop, without gaps. */
export function* testUnits(startsAtMs: number, description = testDescription()): Generator<AccessUnit> {
  const clip = parseMp4Video(readFileSync(TEST_CLIP));
  for (let n = 0; ; n++) {
    const unit = clip.accessUnits[n % clip.accessUnits.length];
    if (unit === undefined) throw new Error('the test clip is empty');
    const slices = unit.nals.filter((nal) => [1, 5].includes(nal.readUInt8(0) & 31));
    const avcc = Buffer.concat(
      slices.flatMap((nal) => {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(nal.length);
        return [length, nal];
      }),
    );
    yield {
      description,
      isKeyFrame: unit.isKey,
      decodeTime90k: n * 9_000,
      compositionOffset90k: 0,
      atMs: startsAtMs + n * 100,
      avcc,
    };
  }
}

/** `durationMs` of the clip as the session hands it out: parts of 200 ms, the first one a discontinuity. */
export function testParts(startsAtMs: number, durationMs: number, description = testDescription()): MediaPart[] {
  const parts: MediaPart[] = [];
  const builder = new PartBuilder((part) => parts.push(part));
  let isFirst = true;
  for (const unit of testUnits(startsAtMs, description)) {
    if (unit.atMs >= startsAtMs + durationMs) break;
    builder.push({ ...unit, discontinuity: isFirst ? 'start' : null }, 9_000);
    isFirst = false;
  }
  builder.flush(9_000);
  return parts;
}

/** A program of this package from its source, since Node runs only JavaScript. Packages stay outside. */
async function buildProgram(source: string, name: string): Promise<string> {
  const dir = fileURLToPath(new URL('../../../node_modules/.cache/thapcanh-tests', import.meta.url));
  mkdirSync(dir, { recursive: true });
  const outfile = path.join(dir, `${name}-${process.pid}.mjs`);
  const entry = fileURLToPath(new URL(source, import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  return outfile;
}

export const buildDecoderChild = (): Promise<string> => buildProgram('../decode/decoder-child.ts', 'decoder-child');

export const buildReaderThread = (): Promise<string> =>
  buildProgram('../sockets/reader-thread-main.ts', 'reader-thread');
