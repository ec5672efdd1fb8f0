import { setFlagsFromString } from 'node:v8';

/**
 * Tells V8 to mark its heap in one go instead of bit by bit. Video passes through buffers outside the heap, and their
 * pressure makes V8 collect a heap of 10 MB over and over: 53 times in 22 s marked incrementally, 14 times marked at once,
 * for about a fifth less CPU in most runs (Node 20; figures and their spread in docs/measurements.md). The price is a longer
 * pause for each collection.
 */
export function collectInOneGo(): void {
  setFlagsFromString('--no-incremental-marking');
}
