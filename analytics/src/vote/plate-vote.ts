import type { PassagePlate, PlateGround } from '@thapcanh/core/passages/passage';
import { parsePlate } from '@thapcanh/core/plates/plate-grammar';
import { plateCharacters } from '@thapcanh/core/plates/plate-key';
import { alignPlateTexts } from '../track/plate-text-distance.ts';
import { type PlateRead, weightOfRead } from './plate-read.ts';

/** What the reads of one track agree on. */
export interface PlateVote {
  readonly plate: PassagePlate;
  /** Per character of `plate.text`, 0..1: the share of the vote it holds at its place. */
  readonly charShares: readonly number[];
  /** Reads whose own text is exactly the winner. */
  readonly exactReads: number;
}

/** Readers lose characters (at the dash, at an edge) far more often than they invent them. */
const LONGER_TEXT_BONUS = 1.15;
/** A read of another length helps where it aligns, but its alignment is a guess. */
const OTHER_LENGTH_WEIGHT = 0.5;
/** The winner was never read as a whole: no single picture shows it. */
const ASSEMBLED_CONFIDENCE = 0.8;
/** Texts tried when the plain winner does not fit the grammar. */
const ALTERNATIVES_TRIED = 24;

/**
 * Votes on a track's plate: length by weighted consensus, then every place by the weighted characters of the aligned
 * reads, then the grammar: when the plain winner does not fit it, the next likeliest texts are tried in order.
 * `plate.confidence` = share of the vote at the winner's weakest place x confidence of its best read. Null without reads
 * or when nothing fits the grammar.
 */
export function votePlate(reads: readonly PlateRead[]): PlateVote | null {
  const anchor = anchorOf(reads);
  if (!anchor) return null;
  const places = ballot(reads, anchor);
  const lines = heaviest(reads.map((read) => [read.lines, weightOfRead(read)])) ?? 1;
  const ground: PlateGround =
    heaviest(reads.filter((read) => read.ground !== 'unknown').map((read) => [read.ground, weightOfRead(read)])) ??
    'unknown';
  for (const text of likeliestTexts(places)) {
    const parsed = parsePlate(printedLike(reads, anchor, text), { ground, lines });
    if (!parsed || parsed.text.length !== places.length) continue;
    const charShares = places.map((place, index) => shareOf(place, parsed.text[index] ?? '', text[index] ?? ''));
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
  return null;
}

/** The weightiest read of the length most of the vote has. */
function anchorOf(reads: readonly PlateRead[]): PlateRead | null {
  const weightByLength = new Map<number, number>();
  for (const read of reads) {
    weightByLength.set(read.text.length, (weightByLength.get(read.text.length) ?? 0) + weightOfRead(read));
  }
  let length = 0;
  let heaviestWeight = 0;
  for (const [candidate, weight] of [...weightByLength].sort((a, b) => a[0] - b[0])) {
    const isLonger = candidate > length && length > 0;
    if (weight * (isLonger ? LONGER_TEXT_BONUS : 1) > heaviestWeight) {
      length = candidate;
      heaviestWeight = weight;
    }
  }
  let anchor: PlateRead | null = null;
  for (const read of reads) {
    if (read.text.length !== length) continue;
    if (!anchor || weightOfRead(read) > weightOfRead(anchor)) anchor = read;
  }
  return anchor;
}

/**
 * The voted text with separators and line break where the weightiest read of that text has them, else the anchor: without
 * them the kinds that share a text (`36-B1 1274`, `36B-112.74`) cannot be told apart.
 */
function printedLike(reads: readonly PlateRead[], anchor: PlateRead, text: string): string {
  const exact = reads.filter((read) => read.text === text);
  const model = exact.reduce(
    (best, read) => (weightOfRead(read) > weightOfRead(best) ? read : best),
    exact[0] ?? anchor,
  );
  const voted = [...text];
  if (plateCharacters(model.rawText).length !== voted.length) return text;
  return [...model.rawText].map((char) => (plateCharacters(char) === '' ? char : voted.shift())).join('');
}

type Place = ReadonlyMap<string, number>;

function ballot(reads: readonly PlateRead[], anchor: PlateRead): Place[] {
  const places = [...anchor.text].map(() => new Map<string, number>());
  for (const read of reads) {
    const weight = weightOfRead(read) * (read.text.length === anchor.text.length ? 1 : OTHER_LENGTH_WEIGHT);
    for (const pair of alignPlateTexts(anchor, read)) {
      if (pair.first === null || pair.second === null) continue;
      const char = read.text[pair.second] ?? '';
      const place = places[pair.first];
      place?.set(char, (place.get(char) ?? 0) + weight * (read.charConfidences[pair.second] ?? read.confidence));
    }
  }
  return places;
}

/** The grammar may have repaired the voted character (`O` to `0`); then the repaired one inherits its share. */
function shareOf(place: Place, char: string, voted: string): number {
  let total = 0;
  for (const weight of place.values()) total += weight;
  const held = (place.get(char) ?? 0) + (char === voted ? 0 : (place.get(voted) ?? 0));
  return total > 0 ? held / total : 0;
}

/** Texts by falling product of shares, the plain winner first; best-first search over single next choices. */
function* likeliestTexts(places: readonly Place[]): Generator<string> {
  const ranked = places.map((place) => [...place].sort((a, b) => b[1] - a[1]));
  const scoreOf = (choices: readonly number[]): number =>
    choices.reduce((sum, choice, index) => sum + Math.log(ranked[index]?.[choice]?.[1] ?? Number.MIN_VALUE), 0);
  const start = ranked.map(() => 0);
  const open = [{ choices: start, score: scoreOf(start) }];
  const seen = new Set([start.join()]);
  for (let tried = 0; tried < ALTERNATIVES_TRIED; tried += 1) {
    open.sort((a, b) => b.score - a.score);
    const best = open.shift();
    if (!best) return;
    yield best.choices.map((choice, index) => ranked[index]?.[choice]?.[0] ?? '').join('');
    for (const [index, choice] of best.choices.entries()) {
      if (choice + 1 >= (ranked[index]?.length ?? 0)) continue;
      const choices = best.choices.with(index, choice + 1);
      const id = choices.join();
      if (seen.has(id)) continue;
      seen.add(id);
      open.push({ choices, score: scoreOf(choices) });
    }
  }
}

function heaviest<T>(weighed: readonly (readonly [T, number])[]): T | null {
  const sums = new Map<T, number>();
  for (const [value, weight] of weighed) sums.set(value, (sums.get(value) ?? 0) + weight);
  let best: T | null = null;
  let bestWeight = 0;
  for (const [value, weight] of sums) {
    if (weight > bestWeight) {
      best = value;
      bestWeight = weight;
    }
  }
  return best;
}
