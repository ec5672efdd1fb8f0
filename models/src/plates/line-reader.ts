import type { CharacterReading, RgbImage } from '../contracts.ts';
import { readShippedModel } from '../manifest.ts';
import { modelError } from '../model-errors.ts';
import { type OnnxSession, outputOf } from '../onnx-session.ts';
import type { ModelSignature } from '../tensor-signature.ts';
import type { TextLine } from './text-line.ts';

const HEIGHT = 48;
const MAX_WIDTH = 480;
const MIN_WIDTH = 32;
const OUTPUT = 'softmax_11.tmp_0';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZĐ.-';
const BLANK = 0;
/** Below this share of the allowed alphabet a place is noise between characters. */
const MIN_CHARACTER_SHARE = 0.2;

/** A character with what else could stand in its place. */
export interface DecodedCharacter extends CharacterReading {
  /** The likeliest letter there; null where no letter came up at all. */
  readonly letter: string | null;
}

/** The classes of the recogniser that may stand on a plate. */
export interface PlateAlphabet {
  readonly classCount: number;
  /** `[class, character]`; the blank is class 0 and not among them. */
  readonly characters: readonly (readonly [number, string])[];
}

/** Reads the recogniser's key file: line n is class n + 1, class 0 the blank, the class after the last the space. */
export async function loadPlateAlphabet(): Promise<PlateAlphabet> {
  const keys = Buffer.from(await readShippedModel('ppocr-v1-keys'))
    .toString('utf8')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
  const characters = keys.flatMap((key, index): [number, string][] =>
    key.length === 1 && ALPHABET.includes(key) ? [[index + 1, key]] : [],
  );
  if (characters.length < 36)
    throw modelError('TC_MODEL_MANIFEST', { file: 'ppocr-v1-keys', reason: 'letters or digits are missing' });
  return { classCount: keys.length + 2, characters };
}

export const lineReaderSignature = ({ classCount }: PlateAlphabet): ModelSignature => ({
  inputs: [{ name: 'x', dims: [null, 3, null, null] }],
  outputs: [{ name: OUTPUT, dims: [null, null, classCount] }],
});

/** Samples a slanted line into `[3, 48, width]`, B G R, -1..1, bilinearly, averaging where the line is shrunk. */
function sampleLine(image: RgbImage, line: TextLine, width: number, data: Float32Array, offset: number): void {
  const cos = Math.cos(line.angle);
  const sin = Math.sin(line.angle);
  const stepU = line.length / width;
  const stepV = line.height / HEIGHT;
  const taps = Math.min(4, Math.max(1, Math.round(stepV)));
  const plane = HEIGHT * width;
  const limitX = image.width - 1;
  const limitY = image.height - 1;
  const pixels = image.data;
  for (let row = 0; row < HEIGHT; row += 1)
    for (let column = 0; column < width; column += 1) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let tap = 0; tap < taps * taps; tap += 1) {
        const u = (column + ((tap % taps) + 0.5) / taps) * stepU - line.length / 2;
        const v = (row + (Math.floor(tap / taps) + 0.5) / taps) * stepV - line.height / 2;
        const x = Math.min(Math.max(line.centreX + u * cos - v * sin - 0.5, 0), limitX);
        const y = Math.min(Math.max(line.centreY + u * sin + v * cos - 0.5, 0), limitY);
        const left = Math.floor(x);
        const top = Math.floor(y);
        const fx = x - left;
        const fy = y - top;
        const a = (top * image.width + left) * 3;
        const b = left < limitX ? a + 3 : a;
        const c = top < limitY ? a + image.width * 3 : a;
        const d = c + (b - a);
        const wa = (1 - fx) * (1 - fy);
        const wb = fx * (1 - fy);
        const wc = (1 - fx) * fy;
        const wd = fx * fy;
        red += (pixels[a] ?? 0) * wa + (pixels[b] ?? 0) * wb + (pixels[c] ?? 0) * wc + (pixels[d] ?? 0) * wd;
        green +=
          (pixels[a + 1] ?? 0) * wa + (pixels[b + 1] ?? 0) * wb + (pixels[c + 1] ?? 0) * wc + (pixels[d + 1] ?? 0) * wd;
        blue +=
          (pixels[a + 2] ?? 0) * wa + (pixels[b + 2] ?? 0) * wb + (pixels[c + 2] ?? 0) * wc + (pixels[d + 2] ?? 0) * wd;
      }
      const out = offset + row * width + column;
      const scale = 1 / (127.5 * taps * taps);
      data[out] = blue * scale - 1;
      data[out + plane] = green * scale - 1;
      data[out + 2 * plane] = red * scale - 1;
    }
}

interface Step {
  readonly index: number;
  readonly char: string;
  readonly share: number;
  readonly confidence: number;
  readonly letter: string | null;
}

function decodeStep(data: Float32Array, row: number, alphabet: PlateAlphabet): Step {
  let best = { index: BLANK, char: '', share: data[row] ?? 0 };
  let letter = { char: '', share: 0 };
  let total = best.share;
  for (const [index, char] of alphabet.characters) {
    const share = data[row + index] ?? 0;
    total += share;
    if (share > best.share) best = { index, char, share };
    if (share > letter.share && char >= 'A') letter = { char, share };
  }
  return { ...best, confidence: total > 0 ? best.share / total : 0, letter: letter.char === '' ? null : letter.char };
}

/** Greedy CTC over the allowed classes only. */
function decodeCtc(data: Float32Array, steps: number, alphabet: PlateAlphabet): DecodedCharacter[] {
  const characters: DecodedCharacter[] = [];
  let previous = BLANK;
  for (let at = 0; at < steps; at += 1) {
    const { index, char, share, confidence, letter } = decodeStep(data, at * alphabet.classCount, alphabet);
    const last = characters.at(-1);
    const isRepeat = index === previous;
    if (index === BLANK || (share < MIN_CHARACTER_SHARE && !isRepeat)) {
      previous = BLANK;
      continue;
    }
    if (!isRepeat) characters.push({ char, confidence, letter });
    else if (last !== undefined && confidence > last.confidence)
      characters[characters.length - 1] = { char, confidence, letter };
    previous = index;
  }
  return characters;
}

/** Width of a line in the recogniser's input, a multiple of 8 (one output step). */
function inputWidthOf(line: TextLine): number {
  const natural = (HEIGHT * line.length) / Math.max(line.height, 1);
  return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.round(natural / 8) * 8));
}

/** Reads one line with PP-OCRv4, only characters that plates have (and their separators). */
export async function readTextLine(
  session: OnnxSession,
  alphabet: PlateAlphabet,
  image: RgbImage,
  line: TextLine,
  signal?: AbortSignal,
): Promise<DecodedCharacter[]> {
  const width = inputWidthOf(line);
  const data = new Float32Array(3 * HEIGHT * width);
  sampleLine(image, line, width, data, 0);
  const outputs = await session.run({ data, dims: [1, 3, HEIGHT, width] }, signal);
  const { data: shares, dims } = outputOf(session, outputs, OUTPUT, [1, null, alphabet.classCount]);
  return decodeCtc(shares, dims[1] ?? 0, alphabet);
}
