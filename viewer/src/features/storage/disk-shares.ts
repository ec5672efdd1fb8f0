import type { StorageNode } from '../../api/api.ts';

/** What a disk holds; the three add up to its size. */
export interface DiskShares {
  readonly recordings: number;
  readonly other: number;
  readonly free: number;
  readonly total: number;
}

/**
 * How a node's disk is filled, in bytes; null while the node has not said. Recordings count at most what is used: they may
 * also lie in the object store, or have been counted a moment after the disk.
 */
export function diskShares(node: Pick<StorageNode, 'diskBytes' | 'freeBytes' | 'bytes'>): DiskShares | null {
  const { diskBytes, freeBytes, bytes } = node;
  if (diskBytes === null || freeBytes === null || diskBytes <= 0) return null;
  const free = Math.min(diskBytes, Math.max(0, freeBytes));
  const recordings = Math.min(bytes, diskBytes - free);
  return { recordings, other: diskBytes - free - recordings, free, total: diskBytes };
}

/** Whole and tenth days that recordings reach back; 0 without any. */
export function keptDays(oldestAt: string | null, nowMs: number): number {
  return oldestAt === null ? 0 : Math.max(0, Math.round((nowMs - Date.parse(oldestAt)) / 8_640_000) / 10);
}
