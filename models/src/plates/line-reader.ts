import type { CharacterReading, RgbImage } from '../contracts.ts';
import { readShippedModel } from '../manifest.ts';
import { modelError } from '../model-errors.ts';
import { type OnnxSession, outputOf } from '../onnx-session.ts';
import type { TextLine } from './text-line.ts';

const HEIGHT = 48;
const MAX_WIDTH = 480;
const MIN_WIDTH = 32;
const OUTPUT = 'softmax_11.tmp_0';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZĐ.-';
const BLANK = 0;
/** Below this share of the allowed alphabet a place is noise between characters. */
const MIN_CHARACTER_SHARE = 0.2;

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
    throw modelError('TC_MODEL_MANIFEST', { reason: 'ppocr-v1-keys lacks letters or digits' });
  return { classCount: keys.length + 2, characters };
}

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

/** Greedy CTC over the allowed classes only. */
function decodeCtc(data: Float32Array, start: number, steps: number, alphabet: PlateAlphabet): CharacterReading[] {
  const reading: CharacterReading[] = [];
  let previous = BLANK;
  for (let step = 0; step < steps; step += 1) {
    const row = start + step * alphabet.classCount;
    let best = BLANK;
    let bestChar = '';
    let bestShare = data[row] ?? 0;
    let total = bestShare;
    for (const [index, char] of alphabet.characters) {
      const share = data[row + index] ?? 0;
      total += share;
      if (share <= bestShare) continue;
      best = index;
      bestChar = char;
      bestShare = share;
    }
    const confidence = total > 0 ? bestShare / total : 0;
    const last = reading.at(-1);
    if (best === BLANK || (bestShare < MIN_CHARACTER_SHARE && best !== previous)) {
      previous = BLANK;
      continue;
    }
    if (best !== previous) reading.push({ char: bestChar, confidence });
    else if (last !== undefined && confidence > last.confidence)
      reading[reading.length - 1] = { char: bestChar, confidence };
    previous = best;
  }
  return reading;
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
): Promise<CharacterReading[]> {
  const width = inputWidthOf(line);
  const data = new Float32Array(3 * HEIGHT * width);
  sampleLine(image, line, width, data, 0);
  const outputs = await session.run({ data, dims: [1, 3, HEIGHT, width] }, signal);
  const { data: shares, dims } = outputOf(session, outputs, OUTPUT, [1, null, alphabet.classCount]);
  return decodeCtc(shares, 0, dims[1] ?? 0, alphabet);
}
