import { plateSearchKey } from '@thapcanh/core/plates/plate-key';
import type {
  FoundPlate,
  PlateFinder,
  PlateReader,
  PlateReading,
  PlateReadOptions,
  PlateText,
  PlateTextReader,
  RgbImage,
} from '../contracts.ts';
import type { LineOpinion } from './line-opinion.ts';
import { withoutOverlaps } from './plate-assembly.ts';
import { charactersOf, likelyPlates, type OtherLook, type PlateCandidate } from './plate-choice.ts';
import { trustInPlate } from './plate-doubts.ts';
import { plateGroundOf } from './plate-ground.ts';
import { sidesOf } from './plate-quad.ts';
import { sharpnessOf } from './plate-sharpness.ts';
import { rectifyPlate } from './rectify-plate.ts';

/** The parts that a plate reader is made of; the reader takes them over and closes them. */
export interface CornerPlateReaderParts {
  readonly finder: PlateFinder;
  readonly textReader: PlateTextReader;
  /** Asked about plates that the reader is not sure of; absent: nobody is asked. */
  readonly opinion?: LineOpinion;
}

/** Readings below are noise: a sign that happens to look like a plate. */
const MIN_CONFIDENCE = 0.3;
/** Below, the other recogniser is asked; above, two readers agreed in all but one of 185 plates anyway. */
const SECOND_OPINION_BELOW = 0.85;
/** Smaller plates carry nothing that another recogniser could see. */
const SECOND_OPINION_MIN_HEIGHT_PX = 10;
/** The other recogniser is slow: so many plates a picture, the best found first. */
const MAX_OPINIONS = 3;
const TWO_LINE_ASPECT = 2.6;
/** What is left of the doubt when both recognisers say the same. */
const AGREED_DOUBT = 0.25;

/** One plate on its way from four corners to a reading. */
interface Work {
  readonly found: FoundPlate;
  readonly straight: RgbImage;
  readonly text: PlateText;
}

/** The road of the product: find the corners, look at the plate straight on, read it, let the grammar choose. */
export class CornerPlateReader implements PlateReader {
  readonly modelId: string;
  readonly #parts: CornerPlateReaderParts;

  constructor(parts: CornerPlateReaderParts) {
    this.#parts = parts;
    const models = [parts.finder, parts.textReader, ...(parts.opinion === undefined ? [] : [parts.opinion])];
    this.modelId = models.map(({ modelId }) => modelId).join('+');
  }

  async warmUp(): Promise<void> {
    await this.#parts.finder.warmUp();
    await this.#parts.textReader.warmUp();
  }

  async read(image: RgbImage, options: PlateReadOptions = {}): Promise<PlateReading[]> {
    const { region, ...run } = options;
    const [found = []] = await this.#parts.finder.find(
      [image],
      region === undefined ? run : { ...run, regions: [region] },
    );
    const straight = found.map(({ corners }) => rectifyPlate(image, corners));
    const texts = await this.#parts.textReader.readText(straight, run);
    const readings: PlateReading[] = [];
    let opinionsLeft = MAX_OPINIONS;
    for (const [index, plate] of found.entries()) {
      const text = texts[index];
      const view = straight[index];
      if (text === undefined || view === undefined) continue;
      const work = { found: plate, straight: view, text };
      const reading = readingOf(image, work);
      const isAsked = opinionsLeft > 0 && isOpinionWanted(work, reading);
      if (isAsked) opinionsLeft -= 1;
      const final = isAsked ? await this.#withOpinion(image, work, reading, options.signal) : reading;
      if (final !== null && final.confidence >= MIN_CONFIDENCE) readings.push(final);
    }
    return withoutOverlaps(readings);
  }

  async #withOpinion(
    image: RgbImage,
    work: Work,
    reading: PlateReading | null,
    signal?: AbortSignal,
  ): Promise<PlateReading | null> {
    const { opinion } = this.#parts;
    if (opinion === undefined) return reading;
    const other = await opinion.look(image, work.found.corners, reading?.lines ?? linesOfShape(work.found), signal);
    return other.length === 0 ? reading : readingOf(image, work, other);
  }

  async close(): Promise<void> {
    const { finder, textReader, opinion } = this.#parts;
    await Promise.all([finder.close(), textReader.close(), opinion?.close()]);
  }
}

function linesOfShape({ corners }: FoundPlate): 1 | 2 {
  const { width, height } = sidesOf(corners);
  return width / height < TWO_LINE_ASPECT ? 2 : 1;
}

function isOpinionWanted({ found, text }: Work, reading: PlateReading | null): boolean {
  if (sidesOf(found.corners).height < SECOND_OPINION_MIN_HEIGHT_PX || text.rawText === '') return false;
  return reading === null || reading.confidence < SECOND_OPINION_BELOW;
}

function readingOf(image: RgbImage, { found, straight, text }: Work, other?: OtherLook): PlateReading | null {
  const ground = plateGroundOf(image, found.box);
  const [best, next] = likelyPlates(text, ground, other);
  if (best === undefined) return null;
  const characters = charactersOf(best, ground);
  const weakest = Math.min(...characters.map(({ confidence }) => confidence));
  return {
    rawText: best.rawText,
    plate: best.plate,
    characters,
    confidence:
      (other === undefined ? weakest : jointConfidence(weakest, best, next, other)) * trustInPlate(best.plate),
    box: found.box,
    lines: best.lines,
    ground,
    choices: best.choices,
    corners: found.corners,
    sharpness: sharpnessOf(straight),
  };
}

/** Two that say the same are surer than one; where they differ, the lead over the next likely text is a bound. */
function jointConfidence(
  weakest: number,
  best: PlateCandidate,
  next: PlateCandidate | undefined,
  other: OtherLook,
): number {
  const otherText = other.map(([first]) => first?.char ?? '').join('');
  if (plateSearchKey(otherText) === plateSearchKey(best.plate.text)) return 1 - (1 - weakest) * AGREED_DOUBT;
  return Math.min(weakest, best.score / (best.score + (next?.score ?? 0)));
}
