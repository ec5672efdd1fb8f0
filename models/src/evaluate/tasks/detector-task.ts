import { overlapOf } from '../../box-overlap.ts';
import type { DetectedClass, Detection, Detector } from '../../contracts.ts';
import { createDetector } from '../../create-runners.ts';
import type { EvalModel, EvalTask, Figures, Measured, Mistake } from '../eval-task.ts';
import { OBJECT_CLASSES, type ObjectScene, parseObjectScene } from '../labels/object-labels.ts';
import { averagePrecision, type ScoredHit } from '../metrics/average-precision.ts';
import { type Confusion, confusionOf } from '../metrics/confusion.ts';
import { matchBoxes } from '../metrics/match-boxes.ts';
import { shareOf } from '../metrics/share.ts';

type DetectorItem = Measured<ObjectScene, readonly Detection[]>;

/** Boxes of one object overlap at least so much (AP50). */
const MIN_OVERLAP = 0.5;
/** Boxes of one class that overlap more are one object. */
const MAX_OVERLAP = 0.6;
/** Low enough that the whole precision-recall curve is seen. */
const MIN_SCORE = 0.05;
/** Where found, precision and the table of confusions are taken. */
const USUAL_SCORE = 0.4;
const VEHICLES: readonly DetectedClass[] = ['car', 'bus', 'truck'];
const NOTHING = '∅';

async function openDetector(opening: Promise<Detector>): Promise<EvalModel<ObjectScene, readonly Detection[]>> {
  const detector = await opening;
  return {
    modelId: detector.modelId,
    warmUp: () => detector.warmUp(),
    close: () => detector.close(),
    measure: async (image, _row, watch) => {
      const [found] = await watch.time(() => detector.detect([image], { minScore: MIN_SCORE }));
      return found ?? [];
    },
  };
}

/** A second box on the same object is that object taken for another class: where classes count as one it is the same. */
function oncePerObject(found: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const one of found) if (!kept.some(({ box }) => overlapOf(box, one.box) > MAX_OVERLAP)) kept.push(one);
  return kept;
}

/** AP50 of some classes taken as one, over the pictures in which all of them were labelled. */
export function averagePrecision50(items: readonly DetectorItem[], classes: readonly DetectedClass[]): number | null {
  let objects = 0;
  const hits: ScoredHit[] = [];
  for (const { row, outcome } of items) {
    if (!classes.every((name) => row.classes.includes(name))) continue;
    const labelled = row.objects.filter(({ objectClass }) => classes.includes(objectClass)).map(({ box }) => box);
    const found = oncePerObject(outcome.filter(({ objectClass }) => classes.includes(objectClass)));
    const matches = matchBoxes(found, labelled, MIN_OVERLAP);
    objects += labelled.length;
    for (const [index, { score }] of found.entries()) hits.push({ score, isHit: matches[index] !== null });
  }
  return averagePrecision(hits, objects);
}

/** What an object of a picture was taken for, and what was seen where nothing is labelled. */
function answersOf({ row, outcome }: DetectorItem) {
  const found = outcome.filter(({ objectClass, score }) => score >= USUAL_SCORE && row.classes.includes(objectClass));
  const boxes = row.objects.map(({ box }) => box);
  const matches = matchBoxes(found, boxes, MIN_OVERLAP);
  const takenFor = (index: number): string => found[matches.indexOf(index)]?.objectClass ?? NOTHING;
  return [
    ...row.objects.map(({ objectClass }, index) => ({ wanted: objectClass as string, got: takenFor(index) })),
    ...found.flatMap(({ objectClass }, index) =>
      matches[index] === null ? [{ wanted: NOTHING, got: objectClass as string }] : [],
    ),
  ];
}

function figures(items: readonly DetectorItem[]): Figures {
  const ap50: Record<string, number | null> = {};
  const objects: Record<string, number> = {};
  for (const name of OBJECT_CLASSES) {
    ap50[name] = averagePrecision50(items, [name]);
    objects[name] = items.flatMap(({ row }) => row.objects).filter(({ objectClass }) => objectClass === name).length;
  }
  const known = Object.values(ap50).flatMap((area) => (area === null ? [] : [area]));
  const answers = items.flatMap(answersOf);
  const right = answers.filter(({ wanted, got }) => wanted === got).length;
  const labelled = answers.filter(({ wanted }) => wanted !== NOTHING).length;
  return {
    n: labelled,
    objects,
    ap50: { ...ap50, vehicle: averagePrecision50(items, VEHICLES) },
    meanAp50: shareOf(
      known.reduce((sum, area) => sum + area, 0),
      known.length,
    ),
    found: shareOf(right, labelled),
    precision: shareOf(right, answers.filter(({ got }) => got !== NOTHING).length),
  };
}

const confusion = (items: readonly DetectorItem[]): Confusion => {
  const names = [...OBJECT_CLASSES, NOTHING];
  return confusionOf(items.flatMap(answersOf), names, names);
};

function mistakes(items: readonly DetectorItem[], count: number): Mistake[] {
  return items
    .map((item) => ({ item, wrong: answersOf(item).filter(({ wanted, got }) => wanted !== got) }))
    .filter(({ wrong }) => wrong.length > 0)
    .sort((a, b) => b.wrong.length - a.wrong.length)
    .slice(0, count)
    .map(({ item: { row, outcome }, wrong }) => {
      const missed = wrong.filter(({ got }) => got === NOTHING).length;
      const extra = wrong.filter(({ wanted }) => wanted === NOTHING).length;
      const mixed = wrong.length - missed - extra;
      const found = outcome.filter(({ score }) => score >= USUAL_SCORE);
      return {
        caption: {
          vi: `bỏ sót ${missed}, thừa ${extra}, nhầm loại ${mixed}`,
          en: `${missed} missed, ${extra} extra, ${mixed} of the wrong class`,
        },
        pictures: [
          {
            image: row.image,
            marks: [
              ...row.objects.map(({ box, objectClass }) => ({ box, text: objectClass, kind: 'labelled' as const })),
              ...found.map(({ box, objectClass, score }) => ({
                box,
                text: `${objectClass} ${score.toFixed(2)}`,
                kind: 'found' as const,
              })),
            ],
          },
        ],
      };
    });
}

export const detectorTask: EvalTask<ObjectScene, readonly Detection[]> = {
  parseRow: parseObjectScene,
  open: ({ modelId, inputSize, runner }) =>
    openDetector(
      createDetector({
        ...runner,
        ...(modelId === null ? {} : { model: modelId }),
        ...(inputSize === null ? {} : { inputSize }),
      }),
    ),
  figures,
  confusion,
  mistakes,
};
