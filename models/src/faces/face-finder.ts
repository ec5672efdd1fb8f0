import type { PixelBox } from '@thapcanh/core/passages/passage';
import { overlapOf } from '../box-overlap.ts';
import type { DetectOptions, FaceDetector, FoundFace, RgbImage } from '../contracts.ts';
import { assertImage, clipBox } from '../image.ts';
import type { OnnxSession } from '../onnx-session.ts';
import type { RawFace } from './blazeface-decode.ts';
import { lookWithBlazeface } from './blazeface-network.ts';
import { coverWith } from './looks.ts';
import { type FaceHint, lookWithUltraface, ULTRAFACE_HEIGHT, ULTRAFACE_WIDTH } from './ultraface-network.ts';

const DEFAULT_MIN_SCORE = 0.5;
const HINT_MIN_SCORE = 0.6;
/** A part of the picture that UltraFace sees at half size: faces from 60 px stand 30 px high in it. */
const ULTRAFACE_PART = { width: ULTRAFACE_WIDTH * 2, height: ULTRAFACE_HEIGHT * 2 } as const;
const PART_OVERLAP = 0.3;
/** Pictures longer than this are looked at in squares of their short side, others as one square. */
const LONGEST_ONE_SQUARE = 1.4;
/** A strip is no reason for a hundred squares. */
const LONGEST_IN_SQUARES = 4;
/** BlazeFace places its points well on faces of this share of the square; smaller ones get a square of their own. */
const GOOD_SHARE = 0.25;
const SECOND_LOOK_SHARE = 0.4;
const SAME_FACE_OVERLAP = 0.3;
const MAX_FACES = 64;

const squareAround = (box: PixelBox): PixelBox => {
  const side = Math.max(box.width, box.height) / SECOND_LOOK_SHARE;
  return { x: box.x + (box.width - side) / 2, y: box.y + (box.height - side) / 2, width: side, height: side };
};

function squaresOf({ width, height }: RgbImage): PixelBox[] {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const side = long / short > LONGEST_ONE_SQUARE ? Math.max(short, long / LONGEST_IN_SQUARES) : long;
  return coverWith({ width, height }, { width: side, height: side }, PART_OVERLAP);
}

/** The best of every heap of overlapping boxes, by falling score. */
function withoutOverlaps<T extends FaceHint>(boxes: readonly T[], known: readonly FaceHint[] = []): T[] {
  const kept: T[] = [];
  for (const box of [...boxes].sort((first, second) => second.score - first.score)) {
    const isKnown = [...known, ...kept].some((other) => overlapOf(other.box, box.box) > SAME_FACE_OVERLAP);
    if (!isKnown) kept.push(box);
  }
  return kept;
}

/**
 * BlazeFace for faces that fill the picture, UltraFace for small ones; every small face gets a second look by BlazeFace
 * from near, which gives its points or throws it out.
 */
export class FaceFinder implements FaceDetector {
  readonly modelId: string;
  readonly #blazeface: OnnxSession;
  readonly #ultraface: OnnxSession;

  constructor(blazeface: OnnxSession, ultraface: OnnxSession) {
    this.modelId = `${blazeface.modelId}+${ultraface.modelId}`;
    this.#blazeface = blazeface;
    this.#ultraface = ultraface;
  }

  async warmUp(): Promise<void> {
    await this.detect([{ width: 64, height: 64, data: new Uint8Array(64 * 64 * 3) }]);
  }

  async detect(images: readonly RgbImage[], options: DetectOptions = {}): Promise<FoundFace[][]> {
    for (const image of images) assertImage(image);
    const results: FoundFace[][] = [];
    for (const image of images) results.push(await this.#detectOne(image, options));
    return results;
  }

  async #detectOne(image: RgbImage, { minScore = DEFAULT_MIN_SCORE, signal }: DetectOptions): Promise<FoundFace[]> {
    const squares = squaresOf(image);
    const seen = await lookWithBlazeface(this.#blazeface, image, squares, minScore, signal);
    const goodHeight = (squares[0]?.height ?? 0) * GOOD_SHARE;
    const large = withoutOverlaps(seen.flat().filter(({ box }) => box.height >= goodHeight));
    const small = seen.flat().filter(({ box }) => box.height < goodHeight);
    const hints = withoutOverlaps<FaceHint>([...small, ...(await this.#hints(image, signal))], large);
    const near = await this.#lookNear(image, hints.slice(0, MAX_FACES), minScore, signal);
    return withoutOverlaps([...large, ...near]).flatMap((face) => {
      const box = clipBox(face.box, image.width, image.height);
      return box === null ? [] : [{ box, score: face.score, landmarks: face.landmarks }];
    });
  }

  async #hints(image: RgbImage, signal: AbortSignal | undefined): Promise<FaceHint[]> {
    const hints: FaceHint[] = [];
    for (const part of coverWith(image, ULTRAFACE_PART, PART_OVERLAP))
      hints.push(...(await lookWithUltraface(this.#ultraface, image, part, HINT_MIN_SCORE, signal)));
    return hints;
  }

  async #lookNear(
    image: RgbImage,
    hints: readonly FaceHint[],
    minScore: number,
    signal: AbortSignal | undefined,
  ): Promise<RawFace[]> {
    const squares = hints.map(({ box }) => squareAround(box));
    const seen = await lookWithBlazeface(this.#blazeface, image, squares, minScore, signal);
    return seen.flatMap((faces, index) => {
      const hint = hints[index];
      const same = faces.filter(({ box }) => hint !== undefined && overlapOf(box, hint.box) > SAME_FACE_OVERLAP);
      return same.slice(0, 1);
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#blazeface.close(), this.#ultraface.close()]);
  }
}
