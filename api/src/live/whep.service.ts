import { randomUUID } from 'node:crypto';
import type { StreamName } from '@thapcanh/core/camera/camera';
import type { CameraId } from '@thapcanh/core/ids';
import { LIVE_FRAME_TYPE, type LiveDescription, readLiveFrame } from '@thapcanh/core/live/live-frame';
import type { AuditActor } from '@thapcanh/infra/audit/append-audit';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import { Gauge, type Registry } from 'prom-client';
import type { AuditRecorder } from '../audit/audit-recorder.ts';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, type RequestOrigin, requireAccess, scopeOf } from '../identity/access.ts';
import type { CameraReach } from '../identity/camera-reach.ts';
import type { SessionService } from '../identity/session.service.ts';
import type { LiveHub } from './live-hub.ts';
import { WhepPackets } from './whep-packets.ts';
import type { WhepPeer } from './whep-peer.ts';
import { isVideoOffer } from './whep-sdp.ts';

/** Encryption in JavaScript costs some 3 % of a core per viewer: a way for the camera in focus, not for walls. */
export const WHEP_LIMITS = { peers: 60, peersPerUser: 6 } as const;

export interface WhepTiming {
  /** The camera's description must be known after this long. */
  readonly describedMs: number;
  /** A browser that is not connected after this long is gone. */
  readonly connectMs: number;
  /** A connected browser that reports nothing (RTCP) for this long is gone; it reports every second. */
  readonly silentMs: number;
  /** How often both and the session are looked at. */
  readonly checkMs: number;
}

const WHEP_TIMING: WhepTiming = { describedMs: 3_000, connectMs: 10_000, silentMs: 12_000, checkMs: 3_000 };
/** A browser that loses pictures again and again is given the held group this often at most. */
const REPEAT_MS = 2_000;
const WARM_AFTER_MS = 5_000;

export interface WhepNetwork {
  readonly publicAddresses: readonly string[];
  readonly portRange: readonly [number, number] | null;
}

interface Session {
  readonly id: string;
  readonly userId: string;
  readonly token: string | undefined;
  readonly origin: RequestOrigin;
  readonly actor: AuditActor;
  readonly cameraId: CameraId;
  readonly peer: WhepPeer;
  readonly startedAtMs: number;
  leave: () => void;
  repeatedAtMs: number;
}

export type WhepService = ReturnType<typeof createWhepService>;

/**
 * WebRTC for one camera in focus (WHEP, draft-ietf-wish-whep): the camera's own H.264 in RTP, nothing is encoded. Every
 * way a browser can vanish ends its peer: DELETE, ICE consent, silence, the end of the session.
 */
