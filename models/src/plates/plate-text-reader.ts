import type { CharacterChoice, PlateText, PlateTextReader, RgbImage, RunOptions } from '../contracts.ts';
import { assertImage } from '../image.ts';
import { type OnnxSession, outputOf } from '../onnx-session.ts';
import { placeShares } from './ctc-places.ts';
import { type CtcLine, type CtcText, ctcLine, likeliestTexts } from './ctc-text.ts';
import { PLATE_HEIGHT, PLATE_WIDTH, stretchPlate } from './rectify-plate.ts';

/** Class 1 is the first character; class 0 the blank. Letters that stand on no plate (I J O W) are left out. */
export const READER_ALPHABET = '0123456789ABCDEFGHKLMNPQRSTUVXYZĐ';
const CLASSES = READER_ALPHABET.length + 1;
const OUTPUT = 'logits';
const ROWS = 2;
const STEPS = 32;
const MAX_BATCH = 16;
const BEAM = 8;
const CHOICES = 5;
/** Texts with other places are kept up to so many, and down to this share of the likeliest. */
const MAX_ALTERNATIVES = 4;
const MIN_ALTERNATIVE_SHARE = 0.01;

/** ITU-R BT.601 luma, as the training pictures were made grey. */
function writeGrey(plate: RgbImage, data: Float32Array, offset: number): void {
  for (let i = 0; i < PLATE_WIDTH * PLATE_HEIGHT; i += 1) {
    const at = i * 3;
    const red = plate.data[at] ?? 0;
    const green = plate.data[at + 1] ?? 0;
    const blue = plate.data[at + 2] ?? 0;
    data[offset + i] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
}

const charOf = (index: number): string => READER_ALPHABET[index - 1] ?? '';

/** The likeliest text of every length. */
function firstsByLength(texts: readonly CtcText[]): CtcText[] {
  const firsts = new Map<number, CtcText>();
  for (const text of texts) if (!firsts.has(text.classes.length)) firsts.set(text.classes.length, text);
  return [...firsts.values()];
}

/** Texts of both rows together by falling probability, only the first of those that have as many characters a row. */
function pairsOf(rows: readonly (readonly CtcText[])[]): { texts: readonly CtcText[]; probability: number }[] {
  const [top = [], bottom = []] = rows.map(firstsByLength);
  return top
    .flatMap((first) =>
      bottom.map((second) => ({ texts: [first, second], probability: first.probability * second.probability })),
    )
    .sort((a, b) => b.probability - a.probability);
}

function plateTextOf(lines: readonly CtcLine[], texts: readonly CtcText[]): Omit<PlateText, 'alternatives'> {
  const choices = lines
    .map((line, row): CharacterChoice[][] =>
      placeShares(line, texts[row]?.classes ?? [], CHOICES).map((shares) =>
        shares.map(({ index, share }) => ({ char: charOf(index), probability: share })),
      ),
    )
    .filter((line) => line.length > 0);
  const firsts = choices.map((line) => line.map(([first]) => first));
  const rawText = firsts.map((line) => line.map((first) => first?.char ?? '').join('')).join('\n');
  const probability = firsts.flat().reduce((product, first) => product * (first?.probability ?? 0), 1);
  return { lines: choices, rawText, probability: rawText === '' ? 0 : probability };
}

/** Decodes the logits of one plate: `[2, 32, classes]`, the upper row first. */
export function decodePlateText(logits: Float32Array): PlateText {
  const lines = Array.from({ length: ROWS }, (_, row) =>
    ctcLine(logits.subarray(row * STEPS * CLASSES, (row + 1) * STEPS * CLASSES), STEPS, CLASSES),
  );
  const [best, ...others] = pairsOf(lines.map((line) => likeliestTexts(line, BEAM)));
  if (best === undefined) return { lines: [], rawText: '', probability: 0 };
  const text = plateTextOf(lines, best.texts);
  const alternatives = others
    .map(({ texts, probability }) => ({ texts, share: probability / best.probability }))
    .filter(({ share }) => share >= MIN_ALTERNATIVE_SHARE)
    .slice(0, MAX_ALTERNATIVES)
    .map(({ texts, share }) => ({
      ...plateTextOf(lines, texts),
      probability: share * (text.probability === 0 ? best.probability : text.probability),
    }))
    .filter(({ rawText }) => rawText !== '');
  return { ...text, alternatives };
}

/** Our own reader of rectified plates: CTC in two rows over one grey picture. */
export class CtcPlateTextReader implements PlateTextReader {
  readonly modelId: string;
  readonly #session: OnnxSession;

  /** Takes the session over: `close` frees it. */
  constructor(session: OnnxSession) {
    this.modelId = session.modelId;
    this.#session = session;
  }

  async warmUp(): Promise<void> {
    const data = new Uint8Array(PLATE_WIDTH * PLATE_HEIGHT * 3);
    await this.readText([{ width: PLATE_WIDTH, height: PLATE_HEIGHT, data }]);
  }

  async readText(plates: readonly RgbImage[], options: RunOptions = {}): Promise<PlateText[]> {
    for (const plate of plates) assertImage(plate);
    const texts: PlateText[] = [];
    for (let start = 0; start < plates.length; start += MAX_BATCH)
      texts.push(...(await this.#readBatch(plates.slice(start, start + MAX_BATCH), options.signal)));
    return texts;
  }

  async #readBatch(plates: readonly RgbImage[], signal?: AbortSignal): Promise<PlateText[]> {
    const pixels = PLATE_WIDTH * PLATE_HEIGHT;
    const data = new Float32Array(plates.length * pixels);
    for (const [index, plate] of plates.entries()) writeGrey(stretchPlate(plate), data, index * pixels);
    const outputs = await this.#session.run({ data, dims: [plates.length, 1, PLATE_HEIGHT, PLATE_WIDTH] }, signal);
    const logits = outputOf(this.#session, outputs, OUTPUT, [plates.length, ROWS, STEPS, CLASSES]).data;
    const size = ROWS * STEPS * CLASSES;
    return plates.map((_, index) => decodePlateText(logits.subarray(index * size, (index + 1) * size)));
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
