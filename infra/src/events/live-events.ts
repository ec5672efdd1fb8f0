import { LIVE_EVENT_CHANNEL, type LiveEvent } from '@thapcanh/core/events/live-event';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import type { Config } from '../config/config.ts';
import type { Tables } from '../database/tables.ts';
import type { Logger } from '../telemetry/logger.ts';
import { parseLiveEvent } from './parse-live-event.ts';

/** Sends the event to every listener of the database; inside a transaction it leaves at commit, or never. */
export async function publishLiveEvent(db: Kysely<Tables>, event: LiveEvent): Promise<void> {
  await sql`select pg_notify(${LIVE_EVENT_CHANNEL}, ${JSON.stringify(event)})`.execute(db);
}

/**
 * Hears live events over a connection of its own. Events sent while the connection was away are lost; `onGap` of a
 * subscription is called after each reconnection so that the subscriber can fetch state anew.
 */
export interface LiveEventListener {
  /** Resolves when the first connection listens; rejects when it cannot be made. */
  start(): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
  /** Calls `fn` for every event, in order of arrival; returns what ends the subscription. */
  subscribe(fn: (event: LiveEvent) => void, onGap?: () => void): () => void;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

export function createLiveEventListener(config: Pick<Config, 'databaseUrl'>, log: Logger): LiveEventListener {
  const subscriptions = new Set<{ fn: (event: LiveEvent) => void; onGap: () => void }>();
  let client: pg.Client | null = null;
  let retryTimer: NodeJS.Timeout | null = null;
  let retryMs = FIRST_RETRY_MS;
  let isClosed = false;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: config.databaseUrl ?? '',
      application_name: 'thapcanh-events',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    next.on('notification', ({ payload }) => {
      const event = parseLiveEvent(payload ?? '');
      if (event === null) log.warn('a live event that is none was ignored');
      else for (const { fn } of subscriptions) fn(event);
    });
    next.on('error', (error) => log.warn({ err: error }, 'live event connection failed'));
    await next.connect();
    next.once('end', () => {
      if (client === next) reconnectLater();
    });
    await next.query(`listen ${LIVE_EVENT_CHANNEL}`);
    if (isClosed) return next.end();
    client = next;
    retryMs = FIRST_RETRY_MS;
  };

  const reconnectLater = (): void => {
    client = null;
    if (isClosed) return;
    retryTimer = setTimeout(() => {
      connect().then(
        () => {
          for (const { onGap } of subscriptions) onGap();
        },
        (error: unknown) => {
          log.warn({ err: error }, 'live events are away');
          retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
          reconnectLater();
        },
      );
    }, retryMs);
  };

  return {
    start: connect,
    async close() {
      isClosed = true;
      if (retryTimer) clearTimeout(retryTimer);
      const last = client;
      client = null;
      await last?.end();
    },
    subscribe(fn, onGap = () => undefined) {
      const subscription = { fn, onGap };
      subscriptions.add(subscription);
      return () => subscriptions.delete(subscription);
    },
  };
}
