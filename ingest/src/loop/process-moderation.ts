import { systemClock } from '@thapcanh/core/time/clock';
import { ReadModeration } from './read-moderation.ts';

const NEVER_WOKEN = new Int32Array(new SharedArrayBuffer(4));

/** One event loop, so one for all cameras of the process. `setImmediate` comes after every socket that was ready. */
export const processModeration = new ReadModeration({
  clock: systemClock,
  sleep: (ms) => {
    Atomics.wait(NEVER_WOKEN, 0, 0, ms);
  },
  afterReads: setImmediate,
});
