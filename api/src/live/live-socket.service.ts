import type { CameraId } from '@thapcanh/core/ids';
import { LIVE_CLOSE_CODE, parseLiveCommand } from '@thapcanh/core/live/live-socket';
import type { Clock } from '@thapcanh/core/time/clock';
import type { AuditActor } from '@thapcanh/infra/audit/append-audit';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { WebSocket } from 'ws';
import type { AuditRecorder } from '../audit/audit-recorder.ts';
import { type Auth, type RequestOrigin, requireAccess, scopeOf } from '../identity/access.ts';
import type { CameraReach } from '../identity/camera-reach.ts';
import type { CameraScope } from '../identity/camera-scope.ts';
import type { SessionService } from '../identity/session.service.ts';
import type { LiveHub } from './live-hub.ts';
import { LiveViewer, type ViewerSocket } from './live-viewer.ts';

/** Pages of one person with a live socket; a control room has a few screens. */
export const MAX_SOCKETS_PER_USER = 12;
const MAX_SOCKETS = 1_000;
/** Commands of one page in one beat; a page that sends more is none of ours. */
const MAX_COMMANDS_PER_BEAT = 600;
const GOING_AWAY = 1001;

export interface LiveSocketTiming {
  /** Between two `time` notices and pings; a browser that answers neither of two is gone. */
  readonly beatMs: number;
  /** Between two looks whether the session still holds. */
  readonly checkMs: number;
}

export const LIVE_SOCKET_TIMING: LiveSocketTiming = { beatMs: 5_000, checkMs: 10_000 };

interface Guest {
  readonly socket: WebSocket;
  readonly viewer: LiveViewer;
  readonly token: string | undefined;
  readonly userId: string;
  readonly actor: AuditActor & RequestOrigin;
  scope: CameraScope;
  commands: number;
  isAnswering: boolean;
}

export type LiveSocketService = ReturnType<typeof createLiveSocketService>;

/**
 * Live walls over WebSockets (`core/live/live-socket`). A socket ends within `checkMs` of its session or permission; one
 * whose browser is gone within two beats. `start` begins the beats; `close` ends all sockets.
 */
