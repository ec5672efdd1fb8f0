import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { CameraScope } from '../identity/camera-scope.ts';
import type { AreaRepository, AreaRow } from './area.repository.ts';
import type { Area, AreaCreate, AreaUpdate } from './area.schema.ts';
import { areaIdCandidates, areaNameColumns } from './area-columns.ts';

const MISPLACED = { vi: 'sai cấp trên', en: 'wrong parent' };

export type AreaService = ReturnType<typeof createAreaService>;

/** The tree of places that cameras stand in: provinces, their wards, their sites. */
export function createAreaService(deps: {
  areas: AreaRepository;
  clock: Clock;
  /** Called after a change that may put cameras into or out of somebody's reach. */
  onChanged: () => void;
}) {
  const { areas, clock, onChanged } = deps;

  async function find(id: string, scope: CameraScope): Promise<Area> {
    const row = await areas.find(id, scope);
    if (!row) throw apiError('TC_AREA_NOT_FOUND', { areaId: id });
    return areaView(row);
  }

  return {
    async list(auth: Auth): Promise<Area[]> {
      const { scope } = requireAccess(auth, 'camera.view');
      return (await areas.list(scope)).map(areaView);
    },

    async get(auth: Auth, id: string): Promise<Area> {
      const { scope } = requireAccess(auth, 'camera.view');
      return find(id, scope);
    },

    /** Throws `TC_AREA_ID_TAKEN` or `TC_AREA_SETTINGS_INVALID`. Without an id one is made from the name. */
    async create(auth: Auth, input: AreaCreate): Promise<Area> {
      const { scope, actor } = requireAccess(auth, 'area.manage');
      const parentId = input.parentId ?? null;
      if ((input.kind === 'province') !== (parentId === null)) {
        throw apiError('TC_AREA_SETTINGS_INVALID', { detail: MISPLACED });
      }
      const columns = {
        parent_id: parentId,
        kind: input.kind,
        ...areaNameColumns(input.name),
        created_at: new Date(clock.nowMs()),
      };
      const candidates = areaIdCandidates(input.id, input.name);
      for (const id of candidates) {
        const result = await areas.insert({ id, ...columns }, actor);
        if (result === 'done') return find(id, scope);
        if (result === 'misplaced') throw apiError('TC_AREA_SETTINGS_INVALID', { detail: MISPLACED });
      }
      throw apiError('TC_AREA_ID_TAKEN', { areaId: candidates[0] ?? '' });
    },

    /** An absent field stays. Throws `TC_VERSION_CONFLICT`, `TC_AREA_SETTINGS_INVALID`. */
    async update(auth: Auth, id: string, version: number, input: AreaUpdate): Promise<Area> {
      const { scope, actor } = requireAccess(auth, 'area.manage');
      const area = await find(id, scope);
      if (area.kind === 'province' && input.parentId !== undefined) {
        throw apiError('TC_AREA_SETTINGS_INVALID', { detail: MISPLACED });
      }
      const changes = {
        ...(input.name !== undefined && areaNameColumns(input.name)),
        ...(input.parentId !== undefined && { parent_id: input.parentId }),
      };
      const result = await areas.update(id, version, changes, new Date(clock.nowMs()), actor);
      if (result === 'misplaced') throw apiError('TC_AREA_SETTINGS_INVALID', { detail: MISPLACED });
      if (result === 'outdated') throw apiError('TC_VERSION_CONFLICT');
      onChanged();
      return find(id, scope);
    },

    /** Throws `TC_AREA_IN_USE` while areas, cameras, operating areas or grants refer to it. */
    async remove(auth: Auth, id: string): Promise<void> {
      const { scope, actor } = requireAccess(auth, 'area.manage');
      await find(id, scope);
      if (!(await areas.remove(id, actor))) throw apiError('TC_AREA_IN_USE', { areaId: id });
    },
  };
}

function areaView(row: AreaRow): Area {
  const { id, parent_id, kind, name, cameras, version } = row;
  return { id, parentId: parent_id, kind, name, cameras, version };
}
