import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import type { Purpose } from '@thapcanh/core/people/purpose';
import type { Role } from '@thapcanh/core/people/role';
import { api, type Grant } from '../../api/api.ts';

/** Whose grants: a person's own or a team's. */
export type GrantHolder = { readonly userId: string } | { readonly teamId: string };

/** Every grant, oldest first. */
export function useGrants() {
  return useQuery({
    queryKey: ['grants'],
    queryFn: async ({ signal }): Promise<readonly Grant[]> => {
      const { items } = await dataOf(api.GET('/api/v1/grants', { signal }));
      return items;
    },
  });
}

export interface GrantBody {
  readonly role: Role;
  readonly scope: Grant['scope'];
  readonly purposes: Purpose[];
}

export function useCreateGrant() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: GrantBody & GrantHolder) => api.POST('/api/v1/grants', { body }),
    onSettled: () => invalidatePeople(queries),
  });
}

export function useRemoveGrant() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/grants/{id}', { params: { path: { id } } }),
    onSettled: () => invalidatePeople(queries),
  });
}

/** A grant changes roles of users, and perhaps what the person who gives it may see. */
function invalidatePeople(queries: ReturnType<typeof useQueryClient>): Promise<unknown> {
  return Promise.all(['grants', 'users', 'session'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
}
