import { randomUUID } from 'node:crypto';
import { foldText } from '@thapcanh/core/text/fold-text';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { Team, TeamCreate, TeamUpdate } from './grant.schema.ts';
import type { TeamRepository, TeamRow } from './team.repository.ts';

export type TeamService = ReturnType<typeof createTeamService>;

/** Teams: people who are granted things together. */
export function createTeamService(deps: {
  teams: TeamRepository;
  clock: Clock;
  /** Called after every change of who may do what. */
  onChanged: () => void;
}) {
  const { teams, clock, onChanged } = deps;

  async function find(id: string): Promise<Team> {
    const row = await teams.find(id);
    if (!row) throw apiError('TC_TEAM_NOT_FOUND');
    return teamView(row);
  }

  return {
    async list(auth: Auth): Promise<Team[]> {
      requireAccess(auth, 'user.manage');
      return (await teams.list()).map(teamView);
    },

    /** Throws `TC_TEAM_NAME_TAKEN` or `TC_USER_NOT_FOUND`. */
    async create(auth: Auth, input: TeamCreate): Promise<Team> {
      const { actor } = requireAccess(auth, 'user.manage');
      const id = randomUUID();
      const oidc_group = input.oidcGroup ?? null;
      const team = { id, ...nameColumns(input.name), oidc_group, created_at: new Date(clock.nowMs()) };
      refuse(await teams.insert(team, input.memberIds, actor), team.name);
      onChanged();
      return find(id);
    },

    /** An absent field stays. Throws `TC_VERSION_CONFLICT`, `TC_LAST_ADMIN` and what `create` throws. */
    async update(auth: Auth, id: string, version: number, input: TeamUpdate): Promise<Team> {
      const { actor } = requireAccess(auth, 'user.manage');
      const before = await find(id);
      const oidc_group = input.oidcGroup === undefined ? before.oidcGroup : input.oidcGroup;
      const columns = { ...nameColumns(input.name ?? before.name), oidc_group, updated_at: new Date(clock.nowMs()) };
      refuse(await teams.update(id, version, columns, input.memberIds ?? before.memberIds, actor), columns.name);
      onChanged();
      return find(id);
    },

    /** What was granted to it ends. Throws `TC_LAST_ADMIN`. */
    async remove(auth: Auth, id: string): Promise<void> {
      const { actor } = requireAccess(auth, 'user.manage');
      const { name } = await find(id);
      refuse(await teams.remove(id, actor), name);
      onChanged();
    },
  };
}

function refuse(result: 'done' | 'taken' | 'unknown-member' | 'outdated' | 'last-admin', name: string): void {
  if (result === 'taken') throw apiError('TC_TEAM_NAME_TAKEN', { name });
  if (result === 'unknown-member') throw apiError('TC_USER_NOT_FOUND');
  if (result === 'outdated') throw apiError('TC_VERSION_CONFLICT');
  if (result === 'last-admin') throw apiError('TC_LAST_ADMIN');
}

function nameColumns(name: string): { name: string; name_key: string } {
  const trimmed = name.normalize('NFC').trim();
  if (trimmed === '') throw apiError('TC_REQUEST_INVALID', { detail: 'name' });
  return { name: trimmed, name_key: foldText(trimmed) };
}

function teamView(row: TeamRow): Team {
  const { id, name, member_ids: memberIds, oidc_group: oidcGroup, version } = row;
  return { id, name, memberIds, oidcGroup, version };
}
