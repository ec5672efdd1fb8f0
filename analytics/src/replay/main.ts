import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createDetector, createPlateReader } from '@thapcanh/models/create-runners';
import { replayFrames } from './replay.ts';
import { judgeReplay, parseReplayTruth } from './replay-truth.ts';

const USAGE = 'usage: node analytics/dist/replay/main.js --frames DIR [--truth FILE] [--verbose]';

/** Prints one JSON line; exit code 0 also when plates were missed: judging is the caller's. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { frames: { type: 'string' }, truth: { type: 'string' }, verbose: { type: 'boolean', default: false } },
  });
  if (values.frames === undefined) {
    process.stderr.write(`${USAGE}\n`);
    process.exitCode = 2;
    return;
  }
  const [detector, plateReader] = await Promise.all([createDetector(), createPlateReader()]);
  await Promise.all([detector.warmUp(), plateReader.warmUp()]);
  const result = await replayFrames(values.frames, {
    detector,
    plateReader,
    ...(values.verbose
      ? {
          onFrame: (atMs, reads) => {
            const texts = reads.map(
              (read) => `${read.text} ${read.confidence.toFixed(2)} ${Math.round(read.widthPx)}px`,
            );
            process.stderr.write(`${atMs}  ${texts.join(' | ')}\n`);
          },
        }
      : {}),
  });
  const { passages, ...figures } = result;
  const verdict = values.truth ? judgeReplay(parseReplayTruth(await readFile(values.truth, 'utf8')), passages) : {};
  if (values.verbose) for (const passage of passages) process.stderr.write(`${JSON.stringify(passage)}\n`);
  process.stdout.write(
    `${JSON.stringify({ ...verdict, ...figures, passages: passages.map((passage) => passage.plate) })}\n`,
  );
  await Promise.all([detector.close(), plateReader.close()]);
}

await main();
