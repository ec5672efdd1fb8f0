import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { modelError } from '../../model-errors.ts';
import type { EvalTask, Figures, Measured, Mistake } from '../eval-task.ts';
import type { LabelledPicture } from '../labels/labelled-picture.ts';
import type { UnreadablePicture } from '../open-picture.ts';
import { type ReportPicture, reportPage } from './report-page.ts';

const WORST = 20;
const LONGEST_SIDE_PX = 640;

export interface ReportRequest<Row extends LabelledPicture, Outcome> {
  readonly reportDir: string;
  readonly dataDir: string;
  readonly task: EvalTask<Row, Outcome>;
  readonly items: readonly Measured<Row, Outcome>[];
  readonly result: {
    readonly task: string;
    readonly model: string;
    readonly figures: Figures;
    readonly groups: Readonly<Record<string, Figures>>;
    readonly unreadable: readonly UnreadablePicture[];
  };
}

const reportError = (dir: string, error: unknown): Error =>
  modelError(
    'TC_EVAL_REPORT',
    { dir, reason: error instanceof Error ? error.message : String(error) },
    { cause: error },
  );

/** Makes sure before a long run that its report can be written. @throws AppError `TC_EVAL_REPORT` */
export async function openReportDir(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true });
    await access(dir, constants.W_OK);
  } catch (error) {
    throw reportError(dir, error);
  }
}

async function reportPicture(dataDir: string, { image, marks }: Mistake['pictures'][number]): Promise<ReportPicture> {
  const source = sharp(await readFile(join(dataDir, image)));
  const { width, height } = await source.metadata();
  const size = { width: LONGEST_SIDE_PX, height: LONGEST_SIDE_PX, fit: 'inside', withoutEnlargement: true } as const;
  const bytes = await source.resize(size).jpeg({ quality: 82 }).toBuffer();
  return { image, marks, width, height, address: `data:image/jpeg;base64,${bytes.toString('base64')}` };
}

/** Writes `<task>.html` and gives its path. @throws AppError `TC_EVAL_REPORT` */
export async function writeReport<Row extends LabelledPicture, Outcome>(
  request: ReportRequest<Row, Outcome>,
): Promise<string> {
  const { reportDir, dataDir, task, items, result } = request;
  const path = join(reportDir, `${result.task}.html`);
  try {
    const mistakes = [];
    for (const { caption, pictures } of task.mistakes(items, WORST))
      mistakes.push({ caption, pictures: await Promise.all(pictures.map((one) => reportPicture(dataDir, one))) });
    await writeFile(path, reportPage({ ...result, confusion: task.confusion(items), mistakes }));
  } catch (error) {
    throw reportError(reportDir, error);
  }
  return path;
}
