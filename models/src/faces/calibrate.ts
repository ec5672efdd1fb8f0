import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createFaceDetector, createFaceEmbedder } from '../create-runners.ts';
import { parsePersonPicture } from '../evaluate/labels/class-labels.ts';
import { readLabels } from '../evaluate/labels/read-labels.ts';
import type { EmbeddedFace } from '../evaluate/tasks/face-pairs.ts';
import { decodeJpeg } from '../image.ts';
import { calibrateBands } from './calibrate-bands.ts';
import { embedMainFace } from './face-vectors.ts';

/**
 * Measures the similarity bands on a folder of portraits with `labels.jsonl` (`image`, `person`), one person a picture,
 * and prints them as JSON with what was refused and why.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' }, labels: { type: 'string' } } });
  if (values.data === undefined) throw new Error('--data <folder with labels.jsonl> is needed');
  const choice = { group: null, split: null, limit: null };
  const rows = await readLabels(values.data, values.labels ?? 'labels.jsonl', parsePersonPicture, choice);
  const detector = await createFaceDetector();
  const embedder = await createFaceEmbedder();
  const refused: string[] = [];
  const faces: EmbeddedFace[] = [];
  for (const { image: file, person } of rows) {
    const image = await decodeJpeg(await readFile(join(values.data, file)));
    const found = await embedMainFace(detector, embedder, image);
    if (found === null) refused.push('no face');
    else if (!found.verdict.usable) refused.push(...found.verdict.refusals.map(({ code }) => code));
    faces.push({ person, embedding: found?.vector ?? null });
  }
  await Promise.all([detector.close(), embedder.close()]);
  const counts = Object.fromEntries([...new Set(refused)].map((why) => [why, refused.filter((w) => w === why).length]));
  const people = new Set(faces.map(({ person }) => person)).size;
  console.log(JSON.stringify({ pictures: rows.length, people, refused: counts, bands: calibrateBands(faces) }));
}

await main();
