import { randomUUID } from 'node:crypto';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { GrantRepository, GrantRow } from './grant.repository.ts';
import type { Grant, GrantCreate, GrantQuery } from './grant.schema.ts';

const NO_OWNER = { vi: 'chọn một người hoặc một đội', en: 'choose either a person or a team' };
const NO_PLACE = { vi: 'chọn toàn bộ hoặc ít nhất một nơi', en: 'choose everything or at least one place' };
const UNKNOWN = {
  vi: 'người, đội, khu vực hoặc nhóm không tồn tại',
  en: 'the person, team, area or group does not exist',
};

export type GrantService = ReturnType<typeof createGrantService>;

/** Who has which role on which cameras and for what. A grant is made and removed, never edited. */
export function createGrantService(deps: {
  grants: GrantRepository;
  clock: Clock;
  /** Called after every change of who may do what. */
  onChanged: () => void;
}) {
  const { grants, clock, onChanged } = deps;

  async function find(id: string): Promise<Grant> {
    const row = await grants.find(id);
    if (!row) throw apiError('TC_GRANT_NOT_FOUND');
    return grantView(row);
  }

  return {
    async list(auth: Auth, query: GrantQuery): Promise<Grant[]> {
      requireAccess(auth, 'user.manage');
      return (await grants.list({ userId: query.userId ?? null, teamId: query.teamId ?? null })).map(grantView);
    },

    /** In force when it resolves. Throws `TC_GRANT_INVALID`. */
    async create(auth: Auth, input: GrantCreate): Promise<Grant> {
      const { userId, actor } = requireAccess(auth, 'user.manage');
      const { isEverything, areaIds, operatingAreaIds, groupIds } = input.scope;
      const places = areaIds.length + operatingAreaIds.length + groupIds.length;
      if ((input.userId === undefined) === (input.teamId === undefined)) throw invalid(NO_OWNER);
      if (isEverything === places > 0) throw invalid(NO_PLACE);
      const id = randomUUID();
      const grant = {
        id,
        user_id: input.userId ?? null,
        team_id: input.teamId ?? null,
        role: input.role,
        is_everything: isEverything,
        purposes: input.purposes,
        created_by: userId,
        created_at: new Date(clock.nowMs()),
      };
      if (!(await grants.insert(grant, input.scope, actor))) throw invalid(UNKNOWN);
      onChanged();
      return find(id);
    },

    /** Throws `TC_GRANT_NOT_FOUND` or `TC_LAST_ADMIN`. */
    async remove(auth: Auth, id: string): Promise<void> {
      const { actor } = requireAccess(auth, 'user.manage');
      await find(id);
      if ((await grants.remove(id, actor)) === 'last-admin') throw apiError('TC_LAST_ADMIN');
      onChanged();
    },
  };
}

function invalid(detail: { vi: string; en: string }) {
  return apiError('TC_GRANT_INVALID', { detail });
}

function grantView(row: GrantRow): Grant {
  return {
    id: row.id,
    userId: row.user_id,
    teamId: row.team_id,
    role: row.role,
    scope: {
      isEverything: row.is_everything,
      areaIds: row.area_ids,
      operatingAreaIds: row.operating_area_ids,
      groupIds: row.group_ids,
    },
    purposes: row.purposes,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by_name,
  };
}
