import { READER_ALPHABET } from './plate-text-reader.ts';

const CLASSES = READER_ALPHABET.length + 1;
const STEPS = 32;
const STEPS_A_CHARACTER = 3;

/** One place of a notation: a character, or `[1:.6,7:.4]` for several, an empty one being nothing at all. */
function placesOf(notation: string): Map<string, number>[] {
  return [...notation.matchAll(/\[([^\]]*)\]|(.)/gu)].map(([, several, one]) =>
    several === undefined
      ? new Map([[one ?? '', 0.999]])
      : new Map(
          several.split(',').map((pair): [string, number] => [pair.split(':')[0] ?? '', Number(pair.split(':')[1])]),
        ),
  );
}

/**
 * Logits of the plate reader for two rows of text: `['30A', '1[2:.7,7:.3]345']`. Every character lights up in one of
 * three steps, the rest is blank.
 */
export function readerLogits(rows: readonly [string, string]): Float32Array {
  const logits = new Float32Array(2 * STEPS * CLASSES).fill(Math.log(1e-6));
  for (const [row, notation] of rows.entries()) {
    const places = placesOf(notation);
    for (let step = 0; step < STEPS; step += 1) {
      const from = (row * STEPS + step) * CLASSES;
      const place = (step - 1) % STEPS_A_CHARACTER === 0 ? places[(step - 1) / STEPS_A_CHARACTER] : undefined;
      if (place === undefined) logits[from] = 0;
      else
        for (const [char, probability] of place)
          logits[from + (char === '' ? 0 : READER_ALPHABET.indexOf(char) + 1)] = Math.log(probability);
    }
  }
  return logits;
}
