import type { Detection, DetectOptions, Detector, RgbImage, RunnerOptions } from '../contracts.ts';
import { assertImage, clipBox } from '../image.ts';
import { readShippedModel } from '../manifest.ts';
import { modelError } from '../model-errors.ts';
import { type FloatTensor, OnnxSession, outputOf } from '../onnx-session.ts';
import { halve, type PlanarNormalisation, writePlanarBgr } from '../planar.ts';
import { decodeNanodet, type NanodetLevel } from './nanodet-decode.ts';

export interface NanodetOptions extends RunnerOptions {
  /** Longest side of the input: 416 for an overview, 640 for wide scenes with small vehicles; a multiple of 32. */
  readonly inputSize?: number;
}

const DEFAULT_MIN_SCORE = 0.4;
const MAX_BATCH = 8;
const MEAN = [103.53, 116.28, 123.675] as const;
const DEVIATION = [57.375, 57.12, 58.395] as const;
const NORMALISATION: PlanarNormalisation = {
  scale: [1 / DEVIATION[0], 1 / DEVIATION[1], 1 / DEVIATION[2]],
  shift: [-MEAN[0] / DEVIATION[0], -MEAN[1] / DEVIATION[1], -MEAN[2] / DEVIATION[2]],
};
const LEVELS = [
  { stride: 8, scores: 'Identity', distances: 'Identity_3' },
  { stride: 16, scores: 'Identity_1', distances: 'Identity_4' },
  { stride: 32, scores: 'Identity_2', distances: 'Identity_5' },
] as const;

const toMultiple = (length: number): number => Math.max(32, Math.ceil(length / 32) * 32);

class NanodetDetector implements Detector {
  readonly modelId = 'nanodet-g';
  readonly #session: OnnxSession;
  readonly #inputSize: number;

  constructor(session: OnnxSession, inputSize: number) {
    this.#session = session;
    this.#inputSize = inputSize;
  }

  async warmUp(): Promise<void> {
    const side = this.#inputSize;
    await this.detect([{ width: side, height: side, data: new Uint8Array(side * side * 3) }]);
  }

  async detect(images: readonly RgbImage[], options: DetectOptions = {}): Promise<Detection[][]> {
    for (const image of images) assertImage(image);
    const results: Detection[][] = [];
    for (let start = 0; start < images.length; start += MAX_BATCH)
      results.push(...(await this.#detectBatch(images.slice(start, start + MAX_BATCH), options)));
    return results;
  }

  async #detectBatch(images: readonly RgbImage[], options: DetectOptions): Promise<Detection[][]> {
    const scales = images.map((image) => this.#inputSize / Math.max(image.width, image.height));
    const fills = images.map((image, index) => ({
      width: Math.max(1, Math.round(image.width * (scales[index] ?? 1))),
      height: Math.max(1, Math.round(image.height * (scales[index] ?? 1))),
    }));
    // The input is only as wide and high as the pictures need: a 16:9 frame costs half of a square.
    const width = toMultiple(Math.max(...fills.map((fill) => fill.width)));
    const height = toMultiple(Math.max(...fills.map((fill) => fill.height)));
    const data = this.#fillInput(images, fills, width, height);
    const outputs = await this.#session.run({ data, dims: [images.length, 3, height, width] }, options.signal);
    return images.map((image, index) => {
      const levels = this.#levelsOf(outputs, index, images.length, width, height);
      return scaleBack(decodeNanodet(levels, options.minScore ?? DEFAULT_MIN_SCORE), image, scales[index] ?? 1);
    });
  }

  #fillInput(
    images: readonly RgbImage[],
    fills: readonly { width: number; height: number }[],
    width: number,
    height: number,
  ): Float32Array {
    const plane = width * height;
    const data = new Float32Array(images.length * 3 * plane);
    for (const [index, image] of images.entries()) {
      const offset = index * 3 * plane;
      for (const [channel, shift] of NORMALISATION.shift.entries())
        data.fill(shift, offset + channel * plane, offset + (channel + 1) * plane);
      const fill = fills[index] ?? { width: 1, height: 1 };
      let source = image;
      while (source.width >= fill.width * 2) source = halve(source);
      const target = { data, offset, width, height, fillWidth: fill.width, fillHeight: fill.height };
      writePlanarBgr(source, { x: 0, y: 0, width: source.width, height: source.height }, target, NORMALISATION);
    }
    return data;
  }

  #levelsOf(
    outputs: ReadonlyMap<string, FloatTensor>,
    index: number,
    batch: number,
    width: number,
    height: number,
  ): NanodetLevel[] {
    return LEVELS.map(({ stride, scores, distances }) => {
      const columns = width / stride;
      const cells = columns * (height / stride);
      const part = (name: string, depth: number): Float32Array =>
        outputOf(this.#session, outputs, name, [batch, cells, depth]).data.subarray(
          index * cells * depth,
          (index + 1) * cells * depth,
        );
      return { stride, columns, scores: part(scores, 80), distances: part(distances, 44) };
    });
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

function scaleBack(detections: readonly Detection[], image: RgbImage, scale: number): Detection[] {
  return detections.flatMap((detection) => {
    const { x, y, width, height } = detection.box;
    const scaled = { x: x / scale, y: y / scale, width: width / scale, height: height / scale };
    const box = clipBox(scaled, image.width, image.height);
    return box === null ? [] : [{ ...detection, box }];
  });
}

/**
 * NanoDet-g (COCO, six classes kept) on the CPU.
 * @throws AppError `TC_MODEL_MISSING`, `TC_MODEL_HASH_MISMATCH`, `TC_MODEL_LOAD_FAILED`, `TC_MODEL_INPUT` for a size that
 * is no multiple of 32
 */
export async function createNanodetDetector(options: NanodetOptions = {}): Promise<Detector> {
  const inputSize = options.inputSize ?? 416;
  if (!Number.isInteger(inputSize / 32) || inputSize < 160 || inputSize > 1280)
    throw modelError('TC_MODEL_INPUT', { reason: `input size ${inputSize}: a multiple of 32 from 160 to 1280` });
  const bytes = await readShippedModel('nanodet-g');
  return new NanodetDetector(await OnnxSession.open('nanodet-g', bytes, options.threads ?? 1), inputSize);
}
