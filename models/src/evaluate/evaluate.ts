import { modelError } from '../model-errors.ts';
import type { EvalArguments } from './eval-arguments.ts';
import type { EvalTask, Figures } from './eval-task.ts';
import type { LabelledPicture } from './labels/labelled-picture.ts';
import { readLabels } from './labels/read-labels.ts';
import { type Measurement, measurePictures, type Timed } from './measure.ts';
import { groupBy } from './metrics/group-by.ts';
import { shareOf } from './metrics/share.ts';
import { openReportDir, writeReport } from './report/write-report.ts';

/** What `npm run eval` prints. */
export interface EvalResult {
  readonly task: string;
  readonly model: string;
  readonly threads: number;
  readonly figures: Figures;
  /** The same figures for each group of the labels, where there is more than one. */
  readonly groups: Readonly<Record<string, Figures>>;
  readonly unreadable: Measurement<LabelledPicture, unknown>['unreadable'];
  /** The report's path; null without one. */
  readonly report: string | null;
}

export interface EvalSurroundings {
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

const PROGRESS_EVERY = 100;

function figuresWithTime<Row extends LabelledPicture, Outcome>(
  task: EvalTask<Row, Outcome>,
  items: readonly Timed<Row, Outcome>[],
): Figures {
  const sum = (pick: (item: Timed<Row, Outcome>) => number): number => items.reduce((all, item) => all + pick(item), 0);
  return {
    ...task.figures(items),
    pictures: items.length,
    msPerItem: shareOf(
      sum(({ cpuMs }) => cpuMs),
      items.length,
    ),
    wallMsPerItem: shareOf(
      sum(({ wallMs }) => wallMs),
      items.length,
    ),
  };
}

/**
 * Measures one task on a folder of labelled pictures.
 * @throws AppError `TC_EVAL_*`, and those of the model
 */
export async function evaluate<Row extends LabelledPicture, Outcome>(
  task: EvalTask<Row, Outcome>,
  args: EvalArguments,
  { say, signal }: EvalSurroundings,
): Promise<EvalResult> {
  signal.throwIfAborted();
  const rows = await readLabels(args.dataDir, args.labelsFile, task.parseRow, args);
  if (args.reportDir !== null) await openReportDir(args.reportDir);
  const { threads, modelId, inputSize } = args;
  const model = await task.open({ runner: { threads }, modelId, inputSize });
  try {
    await model.warmUp();
    const { items, unreadable } = await measurePictures(model, args.dataDir, rows, signal, (done) => {
      if (done % PROGRESS_EVERY === 0) say(`${done} / ${rows.length}`);
    });
    for (const { line, image, reason } of unreadable) say(`✗ ${image} (${line}): ${reason.vi} / ${reason.en}`);
    const [first] = unreadable;
    if (items.length === 0 && first !== undefined)
      throw modelError('TC_EVAL_NO_PICTURE', { count: rows.length, ...first });
    const groups = groupBy(items, ({ row }) => row.group ?? '');
    const result = {
      task: args.task,
      model: model.modelId,
      threads: args.threads,
      figures: figuresWithTime(task, items),
      groups: Object.fromEntries(
        groups.size < 2 ? [] : [...groups].map(([name, group]) => [name, figuresWithTime(task, group)]),
      ),
      unreadable,
    };
    const { reportDir, dataDir } = args;
    const report = reportDir === null ? null : await writeReport({ reportDir, dataDir, task, items, result });
    return { ...result, report };
  } finally {
    await model.close();
  }
}
