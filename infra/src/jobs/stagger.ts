import { createHash } from 'node:crypto';

/** Where in a span of that many milliseconds a camera has its turn: spread evenly, always the same for one. */
export function staggerMs(cameraId: string, spanMs: number): number {
  return createHash('sha256').update(cameraId).digest().readUInt32BE() % spanMs;
}
