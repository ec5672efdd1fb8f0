/** Columns that show `count` 16:9 tiles as large as possible in the given area without scrolling where that is sane. */
export function bestColumns(count: number, widthPx: number, heightPx: number): number {
  if (count <= 1 || widthPx <= 0 || heightPx <= 0) return 1;
  let best = 1;
  let bestTileWidthPx = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const tileWidthPx = Math.min(widthPx / columns, (heightPx / rows) * (16 / 9));
    if (tileWidthPx > bestTileWidthPx) {
      best = columns;
      bestTileWidthPx = tileWidthPx;
    }
  }
  // Below this a tile is a stamp: better fewer columns and a scroll bar.
  const smallestTileWidthPx = 200;
  return Math.max(1, Math.min(best, Math.floor(widthPx / smallestTileWidthPx)));
}

/** Index of the neighbouring tile for an arrow key; stays where it is at the border. */
export function neighbour(index: number, key: string, columns: number, count: number): number {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key] ?? 0;
  const next = index + step;
  return next < 0 || next >= count ? index : next;
}
