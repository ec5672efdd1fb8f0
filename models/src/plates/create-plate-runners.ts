import type { PlateFinder, PlateTextReader, RunnerOptions } from '../contracts.ts';
import { openModel } from '../open-model.ts';
import { BLOCK_BYTES } from '../pixel-blocks.ts';
import type { ModelSignature } from '../tensor-signature.ts';
import { CornerPlateReader } from './corner-plate-reader.ts';
import { HeatMapPlateFinder } from './heat-map-plate-finder.ts';
import { LineOpinion } from './line-opinion.ts';
import { CtcPlateTextReader, READER_ALPHABET } from './plate-text-reader.ts';
import { PLATE_HEIGHT, PLATE_WIDTH } from './rectify-plate.ts';

const FINDER_SIGNATURE: ModelSignature = {
  inputs: [{ name: 'image', type: 'uint8', dims: [null, null, null, BLOCK_BYTES] }],
  outputs: [{ name: 'map', dims: [null, 9, null, null] }],
};

const TEXT_READER_SIGNATURE: ModelSignature = {
  inputs: [{ name: 'plate', dims: [null, 1, PLATE_HEIGHT, PLATE_WIDTH] }],
  outputs: [{ name: 'logits', dims: [null, 2, 32, READER_ALPHABET.length + 1], classes: { axis: 3, before: 1 } }],
};

export interface PlateReaderOptions extends RunnerOptions {
  /** Whether PP-OCRv4 is asked about plates that the reader is not sure of; true by default. */
  readonly hasSecondOpinion?: boolean;
}

/**
 * The corners of plates, without their texts.
 * @throws AppError as `openModel`
 */
export async function createPlateFinder(options: RunnerOptions = {}): Promise<PlateFinder> {
  return new HeatMapPlateFinder(await openModel('plate-finder', FINDER_SIGNATURE, options));
}

/**
 * The texts of plates that were cut out.
 * @throws AppError as `openModel`
 */
export async function createPlateTextReader(options: RunnerOptions = {}): Promise<PlateTextReader> {
  return new CtcPlateTextReader(await openModel('plate-reader', TEXT_READER_SIGNATURE, options));
}

/**
 * Finder, text reader and second opinion as one.
 * @throws AppError as `openModel`
 */
export async function createCornerPlateReader({
  hasSecondOpinion = true,
  ...options
}: PlateReaderOptions = {}): Promise<CornerPlateReader> {
  const opened: { close(): Promise<void> }[] = [];
  const keep = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    opened.push(part);
    return part;
  };
  try {
    return new CornerPlateReader({
      finder: keep(await createPlateFinder(options)),
      textReader: keep(await createPlateTextReader(options)),
      ...(hasSecondOpinion ? { opinion: keep(await LineOpinion.open(options)) } : {}),
    });
  } catch (error) {
    await Promise.all(opened.map((part) => part.close()));
    throw error;
  }
}
