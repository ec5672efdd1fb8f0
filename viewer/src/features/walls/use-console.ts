import { type FixedLayout, panelRects, WALL_LAYOUTS } from '@thapcanh/core/walls/wall-layout';
import { useState } from 'react';
import type { Camera, ConsoleLayout, TileContent } from '../../api/api.ts';
import { bestColumns } from '../live-wall/grid-layout.ts';
import { contentOf, recall, remember, rememberNothing, type TileMemory } from './tile-memory.ts';

/** `all`: every camera, in a grid that fits the screen. */
export type ConsoleArrangement = FixedLayout | 'all';
export const CONSOLE_ARRANGEMENTS: readonly ConsoleArrangement[] = [
  'all',
  ...WALL_LAYOUTS.filter((layout): layout is FixedLayout => layout !== 'free'),
];

/** What stands on one person's console: an arrangement, its tiles and which of them the keys are about. */
export function useConsole(cameras: readonly Camera[]) {
  const [arrangement, setArrangement] = useState<ConsoleArrangement>('all');
  const [memories, setMemories] = useState<readonly TileMemory[]>([]);
  const [selected, setSelected] = useState(0);
  const [isMaximised, setMaximised] = useState(false);
  const count = arrangement === 'all' ? cameras.length : panelRects(arrangement).length;
  const fallback = (index: number): TileContent | null => {
    const camera = cameras[index];
    return camera === undefined ? null : { kind: 'camera', cameraId: camera.id };
  };
  const memoryOf = (index: number): TileMemory => memories[index] ?? rememberNothing(fallback(index));
  const tiles = Array.from({ length: count }, (_, index) => contentOf(memoryOf(index)));
  const at = Math.min(selected, Math.max(0, count - 1));

  const change = (index: number, to: (memory: TileMemory) => TileMemory): void => {
    const length = Math.max(count, memories.length, index + 1);
    setMemories(Array.from({ length }, (_, each) => (each === index ? to(memoryOf(each)) : memoryOf(each))));
  };

  return {
    arrangement,
    tiles,
    selected: at,
    isMaximised,
    content: tiles[at] ?? null,
    select: (index: number) => setSelected(Math.min(Math.max(0, index), Math.max(0, count - 1))),
    setMaximised,
    show: (index: number, content: TileContent | null) => change(index, (memory) => remember(memory, content)),
    recall: (step: -1 | 1) => change(at, (memory) => recall(memory, step)),
    /** Another arrangement; what stands on the first tiles goes along. */
    arrange: (next: ConsoleArrangement) => {
      setArrangement(next);
      if (next === 'all') setMemories([]);
      setMaximised(false);
    },
    load: ({ layout, tiles: kept }: Pick<ConsoleLayout, 'layout' | 'tiles'>) => {
      const known = CONSOLE_ARRANGEMENTS.find((one) => one === layout);
      setArrangement(known ?? '9');
      setMemories(kept.map(rememberNothing));
      setMaximised(false);
    },
  };
}

/** Rectangles of the tiles as shares; all cameras share a grid that fits the given area. */
export function consoleRects(arrangement: ConsoleArrangement, count: number, widthPx: number, heightPx: number) {
  if (arrangement !== 'all') return panelRects(arrangement);
  const columns = bestColumns(count, widthPx, heightPx);
  const tileHeight = widthPx > 0 && heightPx > 0 ? ((widthPx / columns) * 9) / 16 / heightPx : 1;
  return Array.from({ length: count }, (_, index) => ({
    x: (index % columns) / columns,
    y: Math.floor(index / columns) * tileHeight,
    width: 1 / columns,
    height: tileHeight,
  }));
}
