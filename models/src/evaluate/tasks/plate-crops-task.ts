import { plateSearchKey } from '@thapcanh/core/plates/plate-key';
import { createCornerPlateReader } from '../../plates/create-plate-runners.ts';
import { createPpocrPlateReader } from '../../plates/ppocr-plate-reader.ts';
import type { EvalTask, Figures, Measured, Mistake, OpenModel } from '../eval-task.ts';
import { type PlateCrop, parsePlateCrop } from '../labels/plate-labels.ts';
import { editDistance } from '../metrics/align-characters.ts';
import { shareOf } from '../metrics/share.ts';
import { modelByName, withoutSize } from '../model-by-name.ts';
import { characterConfusion } from './character-confusion.ts';

/** The text read in a cut-out plate; an empty key when nothing was. */
export interface CropOutcome {
  readonly key: string;
  readonly confidence: number;
}

type CropItem = Measured<PlateCrop, CropOutcome>;

/** The platform's reader of cut-outs; the grammar chooses among what it holds possible. */
const openTextReader: OpenModel<PlateCrop, CropOutcome> = async ({ runner }) => {
  const reader = await createCornerPlateReader({ ...runner, hasSecondOpinion: false });
  return {
    modelId: reader.modelId,
    warmUp: () => reader.warmUp(),
    close: () => reader.close(),
    measure: async (image, _row, watch) => {
      const { text, reading } = await watch.time(() => reader.readCutOut(image));
      return {
        key: plateSearchKey(reading?.plate.text ?? text.rawText),
        confidence: reading?.confidence ?? text.probability,
      };
    },
  };
};

/** The reader for whole pictures, given the cut-out: its surest text counts. */
const openWholePictureReader: OpenModel<PlateCrop, CropOutcome> = async ({ runner }) => {
  const reader = await createPpocrPlateReader(runner);
  return {
    modelId: reader.modelId,
    warmUp: () => reader.warmUp(),
    close: () => reader.close(),
    measure: async (image, _row, watch) => {
      const [best] = await watch.time(() => reader.read(image));
      return { key: best === undefined ? '' : plateSearchKey(best.plate.text), confidence: best?.confidence ?? 0 };
    },
  };
};

const isExact = ({ row, outcome }: CropItem): boolean => row.key === outcome.key;
const textsOf = ({ row, outcome }: CropItem) => ({ wanted: row.key, read: outcome.key });

function figures(items: readonly CropItem[]): Figures {
  const characters = items.reduce((sum, { row }) => sum + row.key.length, 0);
  const wrongCharacters = items.reduce((sum, { row, outcome }) => sum + editDistance(row.key, outcome.key), 0);
  return {
    n: items.length,
    found: shareOf(items.filter(({ outcome }) => outcome.key !== '').length, items.length),
    exact: shareOf(items.filter(isExact).length, items.length),
    cer: shareOf(wrongCharacters, characters),
  };
}

function mistakes(items: readonly CropItem[], count: number): Mistake[] {
  return items
    .filter((item) => !isExact(item))
    .sort((a, b) => b.outcome.confidence - a.outcome.confidence)
    .slice(0, count)
    .map(({ row, outcome }) => {
      const text = `${row.key} → ${outcome.key === '' ? '∅' : outcome.key} (${outcome.confidence.toFixed(2)})`;
      return { caption: { vi: text, en: text }, pictures: [{ image: row.image, marks: [] }] };
    });
}

export const plateCropsTask: EvalTask<PlateCrop, CropOutcome> = {
  parseRow: parsePlateCrop,
  open: modelByName('plate-crops', withoutSize('plate-crops', openTextReader), {
    'ppocr-v4': withoutSize('plate-crops', openWholePictureReader),
  }),
  figures,
  confusion: (items) => characterConfusion(items.map(textsOf)),
  mistakes,
};
