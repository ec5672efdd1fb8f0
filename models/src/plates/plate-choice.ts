import type { PlateGround } from '@thapcanh/core/passages/passage';
import { type ParsedPlate, parsePlate } from '@thapcanh/core/plates/plate-grammar';
import { logLikelihood } from '@thapcanh/core/plates/read-likelihood';
import type { CharacterChoice, CharacterReading, PlateText } from '../contracts.ts';
import { trustInPlate } from './plate-doubts.ts';

/** A text that the recogniser holds possible and that is a plate. */
export interface PlateCandidate {
  /** `\n` between the lines; every character is one of the recogniser's own choices. */
  readonly rawText: string;
  readonly lines: 1 | 2;
  readonly plate: ParsedPlate;
  /** One a character of `rawText` without its line break. */
  readonly choices: readonly (readonly CharacterChoice[])[];
  /** The recogniser's probability times the grammar's prior; only good for comparing candidates of one plate. */
  readonly score: number;
}

/** Another recogniser's look at the same plate. */
export type OtherLook = readonly (readonly CharacterChoice[])[];

const TEXTS_TRIED = 40;
/** A character that the recogniser holds less likely is never taken because the grammar would like it. */
const MIN_CHOICE = 0.02;
/** A look-alike put in by the grammar: only where the recogniser has nothing of its own that fits. */
const REPAIR_PRIOR = 0.02;
/** Texts with less than this share of the best score change nothing; no score is above its text's probability. */
const NEGLIGIBLE = 0.002;
/** From here on a place is not in doubt. */
const SURE = 0.97;
/** How much the other recogniser counts against the first. */
const OTHER_WEIGHT = 0.7;

interface Combination {
  readonly picks: readonly number[];
  readonly probability: number;
}

/** Texts of these places by falling probability: the first choices, then with one and more of them exchanged. */
function* combinationsOf(places: readonly (readonly CharacterChoice[])[], probability: number): Generator<Combination> {
  const open: Combination[] = [{ picks: places.map(() => 0), probability }];
  const seen = new Set<string>();
  for (let tried = 0; tried < TEXTS_TRIED; tried += 1) {
    open.sort((a, b) => b.probability - a.probability);
    const best = open.shift();
    if (best === undefined) return;
    yield best;
    for (const [index, pick] of best.picks.entries()) {
      const now = places[index]?.[pick];
      const next = places[index]?.[pick + 1];
      if (now === undefined || next === undefined || next.probability < MIN_CHOICE) continue;
      const picks = best.picks.with(index, pick + 1);
      const key = picks.join();
      if (seen.has(key)) continue;
      seen.add(key);
      open.push({ picks, probability: (best.probability * next.probability) / now.probability });
    }
  }
}

/** Two letters and four digits stand on signs too: only a ground that may be red makes them an army plate. */
const isBelievable = (plate: ParsedPlate, ground: PlateGround): boolean =>
  plate.kindCandidates[0] !== 'military' ||
  ground === 'red' ||
  (ground === 'unknown' && !plate.warnings.includes('unit-unknown'));

function writeText(text: PlateText, picks: readonly number[]): string {
  let index = 0;
  return text.lines.map((line) => line.map((choices) => choices[picks[index++] ?? 0]?.char ?? '').join('')).join('\n');
}

/**
 * Every plate that the recogniser holds possible, the likeliest first: its probability times what the grammar makes of
 * the text. The grammar chooses between characters that the recogniser offers and names every kind that fits; it never
 * puts in one that was not offered, except for look-alikes (`D` in a digit's place), which cost most of the score.
 */
export function likelyPlates(text: PlateText, ground: PlateGround, other?: OtherLook): PlateCandidate[] {
  const best = new Map<string, PlateCandidate>();
  let bestScore = 0;
  for (const variant of [text, ...(text.alternatives ?? [])]) {
    const choices = variant.lines.flat();
    const lines = variant.lines.length === 2 ? 2 : 1;
    for (const { picks, probability } of combinationsOf(choices, variant.probability)) {
      if (probability < bestScore * NEGLIGIBLE) break;
      const rawText = writeText(variant, picks);
      const plate = parsePlate(rawText, { ground, lines });
      if (plate === null || !isBelievable(plate, ground)) continue;
      const prior = trustInPlate(plate) * (plate.warnings.includes('repaired') ? REPAIR_PRIOR : 1);
      const agreement = other === undefined ? 1 : Math.exp(OTHER_WEIGHT * logLikelihood(plate.text, { places: other }));
      const candidate = { rawText, lines, plate, choices, score: probability * prior * agreement } as const;
      bestScore = Math.max(bestScore, candidate.score);
      const key = `${lines}${plate.text}`;
      if (candidate.score > (best.get(key)?.score ?? 0)) best.set(key, candidate);
    }
  }
  return [...best.values()].sort((a, b) => b.score - a.score);
}

/**
 * How sure each character of a candidate is among those that would make a plate in its place: a `0` that the recogniser
 * gives .6 beside .4 for a `D` is sure where only digits stand.
 */
export function charactersOf(
  { rawText, lines, plate, choices }: PlateCandidate,
  ground: PlateGround,
): CharacterReading[] {
  const places = [...rawText].flatMap((char, index) => (char === '\n' ? [] : [{ char, index }]));
  return places.map(({ char, index }, place) => {
    const offered = choices[place] ?? [];
    const own = offered.find((choice) => choice.char === char)?.probability ?? 0;
    if (own >= SURE || plate.warnings.includes('repaired')) return { char, confidence: own };
    const fitting = offered.reduce((sum, choice) => {
      const text = rawText.slice(0, index) + choice.char + rawText.slice(index + 1);
      const fits = choice.char === char || isUnrepaired(parsePlate(text, { ground, lines }));
      return fits ? sum + choice.probability : sum;
    }, 0);
    const unnamed = 1 - offered.reduce((sum, choice) => sum + choice.probability, 0);
    return { char, confidence: own / (fitting + Math.max(0, unnamed)) };
  });
}

const isUnrepaired = (plate: ParsedPlate | null): boolean => plate !== null && !plate.warnings.includes('repaired');
