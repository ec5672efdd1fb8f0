import type { EvalArguments, EvalTaskName } from './eval-arguments.ts';
import type { EvalTask } from './eval-task.ts';
import { type EvalResult, type EvalSurroundings, evaluate } from './evaluate.ts';
import type { LabelledPicture } from './labels/labelled-picture.ts';
import { helmetTask, lightTask } from './tasks/classify-task.ts';
import { detectorTask } from './tasks/detector-task.ts';
import { facesTask } from './tasks/faces-task.ts';
import { plateCropsTask } from './tasks/plate-crops-task.ts';
import { platesTask } from './tasks/plates-task.ts';

type RunTask = (args: EvalArguments, surroundings: EvalSurroundings) => Promise<EvalResult>;

const running =
  <Row extends LabelledPicture, Outcome>(task: EvalTask<Row, Outcome>): RunTask =>
  (args, surroundings) =>
    evaluate(task, args, surroundings);

export const EVAL_TASKS: Readonly<Record<EvalTaskName, RunTask>> = {
  plates: running(platesTask),
  'plate-crops': running(plateCropsTask),
  detector: running(detectorTask),
  faces: running(facesTask),
  helmet: running(helmetTask),
  light: running(lightTask),
};
