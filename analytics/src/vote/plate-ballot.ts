import { alignPlateTexts } from '../track/plate-text-distance.ts';
import { type PlateRead, weightOfRead } from './plate-read.ts';

/** What the reads say about one place of a text: every character that was seen there with its weight. */
export type Place = ReadonlyMap<string, number>;

/** A read of another length helps where it aligns, but its alignment is a guess. */
const OTHER_LENGTH_WEIGHT = 0.5;

/** Weighs the characters of all reads at the places of a text. */
export function ballotOn(text: string, reads: readonly PlateRead[]): Place[] {
  const places = [...text].map(() => new Map<string, number>());
  for (const read of reads) {
    const weight = weightOfRead(read) * (read.text.length === text.length ? 1 : OTHER_LENGTH_WEIGHT);
    for (const pair of alignPlateTexts({ text, charConfidences: [] }, read)) {
      if (pair.first === null || pair.second === null) continue;
      const char = read.text[pair.second] ?? '';
      const place = places[pair.first];
      place?.set(char, (place.get(char) ?? 0) + weight * (read.charConfidences[pair.second] ?? read.confidence));
    }
  }
  return places;
}

/**
 * 0..1: the share of a place that a character holds. The grammar may have written it for the voted one (`0` for `O`, `Đ`
 * for `D`); then it inherits that one's share.
 */
export function shareOf(place: Place, char: string, voted: string): number {
  let total = 0;
  for (const weight of place.values()) total += weight;
  const held = (place.get(char) ?? 0) + (char === voted ? 0 : (place.get(voted) ?? 0));
  return total > 0 ? held / total : 0;
}

/** Texts by falling product of shares, the plain winner first; best-first search over single next choices. */
export function* likeliestTexts(places: readonly Place[], count: number): Generator<string> {
  const ranked = places.map((place) => [...place].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
  const scoreOf = (choices: readonly number[]): number =>
    choices.reduce((sum, choice, index) => sum + Math.log(ranked[index]?.[choice]?.[1] ?? Number.MIN_VALUE), 0);
  const start = ranked.map(() => 0);
  const open = [{ choices: start, score: scoreOf(start) }];
  const seen = new Set([start.join()]);
  for (let tried = 0; tried < count; tried += 1) {
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

/** The value with most weight; of equal ones the one that comes first. */
export function heaviest<T>(weighed: readonly (readonly [T, number])[]): T | null {
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
