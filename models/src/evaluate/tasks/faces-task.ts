import { createFaceDetector, createFaceEmbedder } from '../../create-runners.ts';
import { alignFace } from '../../faces/alignment.ts';
import { judgeFace } from '../../faces/face-quality.ts';
import { mainFace } from '../../faces/main-face.ts';
import type { EvalTask, Figures, Measured, Mistake, OpenModel } from '../eval-task.ts';
import { type PersonPicture, parsePersonPicture } from '../labels/class-labels.ts';
import { type Answered, type Confusion, confusionOf } from '../metrics/confusion.ts';
import { shareOf } from '../metrics/share.ts';
import { verificationRate } from '../metrics/verification-rate.ts';
import { modelByName, withoutSize } from '../model-by-name.ts';
import { type EmbeddedFace, type FacePair, facePairs, similaritiesOf } from './face-pairs.ts';

/** What became of the picture's face. */
export interface FaceOutcome {
  /** Unit length; null where no face was found. */
  readonly embedding: Float32Array | null;
  /** Whether the platform would compare it at all: large, sharp and straight enough. */
  readonly isUsable: boolean;
}

type FaceItem = Measured<PersonPicture, FaceOutcome>;

/** Found, turned upright and embedded; also where the platform would refuse to compare, so that sets stay comparable. */
const openFaceRecogniser: OpenModel<PersonPicture, FaceOutcome> = async ({ runner }) => {
  const detector = await createFaceDetector(runner);
  const embedder = await createFaceEmbedder(runner).catch(async (error: unknown) => {
    await detector.close();
    throw error;
  });
  return {
    modelId: `${detector.modelId}+${embedder.modelId}`,
    warmUp: async () => {
      await detector.warmUp();
      await embedder.warmUp();
    },
    close: async () => {
      await Promise.all([detector.close(), embedder.close()]);
    },
    measure: async (image, _row, watch) => {
      const { face, embedding } = await watch.time(async () => {
        const [found] = await detector.detect([image]);
        const face = mainFace(found ?? [], image);
        const aligned = face === null ? null : alignFace(image, face);
        const [embedding] = aligned === null ? [] : await embedder.embed([aligned.image]);
        return { face, embedding: embedding ?? null };
      });
      return { embedding, isUsable: face !== null && judgeFace(image, face).usable };
    },
  };
};

const FALSE_SHARE = 1e-3;
const STRICT_FALSE_SHARE = 1e-4;

const facesOf = (items: readonly FaceItem[]): EmbeddedFace[] =>
  items.map(({ row, outcome }) => ({ person: row.person, embedding: outcome.embedding }));

function figures(items: readonly FaceItem[]): Figures {
  const { same, different } = similaritiesOf(facesOf(items));
  const rate = verificationRate(same, different, FALSE_SHARE);
  return {
    n: items.length,
    people: new Set(items.map(({ row }) => row.person)).size,
    samePairs: same.length,
    differentPairs: different.length,
    found: shareOf(items.filter(({ outcome }) => outcome.embedding !== null).length, items.length),
    usable: shareOf(items.filter(({ outcome }) => outcome.isUsable).length, items.length),
    tarAtFar1e3: rate?.trueAcceptShare ?? null,
    limitAtFar1e3: rate?.limit ?? null,
    tarAtFar1e4: verificationRate(same, different, STRICT_FALSE_SHARE)?.trueAcceptShare ?? null,
  };
}

const limitOf = (faces: readonly EmbeddedFace[]): number => {
  const { same, different } = similaritiesOf(faces);
  return verificationRate(same, different, FALSE_SHARE)?.limit ?? Number.POSITIVE_INFINITY;
};

function* answersAt(faces: readonly EmbeddedFace[], limit: number): Generator<Answered> {
  for (const { isSame, similarity } of facePairs(faces))
    yield { wanted: isSame ? 'same' : 'different', got: similarity > limit ? 'accepted' : 'refused' };
}

function confusion(items: readonly FaceItem[]): Confusion {
  const faces = facesOf(items);
  const limit = limitOf(faces);
  return confusionOf(answersAt(faces, limit), ['same', 'different'], ['accepted', 'refused']);
}

/** How far a pair lies on the wrong side of the limit; a face that was not found says nothing about likeness. */
const wrongBy = ({ isSame, similarity }: FacePair, limit: number): number =>
  isSame ? limit - similarity : similarity - limit;

function wrongPairs(faces: readonly EmbeddedFace[], limit: number): FacePair[] {
  const wrong: FacePair[] = [];
  for (const pair of facePairs(faces))
    if (Number.isFinite(pair.similarity) && wrongBy(pair, limit) > 0) wrong.push(pair);
  return wrong;
}

function mistakes(items: readonly FaceItem[], count: number): Mistake[] {
  const faces = facesOf(items);
  const limit = limitOf(faces);
  const imageOf = (index: number): string => items[index]?.row.image ?? '';
  const missing = items
    .filter(({ outcome }) => outcome.embedding === null)
    .map(({ row }) => ({
      caption: { vi: 'không thấy khuôn mặt', en: 'no face found' },
      pictures: [{ image: row.image, marks: [] }],
    }));
  const wrong = wrongPairs(faces, limit)
    .sort((a, b) => wrongBy(b, limit) - wrongBy(a, limit))
    .slice(0, count)
    .map(({ first, second, isSame, similarity }) => {
      const figure = similarity.toFixed(2);
      return {
        caption: isSame
          ? { vi: `cùng một người, giống nhau ${figure}`, en: `the same person, similarity ${figure}` }
          : { vi: `hai người khác nhau, giống nhau ${figure}`, en: `two different people, similarity ${figure}` },
        pictures: [first, second].map((index) => ({ image: imageOf(index), marks: [] })),
      };
    });
  return [...missing, ...wrong].slice(0, count);
}

export const facesTask: EvalTask<PersonPicture, FaceOutcome> = {
  parseRow: parsePersonPicture,
  open: modelByName('faces', withoutSize('faces', openFaceRecogniser), {}),
  figures,
  confusion,
  mistakes,
};
