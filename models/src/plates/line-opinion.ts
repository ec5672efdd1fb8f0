import { choicesOf } from '@thapcanh/core/plates/read-likelihood';
import type { CharacterChoice, PlateCorners, RgbImage, RunnerOptions } from '../contracts.ts';
import { readShippedModel } from '../manifest.ts';
import { OnnxSession } from '../onnx-session.ts';
import { loadPlateAlphabet, type PlateAlphabet, readTextLine } from './line-reader.ts';
import { sidesOf } from './plate-quad.ts';
import { sliceOfLine, type TextLine } from './text-line.ts';

/** Where the two lines of a plate meet, as a share of its height; characters reach a little over it when it is slanted. */
const TWO_LINE_PARTS = [
  [0, 0.5],
  [0.46, 1],
] as const;

/** The plate as one slanted line of text. */
function lineOfCorners(corners: PlateCorners): TextLine {
  const [topLeft, topRight, bottomRight, bottomLeft] = corners;
  const { width, height } = sidesOf(corners);
  return {
    centreX: (topLeft.x + topRight.x + bottomRight.x + bottomLeft.x) / 4,
    centreY: (topLeft.y + topRight.y + bottomRight.y + bottomLeft.y) / 4,
    length: width,
    height,
    angle: Math.atan2(
      topRight.y + bottomRight.y - topLeft.y - bottomLeft.y,
      topRight.x + bottomRight.x - topLeft.x - bottomLeft.x,
    ),
    score: 1,
  };
}

/**
 * PP-OCRv4's recogniser on plates whose corners are known: slower than our own reader and of another making, so that
 * the two rarely make the same mistake.
 */
export class LineOpinion {
  readonly modelId = 'ppocr-v4-rec';
  readonly #session: OnnxSession;
  readonly #alphabet: PlateAlphabet;

  private constructor(session: OnnxSession, alphabet: PlateAlphabet) {
    this.#session = session;
    this.#alphabet = alphabet;
  }

  /** @throws AppError `TC_MODEL_MISSING`, `TC_MODEL_HASH_MISMATCH`, `TC_MODEL_LOAD_FAILED` */
  static async open(options: RunnerOptions = {}): Promise<LineOpinion> {
    const alphabet = await loadPlateAlphabet();
    const bytes = await readShippedModel('ppocr-v4-rec');
    return new LineOpinion(await OnnxSession.open('ppocr-v4-rec', bytes, options), alphabet);
  }

  /** The characters from left to right, the upper line first, separators left out; empty where nothing stands. */
  async look(image: RgbImage, corners: PlateCorners, lines: 1 | 2, signal?: AbortSignal): Promise<CharacterChoice[][]> {
    const whole = lineOfCorners(corners);
    const parts = lines === 1 ? [whole] : TWO_LINE_PARTS.map(([from, to]) => sliceOfLine(whole, from, to));
    const places: CharacterChoice[][] = [];
    for (const part of parts)
      for (const { char, confidence } of await readTextLine(this.#session, this.#alphabet, image, part, signal))
        if (char !== '-' && char !== '.') places.push(choicesOf(char, confidence));
    return places;
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
