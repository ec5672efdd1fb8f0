/** What a truth file says of one vehicle: its plate and from when to when it can be read, ms from the start. */
export interface ExpectedPassage {
  readonly plate: string;
  readonly inMs: number;
  readonly outMs: number;
}

/** A passage as the replay found it, ms from the start. */
export interface FoundPassage {
  readonly plate: string;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly confidence: number;
  readonly reads: number;
  readonly objectClass: string;
}

export interface ReplayVerdict {
  readonly passagesExpected: number;
  readonly passagesExact: number;
  /** Passages that no truth explains. */
  readonly extra: readonly string[];
  /** Plates of the truth that were not read exactly. */
  readonly missed: readonly string[];
}

/** A read may begin before the plate is wholly in view or end after it left, by about two pictures. */
const TOLERANCE_MS = 3_000;

/** Reads `passages[].{plate,inMs,outMs}` of a truth file. Throws with the field's name when it is missing. */
export function parseReplayTruth(json: string): ExpectedPassage[] {
  const root: unknown = JSON.parse(json);
  const passages = fieldOf(root, 'passages');
  if (!Array.isArray(passages)) throw new TypeError('passages must be a list');
  return passages.map((passage: unknown, index) => {
    const plate = fieldOf(passage, 'plate');
    const inMs = fieldOf(passage, 'inMs');
    const outMs = fieldOf(passage, 'outMs');
    if (typeof plate !== 'string') throw new TypeError(`passages[${index}].plate must be a text`);
    if (typeof inMs !== 'number') throw new TypeError(`passages[${index}].inMs must be a number`);
    if (typeof outMs !== 'number') throw new TypeError(`passages[${index}].outMs must be a number`);
    return { plate, inMs, outMs };
  });
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Pairs what was found with what passed: same text, times that touch; each side is used once. */
export function judgeReplay(expected: readonly ExpectedPassage[], found: readonly FoundPassage[]): ReplayVerdict {
  const explained = new Set<FoundPassage>();
  const missed: string[] = [];
  for (const truth of expected) {
    const match = found.find(
      (passage) =>
        !explained.has(passage) &&
        passage.plate === truth.plate &&
        passage.startedMs <= truth.outMs + TOLERANCE_MS &&
        passage.endedMs >= truth.inMs - TOLERANCE_MS,
    );
    if (match) explained.add(match);
    else missed.push(truth.plate);
  }
  return {
    passagesExpected: expected.length,
    passagesExact: explained.size,
    extra: found.filter((passage) => !explained.has(passage)).map((passage) => passage.plate),
    missed,
  };
}
