import { parseArgs } from 'node:util';
import { modelError } from '../model-errors.ts';

export const EVAL_TASK_NAMES = ['plates', 'plate-crops', 'detector', 'faces', 'helmet', 'light'] as const;
export type EvalTaskName = (typeof EVAL_TASK_NAMES)[number];

/** What was asked for after `npm run eval --`. */
export interface EvalArguments {
  readonly task: EvalTaskName;
  /** The folder of labelled pictures. */
  readonly dataDir: string;
  /** The file of labels in it. */
  readonly labelsFile: string;
  /** Where the page goes; null for none. */
  readonly reportDir: string | null;
  /** Only rows of this group, of this split; null for all. */
  readonly group: string | null;
  readonly split: string | null;
  /** Only the first so many of them. */
  readonly limit: number | null;
  /** Which of the task's models; null for the one that the platform uses. */
  readonly modelId: string | null;
  /** Longest side of the model's input in pixels; null for its usual one. */
  readonly inputSize: number | null;
  readonly threads: number;
  readonly isJson: boolean;
}

export const EVAL_USAGE = `  npm run eval -- plates|plate-crops|detector|faces|helmet|light --data DIR [--json] [--report DIR]
      [--labels labels.jsonl] [--group G] [--split val] [--limit N] [--model ID] [--size 640] [--threads 1]
      đo mô hình trên ảnh có nhãn của bạn; định dạng trong docs/models.md / measures a model on your own labelled pictures; format in docs/models.md
`;

const OPTIONS = {
  data: { type: 'string' },
  labels: { type: 'string', default: 'labels.jsonl' },
  report: { type: 'string' },
  group: { type: 'string' },
  split: { type: 'string' },
  limit: { type: 'string' },
  model: { type: 'string' },
  size: { type: 'string' },
  threads: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
} as const;

const fail = (vi: string, en: string): Error => modelError('TC_EVAL_ARGUMENT', { reason: { vi, en } });

function parseStrictly(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    throw modelError('TC_EVAL_ARGUMENT', { reason }, { cause: error });
  }
}

function parseCount(flag: string, text: string, max: number): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= 1 && count <= max) return count;
  throw fail(
    `${flag} "${text}" phải là số nguyên từ 1 đến ${max}`,
    `${flag} "${text}" must be a whole number from 1 to ${max}`,
  );
}

/**
 * Reads the arguments after `npm run eval --`.
 * @throws AppError `TC_EVAL_ARGUMENT`
 */
export function parseEvalArguments(args: readonly string[]): EvalArguments {
  const { values, positionals } = parseStrictly(args);
  const task = EVAL_TASK_NAMES.find((name) => name === positionals[0]);
  if (task === undefined || positionals.length !== 1) {
    const known = EVAL_TASK_NAMES.join(', ');
    throw fail(`cần đúng một việc trong: ${known}`, `exactly one task is needed of: ${known}`);
  }
  for (const flag of ['data', 'labels', 'report', 'model'] as const)
    if (values[flag] === '') throw fail(`--${flag} đang trống`, `--${flag} is empty`);
  if (values.data === undefined)
    throw fail('thiếu --data <thư mục ảnh có nhãn>', '--data <folder of labelled pictures> is missing');
  return {
    task,
    dataDir: values.data,
    labelsFile: values.labels,
    reportDir: values.report ?? null,
    group: values.group ?? null,
    split: values.split ?? null,
    limit: values.limit === undefined ? null : parseCount('--limit', values.limit, 100_000_000),
    modelId: values.model ?? null,
    inputSize: values.size === undefined ? null : parseCount('--size', values.size, 8_192),
    threads: parseCount('--threads', values.threads, 64),
    isJson: values.json,
  };
}
