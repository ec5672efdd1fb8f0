import type { PlateGround } from '../passages/passage.ts';
import { MILITARY_UNITS } from './military-units.ts';
import { plateCharacters } from './plate-key.ts';
import { DISPUTED_SECOND_LETTERS, type PlateKindId } from './plate-kinds.ts';
import { type LayoutMatch, matchLayouts, printInLayout } from './plate-layout.ts';
import { PROVINCE_CODES, type ProvinceCode } from './province-codes.ts';

/** What was seen of the plate besides its text; each narrows the kinds and never alone refuses a text. */
export interface PlateHints {
  readonly ground?: PlateGround;
  readonly lines?: 1 | 2;
}

export type PlateWarning =
  /** A look-alike character was replaced (`O` in a digit place). */
  | 'repaired'
  /** The two leading digits were never given to a province. */
  | 'province-never-issued'
  /** A second series letter the sources disagree on (`R`, `G`). */
  | 'series-disputed'
  /** `MĐ` without its series digit. */
  | 'series-digit-missing'
  /** A military unit pair that is not in the table. */
  | 'unit-unknown'
  /** More digits than the kind is known to carry. */
  | 'digit-count'
  /** No kind of this text is made in the ground colour that was seen. */
  | 'ground-mismatch'
  /** No kind of this text is made in the number of lines that was seen. */
  | 'lines-mismatch';

export interface ParsedPlate {
  /** Canonical: upper case, `[0-9A-ZĐ]`, no separators. */
  readonly text: string;
  /** As printed for the likeliest kind: `30A-123.45`, `59-Z1 234.56`. */
  readonly display: string;
  /** Kinds the text fits, likeliest first; at least one. Kinds that the hints exclude are left out unless none remains. */
  readonly kindCandidates: readonly [PlateKindId, ...PlateKindId[]];
  /** Where the plate was issued; absent for army plates and for codes never issued. */
  readonly province?: ProvinceCode;
  readonly warnings: readonly PlateWarning[];
}

/** More look-alikes than this in one text and it is some other writing. */
const MAX_REPAIRS = 3;

interface Candidate extends LayoutMatch {
  readonly hasGroundMismatch: boolean;
  readonly hasLinesMismatch: boolean;
  /** The raw text has a separator or line break where this layout's running number begins. */
  readonly isSplitAlike: boolean;
}

/** Indexes in the plate characters before which the raw text has a separator. */
function separatorsIn(raw: string): ReadonlySet<number> {
  const separators = new Set<number>();
  let index = 0;
  for (const char of raw) {
    const count = plateCharacters(char).length;
    if (count === 0) separators.add(index);
    index += count;
  }
  return separators;
}

function isAcceptable(match: LayoutMatch, hints: PlateHints): boolean {
  if (match.repairs > MAX_REPAIRS) return false;
  if (match.layout.kind.id !== 'military') return match.layout.places[0] === 'T' || match.text.slice(0, 2) >= '11';
  // Letters where everybody else has digits: only a red ground lets a repaired or an overlong text be an army plate.
  const isPlain = match.repairs === 0 && match.text.length === 6;
  return isPlain || hints.ground === 'red' || (match.repairs === 0 && MILITARY_UNITS.pairs.has(match.text.slice(0, 2)));
}

function weigh(match: LayoutMatch, hints: PlateHints, separators: ReadonlySet<number>): Candidate {
  const { kind, numberStart } = match.layout;
  const ground = hints.ground ?? 'unknown';
  return {
    ...match,
    hasGroundMismatch: ground !== 'unknown' && !kind.grounds.includes(ground),
    hasLinesMismatch: hints.lines !== undefined && !kind.lines.includes(hints.lines),
    isSplitAlike: separators.has(numberStart),
  };
}

// `80NG63134`: letters before the country code are the central office's; elsewhere they are a motorbike series.
const isCentralDiplomatic = (candidate: Candidate): boolean =>
  candidate.layout.kind.id === 'diplomatic' && candidate.text.startsWith('80');

