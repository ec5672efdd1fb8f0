import type { Clock } from '@thapcanh/core/time/clock';
import { slugOf } from '../cameras/camera-slug.ts';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { CameraGroupColumns, CameraGroupRepository, CameraGroupRow } from './camera-group.repository.ts';
import type { CameraGroup, CameraGroupCreate, CameraGroupUpdate } from './camera-group.schema.ts';

/** Cameras of nobody's choosing are in it, so it is always there. */
const DEFAULT_GROUP = 'default';

export type CameraGroupService = ReturnType<typeof createCameraGroupService>;

/** Groups of cameras and how long their recordings are kept. */
export function createCameraGroupService(deps: { groups: CameraGroupRepository; clock: Clock }) {
  const { groups, clock } = deps;

  async function find(id: string): Promise<CameraGroup> {
    const row = await groups.find(id);
    if (!row) throw apiError('TC_GROUP_NOT_FOUND', { groupId: id });
    return groupView(row);
  }

  return {
    async list(auth: Auth): Promise<CameraGroup[]> {
      requireAccess(auth, 'storage.view');
      return (await groups.list()).map(groupView);
    },

    async get(auth: Auth, id: string): Promise<CameraGroup> {
      requireAccess(auth, 'storage.view');
      return find(id);
    },

    /** Throws `TC_GROUP_ID_TAKEN` or `TC_GROUP_SETTINGS_INVALID`. Without an id one is made from the name. */
    async create(auth: Auth, input: CameraGroupCreate): Promise<CameraGroup> {
      const { actor } = requireAccess(auth, 'storage.manage');
      const columns: CameraGroupColumns = {
        name: nameOf(input.name),
        keep_days: input.keepDays,
        max_bytes: input.maxBytes ?? null,
        move_after_hours: input.moveAfterHours ?? null,
      };
      const base = slugOf(input.name) ?? 'nhom';
      const candidates =
        input.id === undefined ? [base, ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${base}-${n}`)] : [input.id];
      for (const id of candidates) {
        if (await groups.insert(id, columns, actor, new Date(clock.nowMs()))) return find(id);
      }
      throw apiError('TC_GROUP_ID_TAKEN', { groupId: candidates[0] ?? '' });
    },

    /** An absent field stays. Throws `TC_VERSION_CONFLICT` when the group is no longer at `version`. */
    async update(auth: Auth, id: string, version: number, input: CameraGroupUpdate): Promise<CameraGroup> {
      const { actor } = requireAccess(auth, 'storage.manage');
      await find(id);
      const changes: Partial<CameraGroupColumns> = {
        ...(input.name !== undefined && { name: nameOf(input.name) }),
        ...(input.keepDays !== undefined && { keep_days: input.keepDays }),
        ...(input.maxBytes !== undefined && { max_bytes: input.maxBytes }),
        ...(input.moveAfterHours !== undefined && { move_after_hours: input.moveAfterHours }),
      };
      const isAtVersion = await groups.update(id, version, changes, actor, new Date(clock.nowMs()));
      if (!isAtVersion) throw apiError('TC_VERSION_CONFLICT');
      return find(id);
    },

    /** Throws `TC_GROUP_IN_USE` while cameras are in it, and for the one that all new cameras are in. */
    async remove(auth: Auth, id: string): Promise<void> {
      const { actor } = requireAccess(auth, 'storage.manage');
      const group = await find(id);
      if (id === DEFAULT_GROUP || !(await groups.remove(id, actor))) {
        throw apiError('TC_GROUP_IN_USE', { groupId: id, cameras: group.cameras });
      }
    },
  };
}

function groupView(row: CameraGroupRow): CameraGroup {
  return {
    id: row.id,
    name: row.name,
    keepDays: row.keep_days,
    maxBytes: row.max_bytes,
    moveAfterHours: row.move_after_hours,
    cameras: row.cameras,
    version: row.version,
  };
}

function nameOf(name: string): string {
  const trimmed = name.normalize('NFC').trim();
  if (trimmed === '')
    throw apiError('TC_GROUP_SETTINGS_INVALID', { detail: { vi: 'tên để trống', en: 'the name is empty' } });
  return trimmed;
}
