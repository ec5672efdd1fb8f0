import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PixelBox } from '@thapcanh/core/passages/passage';
import sharp from 'sharp';
import { clipBox } from '../../image.ts';
import { modelError } from '../../model-errors.ts';
import type { EvalTask, Figures, MarkedPicture, Measured } from '../eval-task.ts';
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

/** A box with as much again on every side, inside the picture. */
function surroundingsOf(
  { x, y, width, height }: PixelBox,
  pictureWidth: number,
  pictureHeight: number,
): PixelBox | null {
  const margin = Math.max(width, height);
  return clipBox(
    { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin },
    pictureWidth,
    pictureHeight,
  );
}

async function reportPicture(dataDir: string, { image, marks, focus }: MarkedPicture): Promise<ReportPicture> {
  const source = sharp(await readFile(join(dataDir, image)));
  const { width, height } = await source.metadata();
  const whole = { x: 0, y: 0, width, height };
  const view = (focus === undefined ? null : surroundingsOf(focus, width, height)) ?? whole;
  const size = { width: LONGEST_SIDE_PX, height: LONGEST_SIDE_PX, fit: 'inside', withoutEnlargement: true } as const;
  const part = source.extract({ left: view.x, top: view.y, width: view.width, height: view.height });
  const bytes = await part.resize(size).jpeg({ quality: 82 }).toBuffer();
  return { image, marks, view, address: `data:image/jpeg;base64,${bytes.toString('base64')}` };
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
