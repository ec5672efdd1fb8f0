import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type OpenSession } from '../../api/api.ts';

/** The open sessions of a user, the one used last first; null: the own ones. */
export function useOpenSessions(userId: string | null) {
  return useQuery({
    queryKey: ['sessions', userId],
    queryFn: async ({ signal }): Promise<readonly OpenSession[]> => {
      const asked =
        userId === null
          ? api.GET('/api/v1/sessions', { signal })
          : api.GET('/api/v1/users/{id}/sessions', { params: { path: { id: userId } }, signal });
      return (await dataOf(asked)).items;
    },
  });
}

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
}

/** Of a user every one; of one's own (null) every other. */
export function useEndSessions() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (userId: string | null) =>
      userId === null
        ? api.DELETE('/api/v1/sessions')
        : api.DELETE('/api/v1/users/{id}/sessions', { params: { path: { id: userId } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
}
