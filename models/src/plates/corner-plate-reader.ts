import type { PlateGround } from '@thapcanh/core/passages/passage';
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
  RunOptions,
} from '../contracts.ts';
import { assertImage, clipBox } from '../image.ts';
import type { LineOpinion } from './line-opinion.ts';
import { withoutOverlaps } from './plate-assembly.ts';
import { charactersOf, likelyPlates, type OtherLook, type PlateCandidate } from './plate-choice.ts';
import { closerCorners } from './plate-close-look.ts';
import { trustInPlate } from './plate-doubts.ts';
import { plateGroundOf } from './plate-ground.ts';
import { boxOfCorners, cornersOfBox, sidesOf } from './plate-quad.ts';
import { sharpnessOf } from './plate-sharpness.ts';
import { rectifyPlate, stretchPlate } from './rectify-plate.ts';

/** The parts that a plate reader is made of; the reader takes them over and closes them. */
export interface CornerPlateReaderParts {
  readonly finder: PlateFinder;
  readonly textReader: PlateTextReader;
  /** Asked about plates that the reader is not sure of; absent: nobody is asked. */
  readonly opinion?: LineOpinion;
}

/** What one picture shows. */
export interface PlateLook {
  /** Everything that looks like a plate, best first. */
  readonly found: readonly FoundPlate[];
  readonly readings: PlateReading[];
}

/** What a cut-out shows: the text as it was read, and the plate that it makes, if any. */
export interface CutOutLook {
  readonly text: PlateText;
  readonly reading: PlateReading | null;
}

const NOTHING: PlateText = { lines: [], rawText: '', probability: 0 };

/** Readings below are noise: a sign that happens to look like a plate. */
const MIN_CONFIDENCE = 0.3;
/** Below, the plate is looked at closely, and then the other recogniser asked. */
const DOUBTFUL_BELOW = 0.85;
/** So sure a find is worth another look although its text makes no plate, and a second opinion. */
const CLEAR_FIND = 0.6;
/** Smaller plates carry nothing that another recogniser could see. */
const SECOND_OPINION_MIN_HEIGHT_PX = 10;
/** The other recogniser is slow: so many plates a picture, the best found first. */
const MAX_OPINIONS = 2;
const WARM_UP_SIZE = { width: 400, height: 300 } as const;
const TWO_LINE_ASPECT = 2.6;
/** What is left of the doubt when both recognisers say the same. */
const AGREED_DOUBT = 0.25;

/** One plate on its way from four corners to a reading. */
interface Work {
  readonly found: FoundPlate;
  readonly straight: RgbImage;
  readonly text: PlateText;
  readonly ground: PlateGround;
}

/** What was made of it. */
interface Result {
  readonly work: Work;
  readonly reading: PlateReading | null;
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
    const { width, height } = WARM_UP_SIZE;
    const empty = { width, height, data: new Uint8Array(width * height * 3) };
    await this.readCutOut(empty);
    await this.#parts.opinion?.look(empty, cornersOfBox({ x: 0, y: 0, width, height }), 2);
  }

  async read(image: RgbImage, options: PlateReadOptions = {}): Promise<PlateReading[]> {
    return (await this.look(image, options)).readings;
  }

  /** `read`, and also where plates were seen that nobody could read. */
  async look(image: RgbImage, options: PlateReadOptions = {}): Promise<PlateLook> {
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
      const work = { found: plate, straight: view, text, ground: plateGroundOf(image, plate.box) };
      const result = await this.#closerIfDoubtful(image, resultOf(work), options.signal);
      const isAsked = opinionsLeft > 0 && isOpinionWanted(result);
      if (isAsked) opinionsLeft -= 1;
      const final = isAsked ? await this.#withOpinion(image, result, options.signal) : result.reading;
      if (final !== null && final.confidence >= MIN_CONFIDENCE) readings.push(final);
    }
    return { found, readings: withoutOverlaps(readings) };
  }

  /** One plate that fills the picture; without second opinion, which would cost ten times as much. */
  async readCutOut(image: RgbImage, options: RunOptions = {}): Promise<CutOutLook> {
    const box = { x: 0, y: 0, width: image.width, height: image.height };
    assertImage(image);
    const straight = stretchPlate(image);
    const [text = NOTHING] = await this.#parts.textReader.readText([straight], options);
    const found = { corners: cornersOfBox(box), box, score: 1 };
    const whole = { found, straight, text, ground: plateGroundOf(image, box) };
    const { work, reading } = await this.#closerIfDoubtful(image, resultOf(whole), options.signal);
    return { text: work.text, reading };
  }

  /** The plate with its corners from a close look, where that makes the text surer. */
  async #closerIfDoubtful(image: RgbImage, first: Result, signal?: AbortSignal): Promise<Result> {
    if (!isDoubtful(first)) return first;
    const run = signal === undefined ? {} : { signal };
    const corners = await closerCorners(this.#parts.finder, image, first.work.found.corners, run);
    const box = corners && clipBox(boxOfCorners(corners), image.width, image.height);
    if (!corners || !box) return first;
    const straight = rectifyPlate(image, corners);
    const [text] = await this.#parts.textReader.readText([straight], run);
    if (text === undefined) return first;
    const { found, ground } = first.work;
    const closer = resultOf({ found: { corners, box, score: found.score }, straight, text, ground });
    return (closer.reading?.confidence ?? 0) > (first.reading?.confidence ?? 0) ? closer : first;
  }

  async #withOpinion(image: RgbImage, { work, reading }: Result, signal?: AbortSignal): Promise<PlateReading | null> {
    const { opinion } = this.#parts;
    if (opinion === undefined) return reading;
    const other = await opinion.look(image, work.found.corners, reading?.lines ?? linesOfShape(work.found), signal);
    return other.length === 0 ? reading : readingOf(work, other);
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

const resultOf = (work: Work): Result => ({ work, reading: readingOf(work) });

/** Something that neither looks much like a plate nor reads like one is left alone. */
const isDoubtful = ({ work, reading }: Result): boolean =>
  reading === null ? work.found.score >= CLEAR_FIND : reading.confidence < DOUBTFUL_BELOW;

function isOpinionWanted(result: Result): boolean {
  const { found, text } = result.work;
  if (found.score < CLEAR_FIND || text.rawText === '') return false;
  return sidesOf(found.corners).height >= SECOND_OPINION_MIN_HEIGHT_PX && isDoubtful(result);
}

function readingOf({ found, straight, text, ground }: Work, other?: OtherLook): PlateReading | null {
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
