import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import type { Role } from '@thapcanh/core/people/role';
import { api, type User } from '../../api/api.ts';

export function useUsers() {
  return useQuery({
    queryKey: ['users'],
    queryFn: async ({ signal }): Promise<readonly User[]> => {
      const { items } = await dataOf(api.GET('/api/v1/users', { signal }));
      return items;
    },
  });
}

export function useCreateUser() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { username: string; displayName: string; role: Role; password: string }) =>
      api.POST('/api/v1/users', { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });
}

export function useSetUserActive() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, isActive }: { id: string; isActive: boolean }) =>
      api.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body: { isActive } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });
}
