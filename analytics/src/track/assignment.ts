/**
 * Cheapest one-to-one assignment of rows to columns (Hungarian method with potentials, O(n^3); Kuhn 1955, Munkres 1957).
 * `costs[row][column]` may be Infinity (never paired). A pair is made only when it costs less than leaving both sides
 * alone, each at `aloneCost`. Returns `[row, column]` pairs, rows ascending.
 */
export function assign(costs: readonly (readonly number[])[], columns: number, aloneCost: number): [number, number][] {
  const rows = costs.length;
  if (rows === 0 || columns === 0) return [];
  // Square problem: every row also has its own "alone" column and every column its own "alone" row.
  const size = rows + columns;
  const forbidden = (aloneCost + 1) * size * 4;
  const costAt = (row: number, column: number): number => {
    if (row < rows && column < columns) {
      const cost = costs[row]?.[column] ?? Number.POSITIVE_INFINITY;
      return Number.isFinite(cost) ? cost : forbidden;
    }
    if (row >= rows && column >= columns) return 0;
    return aloneCost;
  };
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  const rowOfColumn = new Int32Array(size + 1);
  const previousColumn = new Int32Array(size + 1);
  for (let row = 1; row <= size; row += 1) {
    rowOfColumn[0] = row;
    let column = 0;
    const slack = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const isUsed = new Uint8Array(size + 1);
    do {
      isUsed[column] = 1;
      const current = rowOfColumn[column] ?? 0;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let candidate = 1; candidate <= size; candidate += 1) {
        if (isUsed[candidate] === 1) continue;
        const reduced =
          costAt(current - 1, candidate - 1) - (rowPotential[current] ?? 0) - (columnPotential[candidate] ?? 0);
        if (reduced < (slack[candidate] ?? 0)) {
          slack[candidate] = reduced;
          previousColumn[candidate] = column;
        }
        if ((slack[candidate] ?? 0) < delta) {
          delta = slack[candidate] ?? 0;
          next = candidate;
        }
      }
      for (let candidate = 0; candidate <= size; candidate += 1) {
        if (isUsed[candidate] === 1) {
          const owner = rowOfColumn[candidate] ?? 0;
          rowPotential[owner] = (rowPotential[owner] ?? 0) + delta;
          columnPotential[candidate] = (columnPotential[candidate] ?? 0) - delta;
        } else {
          slack[candidate] = (slack[candidate] ?? 0) - delta;
        }
      }
      column = next;
    } while (rowOfColumn[column] !== 0);
    while (column !== 0) {
      const before = previousColumn[column] ?? 0;
      rowOfColumn[column] = rowOfColumn[before] ?? 0;
      column = before;
    }
  }
  const pairs: [number, number][] = [];
  for (let column = 1; column <= columns; column += 1) {
    const row = (rowOfColumn[column] ?? 0) - 1;
    if (row < rows && Number.isFinite(costs[row]?.[column - 1] ?? Number.POSITIVE_INFINITY))
      pairs.push([row, column - 1]);
  }
  return pairs.sort((a, b) => a[0] - b[0]);
}
