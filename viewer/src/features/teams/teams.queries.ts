import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type Team } from '../../api/api.ts';

export function useTeams(isEnabled = true) {
  return useQuery({
    queryKey: ['teams'],
    enabled: isEnabled,
    queryFn: async ({ signal }): Promise<readonly Team[]> => {
      const { items } = await dataOf(api.GET('/api/v1/teams', { signal }));
      return items;
    },
  });
}

/** Adds a team or edits the existing one; fails with 412 when somebody else edited it meanwhile. */
export function useSaveTeam() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({
      body,
      existing,
    }: {
      body: { name: string; memberIds: string[]; oidcGroup: string | null };
      existing: Team | null;
    }) => {
      if (existing === null) return api.POST('/api/v1/teams', { body });
      return api.PATCH('/api/v1/teams/{id}', {
        params: { path: { id: existing.id } },
        headers: { 'if-match': `"${existing.version}"` },
        body,
      });
    },
    onSettled: () => Promise.all(['teams', 'users'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useDeleteTeam() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/teams/{id}', { params: { path: { id } } }),
    onSettled: () =>
      Promise.all(['teams', 'grants', 'users'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}