export function createLiveSocketService(deps: {
  hub: LiveHub;
  reach: CameraReach;
  audit: AuditRecorder;
  sessions: Pick<SessionService, 'resolve'>;
  clock: Clock;
  metrics: Registry;
  log: Logger;
  timing?: Partial<LiveSocketTiming>;
}) {
  const { hub, reach, audit, sessions, clock, log } = deps;
  const notes = new Set<Promise<void>>();
  const timing = { ...LIVE_SOCKET_TIMING, ...deps.timing };
  const guests = new Set<Guest>();
  const registers = [deps.metrics];
  const dropped = new Counter({
    name: 'tc_api_live_dropped_total',
    help: 'Live parts dropped because a browser was too slow',
    registers,
  });
  new Gauge({
    name: 'tc_api_live_sockets',
    help: 'Browsers with a live socket',
    registers,
    collect() {
      this.set(guests.size);
    },
  });
  new Gauge({
    name: 'tc_api_live_tiles',
    help: 'Live tiles open over sockets',
    registers,
    collect() {
      this.set([...guests].reduce((sum, { viewer }) => sum + viewer.tileCount, 0));
    },
  });
  new Gauge({
    name: 'tc_api_live_streams',
    help: 'Streams read from ingest workers',
    registers,
    collect() {
      this.set(hub.streamCount);
    },
  });
  let beatTimer: NodeJS.Timeout | null = null;
  let checkTimer: NodeJS.Timeout | null = null;

  function tellTime({ socket }: Guest): void {
    if (socket.readyState === socket.OPEN) {
      socket.send(JSON.stringify({ op: 'time', serverTimeMs: clock.nowMs() }));
    }
  }

  function beat(): void {
    for (const guest of guests) {
      if (!guest.isAnswering) {
        guest.socket.terminate();
        continue;
      }
      guest.isAnswering = false;
      guest.commands = 0;
      guest.socket.ping();
      tellTime(guest);
    }
  }

  async function check(): Promise<void> {
    for (const guest of [...guests]) {
      const auth = await sessions.resolve(guest.token, guest.actor).catch((err: unknown) => {
        log.warn({ err }, 'session of a live socket could not be checked');
        return null;
      });
      // The database being away ends nobody's watch.
      if (auth === null) continue;
      const scope = scopeOf(auth, 'live.watch');
      if (scope === null) {
        guest.socket.close(LIVE_CLOSE_CODE.sessionEnded);
        continue;
      }
      guest.scope = scope;
      await guest.viewer.recheck();
    }
  }

  function scheduleCheck(): void {
    checkTimer = setTimeout(() => {
      void check().finally(() => {
        if (checkTimer !== null) scheduleCheck();
      });
    }, timing.checkMs);
  }

  function onMessage(guest: Guest, text: string): void {
    guest.isAnswering = true;
    guest.commands += 1;
    const command = guest.commands > MAX_COMMANDS_PER_BEAT ? null : parseLiveCommand(text);
    if (command === null) guest.socket.close(LIVE_CLOSE_CODE.misused);
    else guest.viewer.obey(command);
  }

  return {
    start(): void {
      beatTimer ??= setInterval(beat, timing.beatMs);
      if (checkTimer === null) scheduleCheck();
    },

    /** Before the upgrade. Throws as `requireAccess` does. */
    admit(auth: Auth): void {
      requireAccess(auth, 'live.watch');
    },

    /** Takes an upgraded socket over; `token` is the session cookie's, looked at again and again. */
    welcome(auth: Auth, token: string | undefined, socket: WebSocket): void {
      const { userId, scope, actor } = requireAccess(auth, 'live.watch');
      const ofUser = [...guests].filter((guest) => guest.userId === userId).length;
      if (ofUser >= MAX_SOCKETS_PER_USER || guests.size >= MAX_SOCKETS) {
        socket.close(LIVE_CLOSE_CODE.tooMany);
        return;
      }
      const mayWatch = (cameraId: CameraId) => guest.scope.kind === 'everything' || reach.has(guest.scope, cameraId);
      const viewer = new LiveViewer(
        viewerSocketOf(socket),
        hub,
        () => dropped.inc(),
        mayWatch,
        (fact) => {
          const written = audit
            .note(actor, fact)
            .catch((err: unknown) => log.error({ err, fact }, 'a watch was not noted'));
          notes.add(written);
          void written.finally(() => notes.delete(written));
        },
      );
      const guest: Guest = { socket, viewer, token, userId, actor, scope, commands: 0, isAnswering: true };
      guests.add(guest);
      socket.on('message', (data, isBinary) => onMessage(guest, isBinary ? '' : String(data)));
      socket.on('pong', () => {
        guest.isAnswering = true;
      });
      socket.on('error', (err) => log.debug({ err }, 'a live socket failed'));
      socket.once('close', () => {
        guests.delete(guest);
        viewer.close();
      });
      tellTime(guest);
    },

    /** Resolves when the ends of all watches are noted. Idempotent. */
    async close(): Promise<void> {
      if (beatTimer !== null) clearInterval(beatTimer);
      if (checkTimer !== null) clearTimeout(checkTimer);
      beatTimer = null;
      checkTimer = null;
      for (const { socket, viewer } of [...guests]) {
        viewer.close();
        socket.close(GOING_AWAY);
      }
      await Promise.all(notes);
    },
  };
}

function viewerSocketOf(socket: WebSocket): ViewerSocket {
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  return {
    get backlogBytes() {
      return socket.bufferedAmount;
    },
    sendText(text) {
      if (isOpen()) socket.send(text);
    },
    sendFrame(prefix, frame) {
      if (!isOpen()) return;
      socket.send(prefix, { binary: true, fin: false });
      socket.send(frame, { binary: true, fin: true });
    },
  };
}
