import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { FindOptions, FoundPlate, PixelPoint, PlateFinder, RgbImage } from '../contracts.ts';
import { assertImage, clipBox } from '../image.ts';
import { modelError } from '../model-errors.ts';
import { type OnnxSession, outputOf } from '../onnx-session.ts';
import { BLOCK_BYTES, writePixelBlocks } from '../pixel-blocks.ts';
import { closeLook, costOf, firstLooks, type Look } from './find-looks.ts';
import { MAP_STRIDE, type MappedPlate, platesOfMap, withoutCovered } from './plate-map.ts';
import { isInside, isMasked } from './plate-masks.ts';
import { boxOfCorners, mapCorners } from './plate-quad.ts';

const OUTPUT = 'map';
const SIDE_MULTIPLE = 16;
/** Grey around a picture. */
const PADDING = 114;
/** False ones fall through the reader and the grammar behind; a plate that is not found is lost. */
const DEFAULT_MIN_SCORE = 0.3;
/** What the first look may only suspect is looked at closely where it is small. */
const SUSPECT_SCORE = 0.15;
/** So sure a find stays although the close look did not see it. */
const KEPT_SCORE = 0.6;
/** Pixels of the first looks and of all close looks of one picture: about 5 ms for every 100,000 on one thread. */
const FIRST_LOOK_PX = 640 * 480;
const CLOSE_LOOKS_PX = 60_000;

interface SeenPlate extends MappedPlate {
  readonly look: Look;
}

/**
 * Our own finder: a heat map of plates with their four corners. A picture that is larger than the network has time for is
 * looked at small first, and again in full size where it suspects small plates.
 */
export class HeatMapPlateFinder implements PlateFinder {
  readonly modelId: string;
  readonly #session: OnnxSession;

  /** Takes the session over: `close` frees it. */
  constructor(session: OnnxSession) {
    this.modelId = session.modelId;
    this.#session = session;
  }

  async warmUp(): Promise<void> {
    await this.find([{ width: 480, height: 304, data: new Uint8Array(480 * 304 * 3) }]);
  }

  async find(images: readonly RgbImage[], options: FindOptions = {}): Promise<FoundPlate[][]> {
    for (const image of images) assertImage(image);
    if (options.regions !== undefined && images.length > 1)
      throw modelError('TC_MODEL_INPUT', { reason: `regions are given for ${images.length} pictures` });
    const found: FoundPlate[][] = [];
    for (const image of images) found.push(await this.#findIn(image, options));
    return found;
  }

  async #findIn(image: RgbImage, options: FindOptions): Promise<FoundPlate[]> {
    const minScore = options.minScore ?? DEFAULT_MIN_SCORE;
    const suspects: SeenPlate[] = [];
    for (const look of firstLooks(image, options.regions, FIRST_LOOK_PX))
      suspects.push(...(await this.#lookAt(image, look, Math.min(SUSPECT_SCORE, minScore), options.signal)));
    const kept: SeenPlate[] = [];
    const looks: Look[] = [];
    let budgetPx = CLOSE_LOOKS_PX;
    for (const suspect of withoutCovered(suspects.sort(byScore))) {
      const look = closeLook(image, boxOfCorners(suspect.corners), suspect.look.scale);
      const isAffordable = look !== null && costOf(look) <= budgetPx;
      if (!isAffordable || suspect.score >= KEPT_SCORE) kept.push(suspect);
      if (!isAffordable || looks.some(({ box }) => isWellInside(suspect, box))) continue;
      looks.push(look);
      budgetPx -= costOf(look);
    }
    const close: SeenPlate[] = [];
    for (const look of looks) close.push(...(await this.#lookAt(image, look, minScore, options.signal)));
    const inScope = [...close.sort(byScore), ...kept].filter(
      (plate) => plate.score >= minScore && isInScope(plate, options),
    );
    return withoutCovered(inScope)
      .sort(byScore)
      .flatMap(({ corners, score }) => {
        const box = clipBox(boxOfCorners(corners), image.width, image.height);
        return box === null ? [] : [{ corners, box, score }];
      });
  }

  async #lookAt(image: RgbImage, look: Look, minScore: number, signal?: AbortSignal): Promise<SeenPlate[]> {
    const fillWidth = Math.max(1, Math.round(look.box.width * look.scale));
    const fillHeight = Math.max(1, Math.round(look.box.height * look.scale));
    const width = toMultiple(fillWidth);
    const height = toMultiple(fillHeight);
    const data = new Uint8Array(3 * width * height).fill(PADDING);
    writePixelBlocks(image, look.box, { data, offset: 0, width, height, fillWidth, fillHeight });
    const outputs = await this.#session.run({ data, dims: [1, height / 2, width / 2, BLOCK_BYTES] }, signal);
    const rows = height / MAP_STRIDE;
    const columns = width / MAP_STRIDE;
    const map = outputOf(this.#session, outputs, OUTPUT, [1, 9, rows, columns]).data;
    const toPicture = ({ x, y }: PixelPoint): PixelPoint => ({
      x: look.box.x + (x * look.box.width) / fillWidth,
      y: look.box.y + (y * look.box.height) / fillHeight,
    });
    return platesOfMap({ data: map, columns, rows }, minScore).map(({ corners, score }) => ({
      corners: mapCorners(corners, toPicture),
      score,
      look,
    }));
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

const byScore = (a: MappedPlate, b: MappedPlate): number => b.score - a.score;

const toMultiple = (length: number): number => Math.ceil(length / SIDE_MULTIPLE) * SIDE_MULTIPLE;

function middleOf({ corners }: MappedPlate): PixelPoint {
  const box = boxOfCorners(corners);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Whether a close look at something else shows this one whole as well. */
function isWellInside(plate: MappedPlate, box: PixelBox): boolean {
  const { x, y, width, height } = boxOfCorners(plate.corners);
  return isInside(x - height, y - height, box) && isInside(x + width + height, y + 2 * height, box);
}

/** Whether the middle of the plate lies in a region, where there are any, and in no mask. */
function isInScope(plate: MappedPlate, { regions, masks }: FindOptions): boolean {
  const { x, y } = middleOf(plate);
  const isWanted = regions === undefined || regions.some((region) => isInside(x, y, region));
  return isWanted && !isMasked({ x, y }, masks);
}
