/** One step from the wanted text to the text read: null stands for a character that the other text does not have. */
export interface CharacterPair {
  readonly wanted: string | null;
  readonly read: string | null;
}

/** Levenshtein distance: the fewest characters to replace, drop or add. */
export function editDistance(wanted: string, read: string): number {
  return alignCharacters(wanted, read).filter((pair) => pair.wanted !== pair.read).length;
}

/** The texts side by side with the fewest differences; of several such ways the one that replaces rather than drops. */
export function alignCharacters(wanted: string, read: string): CharacterPair[] {
  const from = [...wanted];
  const to = [...read];
  const columns = to.length + 1;
  const costs = new Uint32Array((from.length + 1) * columns);
  const at = (row: number, column: number): number => costs[row * columns + column] ?? 0;
  for (let row = 0; row <= from.length; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const cheapest =
        row === 0 || column === 0
          ? row + column
          : Math.min(at(row - 1, column - 1) + (isSame ? 0 : 1), at(row - 1, column) + 1, at(row, column - 1) + 1);
      costs[row * columns + column] = cheapest;
    }
  const pairs: CharacterPair[] = [];
  let row = from.length;
  let column = to.length;
  while (row > 0 || column > 0) {
    const wantedChar = from[row - 1] ?? null;
    const readChar = to[column - 1] ?? null;
    const isReplaced =
      row > 0 && column > 0 && at(row, column) === at(row - 1, column - 1) + (wantedChar === readChar ? 0 : 1);
    const isDropped = !isReplaced && row > 0 && at(row, column) === at(row - 1, column) + 1;
    pairs.push({ wanted: isReplaced || isDropped ? wantedChar : null, read: isDropped ? null : readChar });
    if (isReplaced || isDropped) row -= 1;
    if (isReplaced || !isDropped) column -= 1;
  }
  return pairs.reverse();
}
