import { createHelmetClassifier } from '../../create-runners.ts';
import { crop } from '../../image.ts';
import { HsvLightReader } from '../../lights/light-reader.ts';
import type { EvalTask, Figures, Measured, Mistake, OpenModel } from '../eval-task.ts';
import { type ClassifiedPicture, HELMET_LABELS, LIGHT_LABELS, parseClassifiedPicture } from '../labels/class-labels.ts';
import { calibrationError } from '../metrics/calibration-error.ts';
import { balancedAccuracy, confusionOf } from '../metrics/confusion.ts';
import { shareOf } from '../metrics/share.ts';
import { modelByName, withoutSize } from '../model-by-name.ts';

/** The model's answer; `unknown` where it gives none. */
export interface ClassOutcome {
  readonly label: string;
  readonly probability: number;
}

type ClassItem<Label extends string> = Measured<ClassifiedPicture<Label>, ClassOutcome>;

const NO_ANSWER = 'unknown';

const answerOf = ({ row, outcome }: ClassItem<string>) => ({ wanted: row.label, got: outcome.label });
const isRight = ({ row, outcome }: ClassItem<string>): boolean => row.label === outcome.label;

function figures(items: readonly ClassItem<string>[]): Figures {
  const answered = items.filter(({ outcome }) => outcome.label !== NO_ANSWER);
  return {
    n: items.length,
    found: shareOf(answered.length, items.length),
    exact: shareOf(items.filter(isRight).length, items.length),
    balancedAccuracy: balancedAccuracy(items.map(answerOf)),
    calibrationError: calibrationError(
      answered.map((item) => ({ probability: item.outcome.probability, isRight: isRight(item) })),
    ),
  };
}

function mistakes(items: readonly ClassItem<string>[], count: number): Mistake[] {
  return items
    .filter((item) => !isRight(item))
    .sort((a, b) => b.outcome.probability - a.outcome.probability)
    .slice(0, count)
    .map(({ row, outcome }) => {
      const text = `${row.label} → ${outcome.label} (${outcome.probability.toFixed(2)})`;
      const marks = row.box === null ? [] : [{ box: row.box, text: row.label, kind: 'labelled' as const }];
      return { caption: { vi: text, en: text }, pictures: [{ image: row.image, marks }] };
    });
}

function classifyTask<Label extends string>(
  name: string,
  labels: readonly Label[],
  platformModel: OpenModel<ClassifiedPicture<Label>, ClassOutcome>,
): EvalTask<ClassifiedPicture<Label>, ClassOutcome> {
  return {
    parseRow: (fields) => parseClassifiedPicture(fields, labels),
    open: modelByName(name, withoutSize(name, platformModel), {}),
    figures,
    confusion: (items) => confusionOf(items.map(answerOf), labels, [...labels, NO_ANSWER]),
    mistakes,
  };
}

const openHelmetClassifier: OpenModel<ClassifiedPicture<(typeof HELMET_LABELS)[number]>, ClassOutcome> = async ({
  runner,
}) => {
  const classifier = await createHelmetClassifier(runner);
  return {
    modelId: classifier.modelId,
    warmUp: () => classifier.warmUp(),
    close: () => classifier.close(),
    measure: async (image, { box }, watch) => {
      const head = box === null ? image : crop(image, box);
      const [verdict] = await watch.time(() => classifier.classify([head]));
      return { label: verdict?.label ?? NO_ANSWER, probability: verdict?.probability ?? 0 };
    },
  };
};

export const helmetTask = classifyTask('helmet', HELMET_LABELS, openHelmetClassifier);

const openLightReader: OpenModel<ClassifiedPicture<(typeof LIGHT_LABELS)[number]>, ClassOutcome> = async () => {
  const reader = new HsvLightReader();
  return {
    modelId: reader.modelId,
    warmUp: () => reader.warmUp(),
    close: () => reader.close(),
    measure: async (image, { box }, watch) => {
      const region = box === null ? image : crop(image, box);
      const [verdict] = await watch.time(() => reader.read([region]));
      return { label: verdict?.state ?? NO_ANSWER, probability: verdict?.probability ?? 0 };
    },
  };
};

export const lightTask = classifyTask('light', LIGHT_LABELS, openLightReader);
