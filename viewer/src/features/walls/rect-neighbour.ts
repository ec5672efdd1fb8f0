import type { PanelRect } from '@thapcanh/core/walls/wall-layout';

const centre = ({ x, y, width, height }: PanelRect) => ({ x: x + width / 2, y: y + height / 2 });

/** The nearest rectangle in the direction of an arrow key, of those that lie beside this one; itself at the border. */
export function rectNeighbour(rects: readonly PanelRect[], index: number, key: string): number {
  const from = rects[index];
  if (from === undefined) return index;
  const dx = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  const dy = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
  const here = centre(from);
  let best = index;
  let least = Number.POSITIVE_INFINITY;
  for (const [other, rect] of rects.entries()) {
    const there = centre(rect);
    const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
    if (other === index || along <= 1e-6) continue;
    const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
    const distance = along + aside * 3;
    if (distance < least) [best, least] = [other, distance];
  }
  return best;
}
