import type { PassagePlate, PlateGround } from '@thapcanh/core/passages/passage';
import { type ParsedPlate, type PlateWarning, parsePlate } from '@thapcanh/core/plates/plate-grammar';
import { plateCharacters } from '@thapcanh/core/plates/plate-key';
import { choicesOf, logLikelihood, type PlateLook } from '@thapcanh/core/plates/read-likelihood';
import { ballotOn, heaviest, likeliestTexts, shareOf } from './plate-ballot.ts';
import { clarityOf, type PlateRead, weightOfRead } from './plate-read.ts';

/** What the reads of one track agree on. */
export interface PlateVote {
  readonly plate: PassagePlate;
  /** Per character of `plate.text`, 0..1: the share of the vote it holds at its place. */
  readonly charShares: readonly number[];
  /** Reads whose own text is exactly the winner. */
  readonly exactReads: number;
}

/** The winner was never read as a whole: no single picture shows it. */
const ASSEMBLED_CONFIDENCE = 0.8;
/** Texts put together from the places of all reads, a length. */
const ASSEMBLED_TRIED = 12;
/** Doubts of the grammar that make a text a less likely plate, and the natural logarithm of how much less. */
const ODD_WARNINGS: ReadonlySet<PlateWarning> = new Set([
  'repaired',
  'province-never-issued',
  'unit-unknown',
  'digit-count',
]);
const ODD_PLATE = -1.5;

/**
 * Votes on a track's plate. Every text that was read, and those that the places of all reads put together, are weighed
 * against all reads: the sum over the reads of how likely the plate with this text looks like that, clear looks counting
 * more. Only texts that fit the plate grammar stand for election.
 * `plate.confidence` = share of the vote at the winner's weakest place x confidence of its best read. The order of the
 * reads makes no difference. Null without reads or when nothing fits the grammar.
 */
export function votePlate(unordered: readonly PlateRead[]): PlateVote | null {
  const reads = inOneOrder(unordered);
  const lines = heaviest(reads.map((read) => [read.lines, weightOfRead(read)])) ?? 1;
  const ground: PlateGround =
    heaviest(reads.filter((read) => read.ground !== 'unknown').map((read) => [read.ground, weightOfRead(read)])) ??
    'unknown';
  const winner = elected(reads, (text) => parsePlate(printedLike(reads, text), { ground, lines }));
  if (winner === null) return null;
  const { parsed, voted } = winner;
  const charShares = ballotOn(voted, reads).map((place, index) =>
    shareOf(place, parsed.text[index] ?? '', voted[index] ?? ''),
  );
  const exact = reads.filter((read) => read.text === parsed.text);
  const readConfidence =
    exact.length > 0
      ? Math.max(...exact.map((read) => read.confidence))
      : ASSEMBLED_CONFIDENCE * Math.max(...reads.map((read) => read.confidence));
  return {
    plate: {
      text: parsed.text,
      display: parsed.display,
      confidence: Math.min(...charShares) * readConfidence,
      lines,
      ground,
      kindCandidates: parsed.kindCandidates,
    },
    charShares,
    exactReads: exact.length,
  };
}

/** The weightiest first; reads that weigh the same by what they say, so that sums come out alike in any order given. */
function inOneOrder(reads: readonly PlateRead[]): PlateRead[] {
  const keyed = reads.map((read) => ({ read, weight: weightOfRead(read), key: JSON.stringify({ ...read, atMs: 0 }) }));
  keyed.sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ read }) => read);
}

interface Winner {
  readonly parsed: ParsedPlate;
  /** The text before the grammar wrote `Đ` for `D` or put in a look-alike. */
  readonly voted: string;
}

function elected(reads: readonly PlateRead[], parse: (text: string) => ParsedPlate | null): Winner | null {
  const looks = reads.map((read) => ({ look: lookOf(read), weight: clarityOf(read) }));
  let best: Winner | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const voted of new Set(candidatesOf(reads))) {
    const likelihood = looks.reduce((sum, { look, weight }) => sum + weight * logLikelihood(voted, look), 0);
    if (likelihood <= bestScore) continue;
    const parsed = parse(voted);
    if (parsed === null) continue;
    const score = likelihood + (parsed.warnings.some((warning) => ODD_WARNINGS.has(warning)) ? ODD_PLATE : 0);
    if (score <= bestScore) continue;
    best = { parsed, voted };
    bestScore = score;
  }
  return best;
}

function lookOf(read: PlateRead): PlateLook {
  const places =
    read.choices ??
    [...read.text].map((char, index) => choicesOf(char, read.charConfidences[index] ?? read.confidence));
  return { places, isCut: read.isCut };
}

/** Every text read, and for every length read the likeliest texts that the places of all reads make. */
function* candidatesOf(reads: readonly PlateRead[]): Generator<string> {
  const lengths = new Set<number>();
  for (const read of reads) {
    yield read.text;
    // The weightiest read of a length comes first, the others align with it.
    if (lengths.has(read.text.length)) continue;
    lengths.add(read.text.length);
    yield* likeliestTexts(ballotOn(read.text, reads), ASSEMBLED_TRIED);
  }
}

/**
 * The text with separators and line break where the weightiest read of that text has them, else the weightiest of that
 * length: without them the kinds that share a text (`36-B1 1274`, `36B-112.74`) cannot be told apart.
 */
function printedLike(reads: readonly PlateRead[], text: string): string {
  const model =
    reads.find((read) => read.text === text) ?? reads.find((read) => read.text.length === text.length) ?? reads[0];
  const voted = [...text];
  if (model === undefined || plateCharacters(model.rawText).length !== voted.length) return text;
  return [...model.rawText].map((char) => (plateCharacters(char) === '' ? char : voted.shift())).join('');
}
