import type { LocalText } from '@thapcanh/core/errors/app-error';
import { modelError } from '../model-errors.ts';
import type { OpenModel } from './eval-task.ts';
import type { LabelledPicture } from './labels/labelled-picture.ts';

const namesOf = (names: readonly string[]): LocalText =>
  names.length === 0 ? { vi: 'không có', en: 'none' } : { vi: names.join(', '), en: names.join(', ') };

/** For a model whose input has one size, or chooses it by itself: refuses `--size`. */
export function withoutSize<Row extends LabelledPicture, Outcome>(
  task: string,
  open: OpenModel<Row, Outcome>,
): OpenModel<Row, Outcome> {
  return async (choice) => {
    if (choice.inputSize === null) return open(choice);
    throw modelError('TC_EVAL_ARGUMENT', {
      reason: {
        vi: `mô hình này của ${task} không nhận --size`,
        en: `this model of ${task} takes no --size`,
      },
    });
  };
}

/** Opens the platform's model of a task, or by `--model` one of the others to compare it with. */
export function modelByName<Row extends LabelledPicture, Outcome>(
  task: string,
  platform: OpenModel<Row, Outcome>,
  others: Readonly<Record<string, OpenModel<Row, Outcome>>>,
): OpenModel<Row, Outcome> {
  const names = Object.keys(others);
  return async (choice) => {
    const { modelId } = choice;
    if (modelId === null) return platform(choice);
    const open = Object.hasOwn(others, modelId) ? others[modelId] : undefined;
    if (open !== undefined) return open(choice);
    const known = namesOf(names);
    const vi = `--model "${modelId}" không có cho ${task}; có: ${known.vi}`;
    throw modelError('TC_EVAL_ARGUMENT', {
      reason: { vi, en: `--model "${modelId}" does not exist for ${task}; there are: ${known.en}` },
    });
  };
}
