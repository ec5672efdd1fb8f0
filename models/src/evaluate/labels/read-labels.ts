import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LocalText } from '@thapcanh/core/errors/app-error';
import { modelError } from '../../model-errors.ts';
import { LabelFields } from './label-fields.ts';
import type { LabelledPicture } from './labelled-picture.ts';

/** Which rows of a labels file count. */
export interface RowChoice {
  readonly group: string | null;
  readonly split: string | null;
  readonly limit: number | null;
}

/**
 * Reads every line of a labels file (one JSON object each, empty lines skipped) and refuses the first one that is
 * wrong: a figure must not silently leave out what was badly written.
 * @throws AppError `TC_EVAL_LABEL_LINE`, `TC_EVAL_LABELS` when there is no row or none of the choice
 */
export function parseLabels<Row extends LabelledPicture>(
  file: string,
  text: string,
  parseRow: (fields: LabelFields) => Row,
  choice: RowChoice,
): Row[] {
  const rows: Row[] = [];
  const seen = new Map<string, number>();
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue;
    const place = { file, line: index + 1 };
    const fields = new LabelFields(place, parseJson(place, line));
    const row = parseRow(fields);
    const same = JSON.stringify([row.image, 'box' in row ? row.box : null]);
    const before = seen.get(same);
    if (before !== undefined)
      throw fields.refusal({
        vi: `${row.image} đã có ở dòng ${before}, sẽ bị tính hai lần`,
        en: `${row.image} already stands in line ${before} and would count twice`,
      });
    seen.set(same, place.line);
    rows.push(row);
  }
  if (rows.length === 0) throw unusable(file, { vi: 'không có dòng nào', en: 'there is no line in it' });
  const chosen = rows
    .filter(({ group }) => choice.group === null || group === choice.group)
    .filter(({ split }) => choice.split === null || split === choice.split);
  if (chosen.length === 0) throw unusable(file, noneOf(rows, choice));
  return chosen.slice(0, choice.limit ?? chosen.length);
}

function parseJson(place: { file: string; line: number }, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const reason = { vi: `không phải JSON (${detail})`, en: `not JSON (${detail})` };
    throw modelError('TC_EVAL_LABEL_LINE', { ...place, reason }, { cause: error });
  }
}

const unusable = (file: string, reason: LocalText): Error => modelError('TC_EVAL_LABELS', { file, reason });

function noneOf(rows: readonly LabelledPicture[], { group, split }: RowChoice): LocalText {
  const named = (values: readonly (string | null)[]): string => [...new Set(values)].join(', ').slice(0, 300);
  const asked = [group === null ? '' : `group ${group}`, split === null ? '' : `split ${split}`].join(' ').trim();
  const groups = named(rows.map((row) => row.group));
  const splits = named(rows.map((row) => row.split));
  return {
    vi: `không có dòng nào thuộc ${asked}; group: ${groups}; split: ${splits}`,
    en: `no row has ${asked}; groups: ${groups}; splits: ${splits}`,
  };
}

/**
 * Reads the labels of a folder.
 * @throws AppError as `parseLabels`, and `TC_EVAL_LABELS` when the folder or the file is not there
 */
export async function readLabels<Row extends LabelledPicture>(
  dataDir: string,
  labelsFile: string,
  parseRow: (fields: LabelFields) => Row,
  choice: RowChoice,
): Promise<Row[]> {
  const path = join(dataDir, labelsFile);
  const folder = await stat(dataDir).catch(() => null);
  if (folder?.isDirectory() !== true)
    throw unusable(path, { vi: `không có thư mục ${dataDir}`, en: `there is no folder ${dataDir}` });
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    const reason = { vi: `không đọc được tệp (${detail})`, en: `the file cannot be read (${detail})` };
    throw modelError('TC_EVAL_LABELS', { file: path, reason }, { cause: error });
  });
  return parseLabels(basename(labelsFile), text, parseRow, choice);
}
