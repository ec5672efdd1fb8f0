import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { OperatingArea, OperatingAreaCreate, OperatingAreaUpdate } from './area.schema.ts';
import { areaIdCandidates, areaNameColumns } from './area-columns.ts';
import type { OperatingAreaRepository, OperatingAreaRow } from './operating-area.repository.ts';

const UNKNOWN_PART = { vi: 'có khu vực hoặc nhóm không tồn tại', en: 'an area or a group in it does not exist' };

export type OperatingAreaService = ReturnType<typeof createOperatingAreaService>;

/** Operating areas: sets of areas and camera groups across the tree, to be granted as one. */
export function createOperatingAreaService(deps: {
  sets: OperatingAreaRepository;
  clock: Clock;
  /** Called after a change that may put cameras into or out of somebody's reach. */
  onChanged: () => void;
}) {
  const { sets, clock, onChanged } = deps;

  async function find(id: string): Promise<OperatingArea> {
    const row = await sets.find(id);
    if (!row) throw apiError('TC_AREA_NOT_FOUND', { areaId: id });
    return operatingAreaView(row);
  }

  return {
    async list(auth: Auth): Promise<OperatingArea[]> {
      requireAccess(auth, 'area.manage');
      return (await sets.list()).map(operatingAreaView);
    },

    async get(auth: Auth, id: string): Promise<OperatingArea> {
      requireAccess(auth, 'area.manage');
      return find(id);
    },

    /** Throws `TC_AREA_ID_TAKEN` or `TC_AREA_SETTINGS_INVALID`. Without an id one is made from the name. */
    async create(auth: Auth, input: OperatingAreaCreate): Promise<OperatingArea> {
      const { actor } = requireAccess(auth, 'area.manage');
      const columns = { ...areaNameColumns(input.name), created_at: new Date(clock.nowMs()) };
      const candidates = areaIdCandidates(input.id, input.name);
      for (const id of candidates) {
        const result = await sets.insert(
          { id, ...columns },
          { areaIds: input.areaIds, groupIds: input.groupIds },
          actor,
        );
        if (result === 'done') return find(id);
        if (result === 'unknown-part') throw apiError('TC_AREA_SETTINGS_INVALID', { detail: UNKNOWN_PART });
      }
      throw apiError('TC_AREA_ID_TAKEN', { areaId: candidates[0] ?? '' });
    },

    /** An absent field stays. Throws `TC_VERSION_CONFLICT`, `TC_AREA_SETTINGS_INVALID`. */
    async update(auth: Auth, id: string, version: number, input: OperatingAreaUpdate): Promise<OperatingArea> {
      const { actor } = requireAccess(auth, 'area.manage');
      const before = await find(id);
      const columns = { ...areaNameColumns(input.name ?? before.name), updated_at: new Date(clock.nowMs()) };
      const parts = { areaIds: input.areaIds ?? before.areaIds, groupIds: input.groupIds ?? before.groupIds };
      const result = await sets.update(id, version, columns, parts, actor);
      if (result === 'unknown-part') throw apiError('TC_AREA_SETTINGS_INVALID', { detail: UNKNOWN_PART });
      if (result === 'outdated') throw apiError('TC_VERSION_CONFLICT');
      onChanged();
      return find(id);
    },

    /** Throws `TC_AREA_IN_USE` while a grant refers to it. */
    async remove(auth: Auth, id: string): Promise<void> {
      const { actor } = requireAccess(auth, 'area.manage');
      await find(id);
      if (!(await sets.remove(id, actor))) throw apiError('TC_AREA_IN_USE', { areaId: id });
    },
  };
}

function operatingAreaView(row: OperatingAreaRow): OperatingArea {
  const { id, name, area_ids: areaIds, group_ids: groupIds, cameras, version } = row;
  return { id, name, areaIds, groupIds, cameras, version };
}
