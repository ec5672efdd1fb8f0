import { areaPath } from '../areas/area-tree.ts';
import { useAreas } from '../areas/areas.queries.ts';
import { useCameras } from '../cameras/cameras.queries.ts';
import { mayDo } from '../session/may-do.ts';
import { useSession } from '../session/session.queries.ts';
import { useTeams } from '../teams/teams.queries.ts';
import { useUsers } from '../users/users.queries.ts';

const PEOPLE = new Set(['user', 'user_id', 'memberIds']);
const TEAMS = new Set(['team', 'team_id']);
const AREAS = new Set(['area', 'areaId', 'area_id', 'areaIds', 'parentId', 'parent_id']);

/** The name of what an entry names by id, as it is called now; what is gone, or hidden from the reader, stays an id. */
export function useAuditNames(): (field: string, id: string) => string {
  const session = useSession();
  const isManager = mayDo(session.data, 'user.manage');
  const cameras = useCameras();
  const areas = useAreas();
  const users = useUsers(isManager);
  const teams = useTeams(isManager);
  return (field, id) => {
    if (AREAS.has(field)) return areaPath(areas.data ?? [], id);
    if (PEOPLE.has(field)) return users.data?.find((user) => user.id === id)?.displayName ?? id;
    if (TEAMS.has(field)) return teams.data?.find((team) => team.id === id)?.name ?? id;
    if (field === 'camera') return cameras.data?.find((camera) => camera.id === id)?.name ?? id;
    return id;
  };
}
