import { plateSearchKey } from '@thapcanh/core/plates/plate-key';
import type { PlateReading } from '../../contracts.ts';
import { createCornerPlateReader } from '../../plates/create-plate-runners.ts';
import { createPpocrPlateReader } from '../../plates/ppocr-plate-reader.ts';
import type { EvalTask, Figures, Mark, Measured, Mistake, OpenModel } from '../eval-task.ts';
import { type PlateScene, parsePlateScene } from '../labels/plate-labels.ts';
import { shareOf } from '../metrics/share.ts';
import { modelByName, withoutSize } from '../model-by-name.ts';
import { characterConfusion } from './character-confusion.ts';
import {
  extraReadings,
  type PlateOutcome,
  type PlateSighting,
  type PlateVerdict,
  plateVerdicts,
} from './plate-verdicts.ts';

type PlateItem = Measured<PlateScene, PlateOutcome>;

const sightingOf = ({ plate, confidence, box }: PlateReading): PlateSighting => ({
  key: plateSearchKey(plate.text),
  confidence,
  box,
});

/** The road of the platform: a whole picture in, the texts that are plates out. */
const openCornerReader: OpenModel<PlateScene, PlateOutcome> = async ({ runner }) => {
  const reader = await createCornerPlateReader(runner);
  return {
    modelId: reader.modelId,
    warmUp: () => reader.warmUp(),
    close: () => reader.close(),
    measure: async (image, _row, watch) => {
      const { found, readings } = await watch.time(() => reader.look(image));
      return { readings: readings.map(sightingOf), places: found.map(({ box }) => box) };
    },
  };
};

/** Keeps nothing that it cannot read, so that what was found is what was read. */
const openTextFinder: OpenModel<PlateScene, PlateOutcome> = async ({ runner, inputSize }) => {
  const reader = await createPpocrPlateReader({
    ...runner,
    ...(inputSize === null ? {} : { findLongSide: inputSize }),
  });
  return {
    modelId: reader.modelId,
    warmUp: () => reader.warmUp(),
    close: () => reader.close(),
    measure: async (image, _row, watch) => {
      const readings = (await watch.time(() => reader.read(image))).map(sightingOf);
      return { readings, places: readings.map(({ box }) => box) };
    },
  };
};

const isMisread = ({ plate, reading }: PlateVerdict): boolean => reading !== null && reading.key !== plate.key;

function figures(items: readonly PlateItem[]): Figures {
  const plates = items.flatMap(plateVerdicts);
  const texts = plates.filter(({ plate }) => plate.key !== null);
  const characters = texts.reduce((sum, { plate }) => sum + (plate.key ?? '').length, 0);
  const wrongCharacters = texts.reduce((sum, { distance }) => sum + distance, 0);
  return {
    n: texts.length,
    plates: plates.length,
    found: shareOf(plates.filter(({ isFound }) => isFound).length, plates.length),
    exact: shareOf(texts.filter(({ plate, reading }) => reading?.key === plate.key).length, texts.length),
    misread: shareOf(texts.filter(isMisread).length, texts.length),
    cer: shareOf(wrongCharacters, characters),
    extra: items.flatMap(extraReadings).length,
  };
}

const confusion = (items: readonly PlateItem[]) =>
  characterConfusion(
    items
      .flatMap(plateVerdicts)
      .flatMap(({ plate, reading }) =>
        plate.key === null || reading === null ? [] : [{ wanted: plate.key, read: reading.key }],
      ),
  );

const hasFailed = ({ plate, reading, isFound }: PlateVerdict): boolean =>
  plate.key === null ? !isFound : reading?.key !== plate.key;

/** What misleads an officer comes first: a wrong text the surer it was, then a plate without text. */
const severity = (verdict: PlateVerdict): number =>
  verdict.plate.key !== null && verdict.reading !== null ? 1 + verdict.reading.confidence : Number(!verdict.isFound);

function mistakeOf(verdict: PlateVerdict, item: PlateItem | undefined): Mistake {
  const { row, plate, reading } = verdict;
  const marks: Mark[] = [];
  if (plate.box !== null) marks.push({ box: plate.box, text: plate.key ?? '', kind: 'labelled' });
  for (const other of item?.outcome.readings ?? []) marks.push({ box: other.box, text: other.key, kind: 'found' });
  const focus = plate.box ?? reading?.box ?? null;
  const wanted = plate.key ?? '?';
  const seen = reading === null ? null : `${wanted} → ${reading.key} (${reading.confidence.toFixed(2)})`;
  return {
    caption: { vi: seen ?? `${wanted}: không đọc được`, en: seen ?? `${wanted}: not read` },
    pictures: [{ image: row.image, marks, ...(focus === null ? {} : { focus }) }],
  };
}

function mistakes(items: readonly PlateItem[], count: number): Mistake[] {
  const itemOf = new Map(items.map((item) => [item.row, item]));
  return items
    .flatMap(plateVerdicts)
    .filter(hasFailed)
    .sort((a, b) => severity(b) - severity(a))
    .slice(0, count)
    .map((verdict) => mistakeOf(verdict, itemOf.get(verdict.row)));
}

export const platesTask: EvalTask<PlateScene, PlateOutcome> = {
  parseRow: parsePlateScene,
  open: modelByName('plates', withoutSize('plates', openCornerReader), { 'ppocr-v4': openTextFinder }),
  figures,
  confusion,
  mistakes,
};
