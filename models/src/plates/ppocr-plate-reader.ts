import type { PixelBox } from '@thapcanh/core/passages/passage';
import { sharedArea } from '../box-overlap.ts';
import type { PlateReader, PlateReading, PlateReadOptions, RgbImage, RunnerOptions } from '../contracts.ts';
import { assertImage, clipBox } from '../image.ts';
import type { OnnxSession } from '../onnx-session.ts';
import { openModel } from '../open-model.ts';
import { lineReaderSignature, loadPlateAlphabet, type PlateAlphabet, readTextLine } from './line-reader.ts';
import {
  isOneLineShape,
  isTwoLineShape,
  plateCandidates,
  type ReadLine,
  twoLineReading,
  withoutOverlaps,
} from './plate-assembly.ts';
import { plateGroundOf } from './plate-ground.ts';
import { isMasked } from './plate-masks.ts';
import { findTextLines, TEXT_FINDER_SIGNATURE } from './text-finder.ts';
import { boxOfLine, sliceOfLine, type TextLine } from './text-line.ts';

export interface PpocrPlateReaderOptions extends RunnerOptions {
  /**
   * The picture is looked at for text as if its longest side had so many pixels; more finds smaller plates and costs
   * its square. A region is looked at in the same scale, so half a picture costs half. By default three quarters of the
   * picture's own size, between 736 and 960: that finds plates from 45 px wide in a 1280 px picture.
   */
  readonly findLongSide?: number;
  /** At most so many lines are read in one picture, the most plate-like first. */
  readonly maxLines?: number;
}

const DEFAULT_FIND_SHARE = 0.75;
const DEFAULT_FIND_LONG_SIDE = { min: 736, max: 960 } as const;
const DEFAULT_MAX_LINES = 12;
/** Lines smaller than this carry no readable characters. */
const MIN_LINE_HEIGHT_PX = 8;
const MIN_LINE_LENGTH_PX = 18;
/** Text higher than this stands on walls, not on plates; it only loses its rank. */
const USUAL_LINE_HEIGHT_PX = 40;
/** The shape of a plate whose two lines were found as one. */
const BLOCK_ASPECT = { min: 0.9, max: 2.5 } as const;
const MIN_BLOCK_HEIGHT_PX = 20;
const MAX_SPLITS = 3;
/** Where the two lines of a plate meet, as a share of its height. */
const SPLIT_AT = 0.48;

class PpocrPlateReader implements PlateReader {
  readonly modelId = 'ppocr-v4-det+ppocr-v4-rec';
  readonly #finder: OnnxSession;
  readonly #recogniser: OnnxSession;
  readonly #alphabet: PlateAlphabet;
  readonly #longSide: number | null;
  readonly #maxLines: number;

  constructor(finder: OnnxSession, recogniser: OnnxSession, alphabet: PlateAlphabet, options: PpocrPlateReaderOptions) {
    this.#finder = finder;
    this.#recogniser = recogniser;
    this.#alphabet = alphabet;
    this.#longSide = options.findLongSide ?? null;
    this.#maxLines = options.maxLines ?? DEFAULT_MAX_LINES;
  }

  async warmUp(): Promise<void> {
    const image = { width: 640, height: 360, data: new Uint8Array(640 * 360 * 3) };
    await this.read(image);
    const line = { centreX: 320, centreY: 180, length: 120, height: 24, angle: 0, score: 1 };
    await readTextLine(this.#recogniser, this.#alphabet, image, line);
  }

  async read(image: RgbImage, options: PlateReadOptions = {}): Promise<PlateReading[]> {
    assertImage(image);
    const whole = { x: 0, y: 0, width: image.width, height: image.height };
    const region = clipBox(options.region ?? whole, image.width, image.height);
    if (region === null) return [];
    const ownSide = Math.max(image.width, image.height);
    const { min, max } = DEFAULT_FIND_LONG_SIDE;
    const scale = (this.#longSide ?? Math.min(max, Math.max(min, ownSide * DEFAULT_FIND_SHARE))) / ownSide;
    const found = await findTextLines(this.#finder, image, region, scale, options.signal);
    const lines = mostPlateLike(found, this.#maxLines);
    const reads: ReadLine[] = [];
    for (const line of lines) reads.push(await this.#readLine(image, line, options.signal));
    const groundOf = (box: PixelBox) => plateGroundOf(image, box);
    const candidates = plateCandidates(reads, groundOf);
    for (const line of unreadBlocks(found, candidates)) {
      const top = await this.#readLine(image, sliceOfLine(line, 0, SPLIT_AT), options.signal);
      const bottom = await this.#readLine(image, sliceOfLine(line, SPLIT_AT, 1), options.signal);
      const reading = twoLineReading(top, bottom, groundOf);
      if (reading !== null) candidates.push(reading);
    }
    return withoutOverlaps(candidates).filter(({ box }) => !isMasked(middleOf(box), options.masks));
  }

  async #readLine(image: RgbImage, line: TextLine, signal?: AbortSignal): Promise<ReadLine> {
    return { line, characters: await readTextLine(this.#recogniser, this.#alphabet, image, line, signal) };
  }

  async close(): Promise<void> {
    await Promise.all([this.#finder.close(), this.#recogniser.close()]);
  }
}

const middleOf = ({ x, y, width, height }: PixelBox) => ({ x: x + width / 2, y: y + height / 2 });

/** Lines that could be a whole plate or half of one, the likeliest first. */
function mostPlateLike(lines: readonly TextLine[], limit: number): TextLine[] {
  const rank = (line: TextLine): number => line.score * Math.min(line.height, USUAL_LINE_HEIGHT_PX);
  const large = lines.filter((line) => line.height >= MIN_LINE_HEIGHT_PX && line.length >= MIN_LINE_LENGTH_PX);
  return large
    .filter(
      (line) =>
        isOneLineShape(line) || large.some((other) => isTwoLineShape(line, other) || isTwoLineShape(other, line)),
    )
    .sort((a, b) => rank(b) - rank(a))
    .slice(0, limit);
}

/** Blocks that may hold two lines and that no plate covers yet. */
function unreadBlocks(lines: readonly TextLine[], candidates: readonly PlateReading[]): TextLine[] {
  return lines
    .filter((line) => {
      const box = boxOfLine(line);
      const isCovered = candidates.some((plate) => sharedArea(plate.box, box) > 0.5 * box.width * box.height);
      const aspect = line.length / line.height;
      const isBlock = aspect > BLOCK_ASPECT.min && aspect < BLOCK_ASPECT.max && line.height >= MIN_BLOCK_HEIGHT_PX;
      return isBlock && !isCovered;
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_SPLITS);
}

/**
 * PP-OCRv4 text finding and recognition with the Vietnamese plate grammar.
 * @throws AppError whatever `openModel` throws
 */
export async function createPpocrPlateReader(options: PpocrPlateReaderOptions = {}): Promise<PlateReader> {
  const alphabet = await loadPlateAlphabet();
  const finder = await openModel('ppocr-v4-det', TEXT_FINDER_SIGNATURE, options);
  try {
    const recogniser = await openModel('ppocr-v4-rec', lineReaderSignature(alphabet), options);
    return new PpocrPlateReader(finder, recogniser, alphabet, options);
  } catch (error) {
    await finder.close();
    throw error;
  }
}
