import { setTimeout as delay } from 'node:timers/promises';

const LOOK_EVERY_MS = 250;

/**
 * Looks every quarter second until `holds`; a look that fails counts as no. @throws Error with `why` when it takes
 * longer than `patienceMs`, and the signal's reason when it is aborted.
 */
export async function until(
  holds: () => Promise<boolean>,
  patienceMs: number,
  signal: AbortSignal,
  why: () => string,
): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (!(await holds().catch(() => false))) {
    if (performance.now() > deadlineMs) throw new Error(why());
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}
