import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { refreshCameras } from './camera-refresh.ts';
import { ALL_QUERIES, changedCamera, queriesOfEvent } from './event-refresh.ts';

/** Bursts of events become one refresh per this long. */
const REFRESH_EVERY_MS = 1_000;
/** What somebody pushes to a wall is to be there at once; a burst of changes of one wall still becomes one refresh. */
const WALL_REFRESH_MS = 60;

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
    const cameras = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const flush = () => {
      timer = null;
      if (cameras.size > 0 && !pending.has('cameras')) void refreshCameras(queries, new Set(cameras));
      for (const key of pending) void queries.invalidateQueries({ queryKey: [key] });
      pending.clear();
      cameras.clear();
    };
    let wallTimer: ReturnType<typeof setTimeout> | null = null;
    const flushWalls = () => {
      wallTimer = null;
      void queries.invalidateQueries({ queryKey: ['walls'] });
      // What comes onto a wall may be a camera that this screen could not see before.
      if (isScreen(queries.getQueryData(['session']))) void queries.invalidateQueries({ queryKey: ['cameras'] });
    };
    const refresh = (...keys: string[]) => {
      if (keys.length === 0) return;
      if (keys.length === 1 && keys[0] === 'walls') {
        wallTimer ??= setTimeout(flushWalls, WALL_REFRESH_MS);
        return;
      }
      for (const key of keys) pending.add(key);
      timer ??= setTimeout(flush, REFRESH_EVERY_MS);
    };

    const source = new EventSource('/api/v1/events');
    let wasLost = false;
    source.onopen = () => {
      setIsConnected(true);
      if (wasLost) refresh(...ALL_QUERIES);
      wasLost = false;
    };
    source.onerror = () => {
      wasLost = true;
      setIsConnected(false);
    };
    source.onmessage = ({ data }) => {
      const cameraId = changedCamera(String(data));
      if (cameraId === null) return refresh(...queriesOfEvent(String(data)));
      cameras.add(cameraId);
      timer ??= setTimeout(flush, REFRESH_EVERY_MS);
    };
    // The server lost events for this client, or cannot tell which it missed.
    source.addEventListener('reset', () => refresh(...ALL_QUERIES));

    return () => {
      source.close();
      if (timer !== null) clearTimeout(timer);
      if (wallTimer !== null) clearTimeout(wallTimer);
    };
  }, [queries]);

  return <ConnectionContext value={isConnected}>{children}</ConnectionContext>;
}

const isScreen = (session: unknown): boolean => typeof session === 'object' && session !== null && 'screen' in session;
