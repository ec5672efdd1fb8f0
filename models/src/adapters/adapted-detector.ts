import type { Detection, DetectOptions, Detector, RgbImage } from '../contracts.ts';
import { assertImage, clipBox } from '../image.ts';
import { type OnnxSession, outputOf } from '../onnx-session.ts';
import type { ClassMap } from './class-map.ts';
import type { DetectorAdapter, ImageInput } from './detector-adapter.ts';
import { pickDetections } from './pick-detections.ts';
import { type InputSize, type PictureScale, pictureInputOf } from './picture-input.ts';

const MAX_BATCH = 8;
const WARM_UP_SIDE = 416;

/** What a detector is put together from. */
export interface DetectorParts {
  readonly session: OnnxSession;
  readonly adapter: DetectorAdapter;
  readonly classes: ClassMap;
  readonly imageInput: ImageInput;
  readonly inputSize: InputSize;
}

/** A model of any family behind the one contract. */
export class AdaptedDetector implements Detector {
  readonly modelId: string;
  readonly #parts: DetectorParts;

  constructor(parts: DetectorParts) {
    this.modelId = parts.session.modelId;
    this.#parts = parts;
  }

  async warmUp(): Promise<void> {
    const side = WARM_UP_SIDE;
    await this.detect([{ width: side, height: side, data: new Uint8Array(side * side * 3) }]);
  }

  async detect(images: readonly RgbImage[], options: DetectOptions = {}): Promise<Detection[][]> {
    for (const image of images) assertImage(image);
    const batch = this.#parts.session.hasFreeBatch ? MAX_BATCH : 1;
    const results: Detection[][] = [];
    for (let start = 0; start < images.length; start += batch)
      results.push(...(await this.#detectBatch(images.slice(start, start + batch), options)));
    return results;
  }

  async #detectBatch(images: readonly RgbImage[], options: DetectOptions): Promise<Detection[][]> {
    const { session, adapter, classes, imageInput, inputSize } = this.#parts;
    const { tensor, width, height, scales } = pictureInputOf(images, inputSize, adapter.recipe, imageInput.layout);
    const place = { batch: images.length, width, height };
    const feeds = { [imageInput.name]: tensor, ...adapter.extraFeeds?.(place) };
    const outputs = await session.runFeeds(feeds, options.signal);
    const read = (name: string, shape: readonly (number | null)[]) => outputOf(session, outputs, name, shape);
    return images.map((image, index) => {
      const proposals = adapter.proposalsOf(read, { ...place, index });
      const minScore = options.minScore ?? adapter.minScore;
      const picked = pickDetections(proposals, classes, minScore, adapter.maxOverlap);
      return inPicture(picked, image, scales[index] ?? { x: 1, y: 1 });
    });
  }

  close(): Promise<void> {
    return this.#parts.session.close();
  }
}

function inPicture(detections: readonly Detection[], image: RgbImage, scale: PictureScale): Detection[] {
  return detections.flatMap((detection) => {
    const { x, y, width, height } = detection.box;
    const scaled = { x: x / scale.x, y: y / scale.y, width: width / scale.x, height: height / scale.y };
    const box = clipBox(scaled, image.width, image.height);
    return box === null ? [] : [{ ...detection, box }];
  });
}
