import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import { Counter, Gauge, type Registry } from 'prom-client';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, hasPermission, requireAccess, scopeOf } from '../identity/access.ts';
import type { CameraReach } from '../identity/camera-reach.ts';
import type { Permission } from '../identity/permissions.ts';
import type { SessionService } from '../identity/session.service.ts';
import { EventStream, eventText } from './event-stream.ts';

const HEARTBEAT = ': \n\n';
/** Listening clients at most; a further one is refused with `TC_BUSY`. */
const MAX_LISTENERS = 2000;

/** What it takes to fetch what an event tells of. */
const PERMISSION_OF: Readonly<Record<LiveEvent['type'], Permission>> = {
  'camera.changed': 'camera.view',
  'camera.status': 'camera.view',
  'finding.changed': 'camera.view',
  'recording.finished': 'coverage.view',
  'gap.opened': 'coverage.view',
  'gap.closed': 'coverage.view',
  'passage.created': 'passage.view',
  'passage.updated': 'passage.view',
  'alarm.changed': 'alarm.view',
  'report.changed': 'report.view',
  'incident.changed': 'incident.view',
  'wall.changed': 'wall.view',
};

export type EventService = ReturnType<typeof createEventService>;

/** Live events to browsers: ids only, and only of cameras within the listener's reach for what the event is about. */
export function createEventService(deps: {
  liveEvents: { subscribe(listener: (event: LiveEvent) => void, onGap?: () => void): () => void };
  sessions: Pick<SessionService, 'renewed'>;
  reach: CameraReach;
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
    // A camera that has just come or moved may lie in another reach than a moment ago.
    if (event.type === 'camera.changed') deps.reach.forgetKnown();
    const permission = PERMISSION_OF[event.type];
    for (const [stream, auth] of streams) {
      const scope = scopeOf(auth, permission);
      if (scope === null) continue;
      if (event.cameraId === null) {
        if (event.type === 'wall.changed' || scope.kind === 'everything') stream.offer(text);
        continue;
      }
      stream.offerWhen(
        text,
        deps.reach.knows(scope, event.cameraId).catch(() => false),
      );
    }
  }

  async function beat(): Promise<void> {
    for (const [stream, auth] of [...streams]) {
      const renewed = await deps.sessions.renewed(auth).catch((err: unknown) => {
        deps.log.warn({ err }, 'session of a listening client could not be checked');
        return auth;
      });
      if (!streams.has(stream)) continue;
      streams.set(stream, renewed);
      if (hasPermission(renewed, 'event.listen')) stream.offer(HEARTBEAT);
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
