import { misreadsOf } from './plate-confusables.ts';

/** A character that may stand at a place, with its probability 0..1. */
export interface PlaceChoice {
  readonly char: string;
  readonly probability: number;
}

/** What one look at a plate gave: for every place that was seen, left to right, the characters it may be. */
export interface PlateLook {
  /** Per place any number of choices that sum to at most 1; characters not named share what is left. */
  readonly places: readonly (readonly PlaceChoice[])[];
  /** Whether the plate may go on beyond what was seen. */
  readonly isCut?: boolean;
}

/** No single place rules a text out, however sure the reader was: readers are sure of their misreads too. */
const LEAST = 0.01;
/** Readers lose a character (at the dash, in dirt) more often than they invent one. */
const LOG_LOST = Math.log(0.03);
const LOG_INVENTED = Math.log(0.01);
const LOG_LOST_AT_CUT = Math.log(0.3);
/** What of a reader's doubt goes to each character that is known to be taken for the one it named; some have six. */
const DOUBT_A_MISREAD = 0.15;

/** The choices behind a character and one confidence, where a reader says no more. */
export function choicesOf(char: string, confidence: number): PlaceChoice[] {
  const each = (1 - confidence) * DOUBT_A_MISREAD;
  return [
    { char, probability: confidence },
    ...[...misreadsOf(char)].map((other) => ({ char: other, probability: each })),
  ];
}

const logOfPlace = (choices: readonly PlaceChoice[], char: string): number =>
  Math.log(Math.max(LEAST, choices.find((choice) => choice.char === char)?.probability ?? 0));

/**
 * Natural logarithm of how likely a plate with this text looks like that: places and characters are aligned the likeliest
 * way, lost and invented characters cost, and no place costs more than a bound. Comparable between texts for one look;
 * 0 at most.
 */
export function logLikelihood(text: string, { places, isCut = false }: PlateLook): number {
  const characters = [...text];
  const lostAt = (seen: number): number =>
    isCut && (seen === 0 || seen === places.length) ? LOG_LOST_AT_CUT : LOG_LOST;
  let row = Array.from({ length: places.length + 1 }, (_, seen) => seen * LOG_INVENTED);
  for (const char of characters) {
    const next = [(row[0] ?? 0) + lostAt(0)];
    for (const [index, choices] of places.entries()) {
      next.push(
        Math.max(
          (row[index] ?? 0) + logOfPlace(choices, char),
          (row[index + 1] ?? 0) + lostAt(index + 1),
          (next[index] ?? 0) + LOG_INVENTED,
        ),
      );
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
