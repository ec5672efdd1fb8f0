import { useQueryClient } from '@tanstack/react-query';
import type { LiveEvent } from '@thapcanh/core/events/live-event';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';

/** Bursts of events become one refresh per this long. */
const REFRESH_EVERY_MS = 500;

const ConnectionContext = createContext(true);

/** False while the event stream is down, which means that the server cannot be reached. */
export const useIsConnected = () => useContext(ConnectionContext);

/**
 * Keeps every list on the screen fresh: events carry ids only, so each one marks the queries it concerns as stale.
 * The browser reconnects by itself; after a reconnect everything is fetched anew because events may have been missed.
 */
export function LiveEventsProvider({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const [isConnected, setIsConnected] = useState(true);

  useEffect(() => {
    const pending = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const flush = () => {
      timer = null;
      for (const key of pending) void queries.invalidateQueries({ queryKey: [key] });
      pending.clear();
    };
    const refresh = (...keys: string[]) => {
      for (const key of keys) pending.add(key);
      timer ??= setTimeout(flush, REFRESH_EVERY_MS);
    };

    const source = new EventSource('/api/v1/events');
    let wasLost = false;
    source.onopen = () => {
      setIsConnected(true);
      if (wasLost) refresh('cameras', 'passages', 'recordings');
      wasLost = false;
    };
    source.onerror = () => {
      wasLost = true;
      setIsConnected(false);
    };
    const handlers: Record<LiveEvent['type'], string[]> = {
      'camera.changed': ['cameras'],
      'camera.status': ['cameras'],
      'recording.finished': ['recordings'],
      'passage.created': ['passages'],
      'passage.updated': ['passages'],
    };
    for (const [type, keys] of Object.entries(handlers)) source.addEventListener(type, () => refresh(...keys));
    source.addEventListener('reset', () => refresh('cameras', 'passages', 'recordings'));

    return () => {
      source.close();
      if (timer !== null) clearTimeout(timer);
    };
  }, [queries]);

  return <ConnectionContext value={isConnected}>{children}</ConnectionContext>;
}
