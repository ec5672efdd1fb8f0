import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Access, type Auth, hasPermission, requireAccess } from '../identity/access.ts';
import type { CameraScope } from '../identity/camera-scope.ts';
import type { Permission } from '../identity/permissions.ts';
import type { WallRepository, WallRow } from './wall.repository.ts';
import type { LockRequest, PushRequest, ReturnRequest } from './wall.schema.ts';
import type { WallContent } from './wall-content.schema.ts';
import type { PanelHand, StandingLock, WallPanelRepository } from './wall-panel.repository.ts';
import { requireClip } from './wall-settings.ts';
import { contentCameras, standingOn } from './wall-view.ts';

export type WallControlService = ReturnType<typeof createWallControlService>;

/**
 * What consoles do to a wall: switch its preset, put something on a panel, hold a panel. Whoever holds one keeps it until
 * the lock runs out; others meet `TC_WALL_PANEL_LOCKED`, and only who may manage walls breaks a lock, by saying so.
 */
export function createWallControlService(deps: {
  walls: WallRepository;
  panels: WallPanelRepository;
  clock: Clock;
  /** Called after a change that may put cameras into or out of the reach of a wall's screens. */
  onChanged: () => void;
}) {
  const { walls, panels, clock, onChanged } = deps;

  async function find(id: string, scope: CameraScope, panel: number | null = null): Promise<WallRow> {
    const row = await walls.find(id, scope);
    if (row === null) throw apiError('TC_WALL_NOT_FOUND', { wallId: id });
    const isThere = row.screens.some((screen) => screen.panels.some(({ number }) => number === panel));
    if (panel !== null && !isThere) throw apiError('TC_WALL_PANEL_NOT_FOUND', { panel });
    return row;
  }

  /** Throws `TC_CAMERA_NOT_FOUND` or `TC_WALL_INCIDENT_NOT_FOUND` for what lies beyond the reach of whoever shows it. */
  async function requireReach(auth: Auth, content: WallContent): Promise<void> {
    requireClip(content);
    if (content.kind === 'map') return;
    if (content.kind === 'incident') {
      const { scope } = requireAccess(auth, 'incident.view');
      const [incident] = await panels.incidents([content.incidentId]);
      const within = await panels.camerasWithin(incident?.camera_ids ?? [], scope);
      if (within.size === 0) throw apiError('TC_WALL_INCIDENT_NOT_FOUND');
      return;
    }
    const needed: Permission = content.kind === 'clip' ? 'recording.watch' : 'live.watch';
    const wanted = contentCameras(content);
    for (const permission of ['wall.control', needed] as const) {
      const within = await panels.camerasWithin(wanted, requireAccess(auth, permission).scope);
      const missing = wanted.find((cameraId) => !within.has(cameraId));
      if (missing !== undefined) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: missing });
    }
  }

  function handOf(auth: Auth, { userId, displayName, actor }: Access, isForced: boolean | undefined): PanelHand {
    if (isForced === true && !hasPermission(auth, 'wall.manage')) {
      throw apiError('TC_ACCESS_DENIED', { permission: 'wall.manage' });
    }
    return { userId, userName: displayName, actor, now: new Date(clock.nowMs()), mayBreak: isForced === true };
  }

  function finish(panel: number, lock: StandingLock | null): void {
    if (lock !== null) {
      const seconds = Math.max(1, Math.ceil((lock.until.getTime() - clock.nowMs()) / 1_000));
      throw apiError('TC_WALL_PANEL_LOCKED', { name: lock.name, panel, seconds });
    }
    onChanged();
  }

  const untilOf = (now: Date, seconds: number): Date | null =>
    seconds === 0 ? null : new Date(now.getTime() + seconds * 1_000);

  return {
    /** Panels that somebody holds stay as they are. Throws `TC_WALL_PRESET_NOT_FOUND`. */
    async switchPreset(auth: Auth, id: string, number: number): Promise<void> {
      const access = requireAccess(auth, 'wall.control');
      const row = await find(id, access.scope);
      if (!row.presets.some((preset) => preset.number === number)) {
        throw apiError('TC_WALL_PRESET_NOT_FOUND', { number });
      }
      await panels.switchPreset(id, number, handOf(auth, access, false));
      onChanged();
    },

    /** Throws `TC_WALL_PANEL_LOCKED`, `TC_WALL_PANEL_NOT_FOUND`, `TC_CAMERA_NOT_FOUND` and what is wrong with the content. */
    async push(auth: Auth, id: string, panel: number, input: PushRequest): Promise<void> {
      const access = requireAccess(auth, 'wall.control');
      await find(id, access.scope, panel);
      await requireReach(auth, input.content);
      const hand = handOf(auth, access, input.isForced);
      const lockedUntil = untilOf(hand.now, input.lockSeconds ?? 0);
      finish(panel, await panels.push(id, panel, { content: input.content, lockedUntil, isLock: false }, hand));
    },

    /** Holds what the panel shows, an alarm too; 0 seconds let it go. Throws `TC_WALL_PANEL_LOCKED` or `TC_WALL_PANEL_EMPTY`. */
    async lock(auth: Auth, id: string, panel: number, { seconds, isForced }: LockRequest): Promise<void> {
      const access = requireAccess(auth, 'wall.control');
      const row = await find(id, access.scope, panel);
      const hand = handOf(auth, access, isForced);
      if (seconds === 0) return finish(panel, await panels.unlock(id, panel, hand));
      const [pushes, alarms] = await Promise.all([panels.pushes(id), panels.alarms(id)]);
      const { content } = standingOn(row, panel, { pushes, alarms, nowMs: hand.now.getTime() });
      if (content === null) throw apiError('TC_WALL_PANEL_EMPTY', { panel });
      const held = { content, lockedUntil: untilOf(hand.now, seconds), isLock: true };
      finish(panel, await panels.push(id, panel, held, hand));
    },

    /** The panel shows what the preset says. Throws `TC_WALL_PANEL_LOCKED`. */
    async returnToPreset(auth: Auth, id: string, panel: number, { isForced }: ReturnRequest): Promise<void> {
      const access = requireAccess(auth, 'wall.control');
      await find(id, access.scope, panel);
      finish(panel, await panels.returnToPreset(id, panel, handOf(auth, access, isForced)));
    },
  };
}
