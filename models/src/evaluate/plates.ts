import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { plateSearchKey } from '@thapcanh/core/plates/plate-key';
import { decodeJpeg } from '../image.ts';
import { createPpocrPlateReader } from '../plates/ppocr-plate-reader.ts';

/** One line of a `labels.jsonl`: a picture and the plates in it. */
interface LabelRow {
  readonly image: string;
  readonly group?: string;
  readonly plates: readonly { readonly text: string | null }[];
}

/**
 * Scores the plate reader end to end on a folder with `labels.jsonl`: a plate counts as exact when any reading of its
 * picture has its text (`Đ` folded). Prints one JSON line, `msPerItem` being CPU time of one thread; `--verbose` names the misses on stderr.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      group: { type: 'string' },
      size: { type: 'string' },
      limit: { type: 'string' },
      verbose: { type: 'boolean' },
    },
  });
  if (values.data === undefined) throw new Error('--data <folder with labels.jsonl> is needed');
  const rows = (await readFile(join(values.data, 'labels.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelRow)
    .filter((row) => values.group === undefined || row.group === values.group)
    .filter((row) => row.plates.some((plate) => plate.text !== null))
    .slice(0, Number(values.limit ?? 1e9));
  const reader = await createPpocrPlateReader(values.size === undefined ? {} : { findLongSide: Number(values.size) });
  await reader.warmUp();
  let count = 0;
  let exact = 0;
  let extra = 0;
  let cpuMs = 0;
  for (const row of rows) {
    const image = await decodeJpeg(await readFile(join(values.data, row.image)));
    const startedAt = process.cpuUsage();
    const readings = await reader.read(image);
    const used = process.cpuUsage(startedAt);
    cpuMs += (used.user + used.system) / 1000;
    const keys = new Set(readings.map((reading) => plateSearchKey(reading.plate.text)));
    const wanted = row.plates.flatMap((plate) => (plate.text === null ? [] : [plateSearchKey(plate.text)]));
    const hits = wanted.filter((key) => keys.has(key)).length;
    count += wanted.length;
    exact += hits;
    extra += [...keys].filter((key) => !wanted.includes(key)).length;
    if (values.verbose === true && hits < wanted.length)
      console.error(
        row.image,
        wanted.join(' '),
        '<-',
        readings.map((reading) => JSON.stringify(reading.rawText)).join(' '),
      );
  }
  await reader.close();
  const msPerItem = Math.round((cpuMs / Math.max(rows.length, 1)) * 10) / 10;
  console.log(
    JSON.stringify({ n: count, exact, share: exact / count, wrong: extra, pictures: rows.length, msPerItem }),
  );
}

await main();
