import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { Clock } from '@thapcanh/core/time/clock';
import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { Logger } from '../telemetry/logger.ts';
import { placeAlarmsOnWall, wallsWithReservedPanels } from './wall-alarm.repository.ts';

export interface WallAlarmsOptions {
  readonly db: Kysely<Tables>;
  readonly log: Logger;
  readonly clock: Clock;
  readonly subscribe: (listener: (event: LiveEvent) => void, onGap: () => void) => () => void;
  /** Between looks without an event, 1 s by default: alarms whose time is over go then. */
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 1_000;
/** A storm of alarms changes the walls this often at most. */
const REST_MS = 200;

/**
 * Puts alarms on the reserved panels of walls until the signal is aborted: at once when an alarm or a wall changes. One
 * process of the platform at a time may run it.
 */
export async function runWallAlarms(options: WallAlarmsOptions, signal: AbortSignal): Promise<void> {
  const { db, log, clock, subscribe, lookEveryMs = LOOK_EVERY_MS } = options;
  let wake: (() => void) | null = null;
  let isDue = true;
  const due = (): void => {
    isDue = true;
    wake?.();
  };
  const unsubscribe = subscribe(({ type }) => {
    if (type === 'alarm.changed' || type === 'wall.changed') due();
  }, due);
  signal.addEventListener('abort', due, { once: true });
  const pause = async (ms: number, isInterruptible: boolean): Promise<void> => {
    if (signal.aborted || (isInterruptible && isDue)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        if (!isInterruptible && !signal.aborted) return;
        clearTimeout(timer);
        resolve();
      };
    });
    wake = null;
  };
  try {
    while (!signal.aborted) {
      isDue = false;
      try {
        for (const wallId of await wallsWithReservedPanels(db)) await placeAlarmsOnWall(db, wallId, clock.nowMs());
      } catch (err) {
        log.warn({ err }, 'alarms could not be put on the walls');
      }
      await pause(REST_MS, false);
      await pause(lookEveryMs, true);
    }
  } finally {
    signal.removeEventListener('abort', due);
    unsubscribe();
  }
}
