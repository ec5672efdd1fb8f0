import type { Clock } from '@thapcanh/core/time/clock';

/**
 * Remembers what a look-up gave for a moment, because a player asks several times a second. Concurrent askers share one
 * look-up; a failed one is not remembered. Holds at most `maxEntries` (drop policy: oldest first).
 */
export interface ShortMemory<Value> {
  get(key: string): Promise<Value>;
  forget(key: string): void;
  forgetAll(): void;
}

export function createShortMemory<Value>(
  options: { clock: Clock; forMs: number; maxEntries: number },
  lookUp: (key: string) => Promise<Value>,
): ShortMemory<Value> {
  const { clock, forMs, maxEntries } = options;
  const entries = new Map<string, { value: Promise<Value>; untilMs: number }>();
  return {
    get(key) {
      const known = entries.get(key);
      if (known && known.untilMs > clock.monotonicMs()) return known.value;
      const value = lookUp(key);
      const entry = { value, untilMs: clock.monotonicMs() + forMs };
      entries.delete(key);
      entries.set(key, entry);
      const [oldest] = entries.keys();
      if (entries.size > maxEntries && oldest !== undefined) entries.delete(oldest);
      value.catch(() => {
        if (entries.get(key) === entry) entries.delete(key);
      });
      return value;
    },
    forget(key) {
      entries.delete(key);
    },
    forgetAll() {
      entries.clear();
    },
  };
}