export function createWhepService(deps: {
  hub: LiveHub;
  reach: CameraReach;
  audit: AuditRecorder;
  sessions: Pick<SessionService, 'resolve'>;
  metrics: Registry;
  log: Logger;
  network: WhepNetwork;
  timing?: Partial<WhepTiming>;
}) {
  const { hub, log, network } = deps;
  const timing = { ...WHEP_TIMING, ...deps.timing };
  const sessions = new Map<string, Session>();
  const closing = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | null = null;
  let warming: NodeJS.Timeout | null = null;
  new Gauge({
    name: 'tc_api_whep_peers',
    help: 'Browsers that watch by WebRTC',
    registers: [deps.metrics],
    collect() {
      this.set(sessions.size);
    },
  });

  function end(session: Session): void {
    if (!sessions.delete(session.id)) return;
    session.leave();
    const seconds = Math.round((performance.now() - session.startedAtMs) / 1000);
    const fact = { kind: 'live.closed' as const, cameraId: session.cameraId, details: { watch: session.id, seconds } };
    const noted = deps.audit
      .note(session.actor, fact)
      .catch((err: unknown) => log.warn({ err }, 'the end of a watch was not noted'));
    closing.add(noted);
    void noted.finally(() => closing.delete(noted));
    const closed: Promise<void> = session.peer.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }

  async function check(): Promise<void> {
    for (const session of [...sessions.values()]) {
      const { peer, startedAtMs, token } = session;
      const isLate = !peer.isConnected && performance.now() - startedAtMs > timing.connectMs;
      if (isLate || (peer.isConnected && peer.silentMs > timing.silentMs)) {
        end(session);
        continue;
      }
      const auth = await deps.sessions.resolve(token, session.origin).catch(() => null);
      if (auth === null) continue;
      const scope = scopeOf(auth, 'live.watch');
      const mayStay = scope !== null && (await deps.reach.knows(scope, session.cameraId).catch(() => true));
      if (!mayStay) end(session);
    }
  }

  function schedule(): void {
    timer = setTimeout(() => {
      void check().finally(() => {
        if (timer !== null) schedule();
      });
    }, timing.checkMs);
  }

  /** Joins the stream of units and resolves with its description; the stream stays open until `leave`. */
  function open(cameraId: CameraId, stream: StreamName): { described: Promise<LiveDescription>; leave: () => void } {
    let limit: NodeJS.Timeout | undefined;
    let leave: () => void = () => undefined;
    const described = new Promise<LiveDescription>((resolve, reject) => {
      const refuse = () => reject(apiError('TC_LIVE_UNAVAILABLE', { cameraId }));
      limit = setTimeout(refuse, timing.describedMs);
      leave = hub.join(
        { cameraId, stream, kind: 'units' },
        {
          onFrame: (bytes) => {
            if (bytes[0] !== LIVE_FRAME_TYPE.description) return;
            const frame = readLiveFrame(bytes);
            if (frame?.kind === 'description') resolve(frame.description);
          },
          onState: ({ state }) => {
            if (state === 'not-found') reject(apiError('TC_CAMERA_NOT_FOUND', { cameraId }));
          },
        },
      );
    }).finally(() => clearTimeout(limit));
    // Whoever awaits it hears of a refusal; until then it is nobody's surprise.
    described.catch(() => undefined);
    return { described, leave: () => leave() };
  }

  /** From the held group of pictures on; the returned function ends it. */
  function feed(peer: WhepPeer, packets: WhepPackets, target: { cameraId: CameraId; stream: StreamName }): () => void {
    let isBurst = true;
    packets.restart();
    const leave = hub.join(
      { ...target, kind: 'units' },
      {
        onFrame: (bytes) => peer.send(packets.take(bytes, isBurst)),
        onState: () => undefined,
      },
    );
    isBurst = false;
    return leave;
  }

  return {
    start(): void {
      if (timer === null) schedule();
      // The first viewer shall not wait for the library to load; nor shall the start of the platform.
      warming ??= setTimeout(() => {
        import('./whep-peer.ts').then(({ whepKeys }) => whepKeys()).catch(() => undefined);
      }, WARM_AFTER_MS);
    },

    /**
     * Answers an SDP offer. Throws `TC_WHEP_OFFER_INVALID`, `TC_WHEP_UNSUPPORTED` (H.265, B-frames), `TC_LIVE_UNAVAILABLE`,
     * `TC_CAMERA_NOT_FOUND` or `TC_BUSY`.
     */
    async watch(
      auth: Auth,
      input: { cameraId: CameraId; stream: StreamName; offer: string; token: string | undefined; isLocal: boolean },
    ): Promise<{ id: string; answer: string }> {
      const { userId, scope, actor } = requireAccess(auth, 'live.watch');
      const { cameraId, stream, offer, token, isLocal } = input;
      if (!(await deps.reach.has(scope, cameraId))) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId });
      if (!isVideoOffer(offer)) throw apiError('TC_WHEP_OFFER_INVALID');
      const ofUser = [...sessions.values()].filter((session) => session.userId === userId).length;
      if (sessions.size >= WHEP_LIMITS.peers || ofUser >= WHEP_LIMITS.peersPerUser) throw apiError('TC_BUSY');
      const opened = open(cameraId, stream);
      const id = randomUUID();
      const target = { cameraId, stream };
      const packets = new WhepPackets();
      const refeed = (): void => {
        const session = sessions.get(id);
        if (session === undefined) return;
        session.leave();
        session.leave = feed(session.peer, packets, target);
      };
      try {
        const { WhepPeer: Peer, whepKeys } = await import('./whep-peer.ts');
        const peer = new Peer({
          offer,
          keys: await whepKeys(),
          isLocal,
          publicAddresses: network.publicAddresses,
          portRange: network.portRange,
          onConnected: refeed,
          onPictureLost: () => {
            const session = sessions.get(id);
            if (session === undefined || performance.now() - session.repeatedAtMs < REPEAT_MS) return;
            session.repeatedAtMs = performance.now();
            refeed();
          },
          onGone: () => {
            const session = sessions.get(id);
            if (session !== undefined) end(session);
          },
        });
        const nowMs = performance.now();
        const who = { id, userId, token, origin: actor, actor, cameraId };
        const session = { ...who, peer, startedAtMs: nowMs, leave: opened.leave, repeatedAtMs: nowMs };
        sessions.set(id, session);
        try {
          const answered = peer.answer().catch((cause: unknown) => apiError('TC_WHEP_OFFER_INVALID', {}, { cause }));
          const [answer, description] = await Promise.all([answered, opened.described]);
          requireCarried(description);
          if (typeof answer !== 'string') throw answer;
          await deps.audit.note(actor, {
            kind: 'live.opened',
            cameraId,
            details: { way: 'webrtc', stream, watch: id },
          });
          return { id, answer };
        } catch (error) {
          end(session);
          throw error;
        }
      } catch (error) {
        opened.leave();
        throw error;
      }
    },

    /** Throws `TC_WHEP_GONE` for what is not the user's own. */
    async leave(auth: Auth, id: string): Promise<void> {
      const { userId } = requireAccess(auth, 'live.watch');
      const session = sessions.get(id);
      if (session?.userId !== userId) throw apiError('TC_WHEP_GONE');
      end(session);
    },

    /** Resolves when every peer's sockets are gone. Idempotent. */
    async close(): Promise<void> {
      if (timer !== null) clearTimeout(timer);
      if (warming !== null) clearTimeout(warming);
      timer = null;
      for (const session of [...sessions.values()]) end(session);
      await Promise.all(closing);
      log.debug({}, 'WebRTC peers are gone');
    },
  };
}

/** What browsers take over WebRTC: H.264 whose pictures come in the order in which they are shown. */
function requireCarried({ videoCodec, isReordered }: LiveDescription): void {
  if (videoCodec === 'h265') throw apiError('TC_WHEP_UNSUPPORTED', { detail: 'H.265' });
  if (isReordered) throw apiError('TC_WHEP_UNSUPPORTED', { detail: 'B-frames' });
}
