import type { EvalModel, Measured, Stopwatch } from './eval-task.ts';
import type { LabelledPicture } from './labels/labelled-picture.ts';
import { openPicture, reasonAgainstPicture, type UnreadablePicture } from './open-picture.ts';

/** A measured picture with the time that the model took for it. */
export interface Timed<Row extends LabelledPicture, Outcome> extends Measured<Row, Outcome> {
  /** CPU time of the whole process: one thread's where the model has one. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

export interface Measurement<Row extends LabelledPicture, Outcome> {
  readonly items: readonly Timed<Row, Outcome>[];
  readonly unreadable: readonly UnreadablePicture[];
}

class ItemStopwatch implements Stopwatch {
  cpuMs = 0;
  wallMs = 0;

  async time<Result>(work: () => Promise<Result>): Promise<Result> {
    const cpu = process.cpuUsage();
    const startedAtMs = performance.now();
    const result = await work();
    this.wallMs += performance.now() - startedAtMs;
    const used = process.cpuUsage(cpu);
    this.cpuMs += (used.user + used.system) / 1000;
    return result;
  }
}

/**
 * Runs the model on every row's picture, one after another. A picture that cannot be used is put aside with its reason;
 * a failure of the model ends the run.
 */
export async function measurePictures<Row extends LabelledPicture, Outcome>(
  model: EvalModel<Row, Outcome>,
  dataDir: string,
  rows: readonly Row[],
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<Measurement<Row, Outcome>> {
  const items: Timed<Row, Outcome>[] = [];
  const unreadable: UnreadablePicture[] = [];
  for (const [index, row] of rows.entries()) {
    signal.throwIfAborted();
    onProgress(index);
    const { line, image } = row;
    const picture = await openPicture(dataDir, row);
    if (!('data' in picture)) {
      unreadable.push({ line, image, reason: picture });
      continue;
    }
    const watch = new ItemStopwatch();
    try {
      const outcome = await model.measure(picture, row, watch);
      items.push({ row, outcome, cpuMs: watch.cpuMs, wallMs: watch.wallMs });
    } catch (error) {
      const reason = reasonAgainstPicture(error);
      if (reason === null) throw error;
      unreadable.push({ line, image, reason });
    }
  }
  return { items, unreadable };
}
