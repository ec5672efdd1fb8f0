import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import type { paths } from '@thapcanh/api-client/schema';
import { type ApiKey, api } from '../../api/api.ts';

export type KeyBody = paths['/api/v1/keys']['post']['requestBody']['content']['application/json'];

/** Newest first, revoked and expired ones too. */
export function useKeys() {
  return useQuery({
    queryKey: ['keys'],
    queryFn: async ({ signal }): Promise<readonly ApiKey[]> => {
      const { items } = await dataOf(api.GET('/api/v1/keys', { signal }));
      return items;
    },
  });
}

/** Gives the secret, this once. */
export function useCreateKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: KeyBody) => {
      const { data } = await api.POST('/api/v1/keys', { body });
      if (data === undefined) throw new Error('a key was made without an answer');
      return data.secret;
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });
}

export function useRevokeKey() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/keys/{id}', { params: { path: { id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['keys'] }),
  });
}
