/** A face that was turned into numbers; null where none was found. */
export interface EmbeddedFace {
  readonly person: string;
  /** Unit length. */
  readonly embedding: Float32Array | null;
}

export interface FacePair {
  readonly first: number;
  readonly second: number;
  readonly isSame: boolean;
  /** Cosine; -Infinity where one of the two was not found. */
  readonly similarity: number;
}

function cosine(a: Float32Array | null, b: Float32Array | null): number {
  if (a === null || b === null) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

/** Every pair of faces once. */
export function* facePairs(faces: readonly EmbeddedFace[]): Generator<FacePair> {
  for (const [first, a] of faces.entries())
    for (let second = first + 1; second < faces.length; second += 1) {
      const b = faces[second];
      if (b === undefined) return;
      yield { first, second, isSame: a.person === b.person, similarity: cosine(a.embedding, b.embedding) };
    }
}

/** The similarities of pairs of the same and of different people. */
export function similaritiesOf(faces: readonly EmbeddedFace[]): { same: number[]; different: Float32Array } {
  const same: number[] = [];
  const different = new Float32Array((faces.length * (faces.length - 1)) / 2);
  let count = 0;
  for (const { isSame, similarity } of facePairs(faces)) {
    if (isSame) same.push(similarity);
    else {
      different[count] = similarity;
      count += 1;
    }
  }
  return { same, different: different.subarray(0, count) };
}