const mismatchesOf = (candidate: Candidate): number =>
  Number(candidate.hasGroundMismatch) + Number(candidate.hasLinesMismatch);

function compareCandidates(a: Candidate, b: Candidate): number {
  return (
    a.repairs - b.repairs ||
    mismatchesOf(a) - mismatchesOf(b) ||
    Number(b.isSplitAlike) - Number(a.isSplitAlike) ||
    a.folds - b.folds ||
    Number(isCentralDiplomatic(b)) - Number(isCentralDiplomatic(a)) ||
    a.layout.priority - b.layout.priority
  );
}

function provinceOf(best: Candidate): { province?: ProvinceCode; isNeverIssued: boolean } {
  const start = best.layout.places.indexOf('p');
  if (start < 0) return { isNeverIssued: false };
  const province = PROVINCE_CODES.get(best.text.slice(start, start + 2));
  return province === undefined ? { isNeverIssued: true } : { province, isNeverIssued: false };
}

function warningsOf(best: Candidate, fitting: readonly Candidate[], isNeverIssued: boolean): PlateWarning[] {
  const { places, kind } = best.layout;
  const second = places.indexOf('t');
  const isArmy = kind.id === 'military';
  const found: [boolean, PlateWarning][] = [
    [best.repairs > 0, 'repaired'],
    [isNeverIssued, 'province-never-issued'],
    [second >= 0 && DISPUTED_SECOND_LETTERS.includes(best.text[second] ?? ' '), 'series-disputed'],
    [kind.id === 'motorbike-electric' && places.length === 9, 'series-digit-missing'],
    [isArmy && !MILITARY_UNITS.pairs.has(best.text.slice(0, 2)), 'unit-unknown'],
    [isArmy && places.length > 6, 'digit-count'],
    [fitting.every((candidate) => candidate.hasGroundMismatch), 'ground-mismatch'],
    [fitting.every((candidate) => candidate.hasLinesMismatch), 'lines-mismatch'],
  ];
  return found.flatMap(([isFound, warning]) => (isFound ? [warning] : []));
}

/**
 * Reads a text as a Vietnamese plate: separators, case and line breaks are taken off, look-alikes are repaired by
 * place, and every kind that fits is named. Separators that are there help to choose between kinds (`29-B1 1234` is a
 * motorbike, `29B-112.34` a car). Null when it is no plate. Never throws, whatever the text.
 *
 * The fourth character of a motorbike's nine is a digit or a letter by law, so what was read there is kept.
 * Source: TT 79/2024/TT-BCA with TT 51/2025, QCVN 08:2024/BCA, TT 169/2021/TT-BQP.
 */
export function parsePlate(raw: string, hints: PlateHints = {}): ParsedPlate | null {
  const characters = plateCharacters(raw);
  // Every plate has a letter; digits alone are a date, a clock or a telephone number.
  if (characters.length < 6 || !/\D/.test(characters)) return null;
  const separators = separatorsIn(raw);
  const ranked = matchLayouts(characters)
    .filter((match) => isAcceptable(match, hints))
    .map((match) => weigh(match, hints, separators))
    .sort(compareCandidates);
  const best = ranked[0];
  if (best === undefined) return null;

  const sameText = ranked.filter(
    (candidate) =>
      candidate.repairs === best.repairs && candidate.text.replace('Đ', 'D') === best.text.replace('Đ', 'D'),
  );
  const named = sameText.filter((candidate) => mismatchesOf(candidate) === mismatchesOf(best));
  const others = new Set(named.map((candidate) => candidate.layout.kind.id));
  others.delete(best.layout.kind.id);

  const { province, isNeverIssued } = provinceOf(best);
  return {
    text: best.text,
    display: printInLayout(best.layout, best.text),
    kindCandidates: [best.layout.kind.id, ...others],
    ...(province === undefined ? {} : { province }),
    warnings: warningsOf(best, sameText, isNeverIssued),
  };
}
