import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import { Counter, Gauge, type Registry } from 'prom-client';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { SessionService } from '../identity/session.service.ts';
import { EventStream, eventText } from './event-stream.ts';

const HEARTBEAT = ': \n\n';
/** Listening clients at most; a further one is refused with `TC_BUSY`. */
const MAX_LISTENERS = 2000;

export type EventService = ReturnType<typeof createEventService>;

/** Live events to browsers. Carries ids only, so that no event says more than its receiver may fetch. */
export function createEventService(deps: {
  liveEvents: { subscribe(listener: (event: LiveEvent) => void, onGap?: () => void): () => void };
  sessions: Pick<SessionService, 'isAlive'>;
  metrics: Registry;
  log: Logger;
  heartbeatMs: number;
}) {
  const listening = new Gauge({
    name: 'tc_api_event_listeners',
    help: 'Clients that listen to live events',
    registers: [deps.metrics],
  });
  const dropped = new Counter({
    name: 'tc_api_events_dropped_total',
    help: 'Live events dropped because a client did not keep up',
    registers: [deps.metrics],
  });
  const streams = new Map<EventStream, Auth>();
  let lastId = 0;
  let unsubscribe: (() => void) | null = null;
  let timer: NodeJS.Timeout | null = null;

  function broadcast(event: LiveEvent): void {
    lastId += 1;
    const text = eventText({ id: lastId, data: JSON.stringify(event) });
    for (const stream of streams.keys()) stream.offer(text);
  }

  async function beat(): Promise<void> {
    for (const [stream, auth] of [...streams]) {
      const isAlive = await deps.sessions.isAlive(auth).catch((err: unknown) => {
        deps.log.warn({ err }, 'session of a listening client could not be checked');
        return true;
      });
      if (isAlive) stream.offer(HEARTBEAT);
      else stream.end();
    }
  }

  function scheduleBeat(): void {
    timer = setTimeout(() => {
      void beat().finally(() => {
        if (timer !== null) scheduleBeat();
      });
    }, deps.heartbeatMs);
    timer.unref();
  }

  return {
    start(): void {
      unsubscribe ??= deps.liveEvents.subscribe(broadcast, () => {
        for (const stream of streams.keys()) stream.offerReset();
      });
      if (timer === null) scheduleBeat();
    },

    /**
     * A stream of `LiveEvent`s from now on. It ends within one heartbeat of the session's end. A client that comes back
     * (`lastEventId`) gets a `reset` first: what it missed is not kept.
     */
    listen(auth: Auth, lastEventId: string | undefined): EventStream {
      requireAccess(auth, 'event.listen');
      if (streams.size >= MAX_LISTENERS) throw apiError('TC_BUSY');
      const stream = new EventStream((count) => dropped.inc(count));
      streams.set(stream, auth);
      listening.set(streams.size);
      stream.once('close', () => {
        streams.delete(stream);
        listening.set(streams.size);
      });
      stream.offer(HEARTBEAT);
      if (lastEventId !== undefined) stream.offerReset();
      return stream;
    },

    /** Ends every stream. Idempotent. */
    close(): void {
      unsubscribe?.();
      unsubscribe = null;
      if (timer !== null) clearTimeout(timer);
      timer = null;
      for (const stream of [...streams.keys()]) stream.end();
    },
  };
}
