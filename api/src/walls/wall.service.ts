import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Access, type Auth, requireAccess } from '../identity/access.ts';
import type { CameraScope } from '../identity/camera-scope.ts';
import type { WallColumns, WallRepository, WallRow } from './wall.repository.ts';
import type { Wall, WallCreate, WallSummary, WallUpdate } from './wall.schema.ts';
import type { WallPanelRepository } from './wall-panel.repository.ts';
import { checkedPresets, checkedScreens, wallIdCandidates, wallNameColumns } from './wall-settings.ts';
import { camerasOf, contentCameras, incidentIdsOf, wallSummary, wallView } from './wall-view.ts';

export type WallService = ReturnType<typeof createWallService>;

/** Walls as they are arranged and as they stand: what a viewer may not see of one is `hidden`. */
export function createWallService(deps: {
  walls: WallRepository;
  panels: WallPanelRepository;
  clock: Clock;
  /** Called after a change that may put cameras into or out of the reach of a wall's screens. */
  onChanged: () => void;
}) {
  const { walls, panels, clock, onChanged } = deps;

  async function find(id: string, scope: CameraScope): Promise<WallRow> {
    const row = await walls.find(id, scope);
    if (row === null) throw apiError('TC_WALL_NOT_FOUND', { wallId: id });
    return row;
  }

  async function view(row: WallRow, { scope, userId }: Pick<Access, 'scope' | 'userId'>): Promise<Wall> {
    const [pushes, alarms] = await Promise.all([panels.pushes(row.id), panels.alarms(row.id)]);
    const ids = incidentIdsOf(row, pushes);
    const incidents = ids.length === 0 ? [] : await panels.incidents(ids);
    const state = { pushes, alarms, incidents, userId, nowMs: clock.nowMs() };
    if (scope.kind === 'everything') return wallView(row, { ...state, maySee: () => true });
    const seen = await panels.camerasWithin(camerasOf(row, state), scope);
    return wallView(row, { ...state, maySee: (cameraId) => seen.has(cameraId) });
  }

  async function columnsOf(input: WallUpdate, before: WallRow | null, scope: CameraScope): Promise<WallColumns> {
    const areaId = input.areaId === undefined ? (before?.area_id ?? null) : input.areaId;
    if (areaId !== null && !(await walls.areaExists(areaId))) throw apiError('TC_AREA_NOT_FOUND', { areaId });
    const screens = input.screens === undefined ? (before?.screens ?? []) : checkedScreens(input.screens);
    const presets = checkedPresets(input.presets ?? before?.presets ?? [], screens);
    if (input.presets !== undefined) {
      const wanted = [
        ...new Set(presets.flatMap(({ tiles }) => tiles.flatMap((tile) => contentCameras(tile.content)))),
      ];
      const within = await panels.camerasWithin(wanted, scope);
      const missing = wanted.find((cameraId) => !within.has(cameraId));
      if (missing !== undefined) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: missing });
    }
    return { ...wallNameColumns(input.name ?? before?.name ?? ''), area_id: areaId, screens, presets };
  }

  return {
    async list(auth: Auth): Promise<WallSummary[]> {
      const { scope } = requireAccess(auth, 'wall.view');
      return (await walls.list(scope)).map(wallSummary);
    },

    async get(auth: Auth, id: string): Promise<Wall> {
      const access = requireAccess(auth, 'wall.view');
      return view(await find(id, access.scope), access);
    },

    /** Throws `TC_WALL_ID_TAKEN`, `TC_WALL_SETTINGS_INVALID`, `TC_AREA_NOT_FOUND` or `TC_CAMERA_NOT_FOUND`. */
    async create(auth: Auth, input: WallCreate): Promise<Wall> {
      const access = requireAccess(auth, 'wall.manage');
      const columns = { ...(await columnsOf(input, null, access.scope)), created_at: new Date(clock.nowMs()) };
      const candidates = wallIdCandidates(input.id, input.name);
      for (const id of candidates) {
        if (await walls.insert({ id, ...columns }, access.actor)) return view(await find(id, access.scope), access);
      }
      throw apiError('TC_WALL_ID_TAKEN', { wallId: candidates[0] ?? '' });
    },

    /** An absent field stays. Throws `TC_VERSION_CONFLICT` and what `create` throws. */
    async update(auth: Auth, id: string, version: number, input: WallUpdate): Promise<Wall> {
      const access = requireAccess(auth, 'wall.manage');
      const columns = await columnsOf(input, await find(id, access.scope), access.scope);
      const at = { updated_at: new Date(clock.nowMs()) };
      if (!(await walls.update(id, version, { ...columns, ...at }, access.actor)))
        throw apiError('TC_VERSION_CONFLICT');
      onChanged();
      return view(await find(id, access.scope), access);
    },

    async remove(auth: Auth, id: string): Promise<void> {
      const { scope, actor } = requireAccess(auth, 'wall.manage');
      await find(id, scope);
      await walls.remove(id, actor);
      onChanged();
    },
  };
}
