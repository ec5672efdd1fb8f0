import { alignCharacters } from '../metrics/align-characters.ts';
import { type Confusion, confusionOf } from '../metrics/confusion.ts';

/** Stands for no character: lost in a column, added in a row. */
export const NO_CHARACTER = '∅';

/** Which characters are taken for which; only those that were ever confused. */
export function characterConfusion(texts: Iterable<{ readonly wanted: string; readonly read: string }>): Confusion {
  const answers = [...texts].flatMap(({ wanted, read }) =>
    alignCharacters(wanted, read).map((pair) => ({
      wanted: pair.wanted ?? NO_CHARACTER,
      got: pair.read ?? NO_CHARACTER,
    })),
  );
  const wrong = answers.filter(({ wanted, got }) => wanted !== got);
  const rows = [...new Set(wrong.map(({ wanted }) => wanted))].sort();
  const columns = [
    ...new Set([...wrong.map(({ got }) => got), ...rows.filter((char) => char !== NO_CHARACTER)]),
  ].sort();
  return confusionOf(answers, rows, columns);
}
