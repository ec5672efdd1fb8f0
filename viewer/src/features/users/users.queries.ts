import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import type { Role } from '@thapcanh/core/people/role';
import { api, type User } from '../../api/api.ts';

export function useUsers(isEnabled = true) {
  return useQuery({
    queryKey: ['users'],
    enabled: isEnabled,
    queryFn: async ({ signal }): Promise<readonly User[]> => {
      const { items } = await dataOf(api.GET('/api/v1/users', { signal }));
      return items;
    },
  });
}

export function useCreateUser() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: { username: string; displayName: string; role?: Role; password: string }) => {
      const { data } = await api.POST('/api/v1/users', { body });
      if (data === undefined) throw new Error('a user was made without an answer');
      return data;
    },
    onSettled: () => Promise.all(['users', 'grants'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useSetUserActive() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, isActive }: { id: string; isActive: boolean }) =>
      api.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body: { isActive } }),
    onSettled: () => Promise.all(['users', 'sessions'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useSetUserPassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, password }: { id: string; password: string }) =>
      api.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body: { password } }),
    onSettled: () => Promise.all(['users', 'sessions'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}
