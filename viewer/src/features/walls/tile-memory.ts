import type { TileContent } from '../../api/api.ts';

const REMEMBERED = 8;

/** What a tile shows, with the last eight things that it showed. */
export interface TileMemory {
  readonly shown: readonly (TileContent | null)[];
  readonly at: number;
}

export const rememberNothing = (content: TileContent | null): TileMemory => ({ shown: [content], at: 0 });

export const contentOf = ({ shown, at }: TileMemory): TileContent | null => shown[at] ?? null;

/** Something new: it comes last, and the oldest beyond eight is forgotten. */
export function remember(memory: TileMemory, content: TileContent | null): TileMemory {
  const shown = [...memory.shown, content].slice(-REMEMBERED);
  return { shown, at: shown.length - 1 };
}

/** The one before or after; stays at the ends. */
export function recall(memory: TileMemory, step: -1 | 1): TileMemory {
  return { ...memory, at: Math.min(memory.shown.length - 1, Math.max(0, memory.at + step)) };
}
