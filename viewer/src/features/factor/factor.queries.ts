import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import type { Role } from '@thapcanh/core/people/role';
import { api } from '../../api/api.ts';

export function useFactor() {
  return useQuery({
    queryKey: ['factor', 'own'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/v1/session/factor', { signal })),
  });
}

export function useBeginFactor() {
  return useMutation({
    mutationFn: (password: string) => dataOf(api.POST('/api/v1/session/factor', { body: { password } })),
  });
}

/** Gives the recovery codes, this once. */
export function useConfirmFactor() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (code: string) =>
      (await dataOf(api.POST('/api/v1/session/factor/confirm', { body: { code } }))).codes,
    onSuccess: () => invalidate(queries),
  });
}

/** New ones in place of all old ones. */
export function useRenewCodes() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (password: string) =>
      (await dataOf(api.POST('/api/v1/session/factor/recovery-codes', { body: { password } }))).codes,
    onSuccess: () => invalidate(queries),
  });
}

export function useEndFactor() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { password: string; code: string }) => api.POST('/api/v1/session/factor/end', { body }),
    onSuccess: () => invalidate(queries),
  });
}

/** Takes the second factor of somebody else away. */
export function useResetFactor() {
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/users/{id}/factor', { params: { path: { id } } }),
  });
}

/** Which roles need a second factor. */
export function useRoleRules() {
  return useQuery({
    queryKey: ['factor', 'roles'],
    queryFn: async ({ signal }) => (await dataOf(api.GET('/api/v1/roles', { signal }))).items,
  });
}

export function useSetRoleRule() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ role, needsSecondFactor }: { role: Role; needsSecondFactor: boolean }) =>
      api.PUT('/api/v1/roles/{role}', { params: { path: { role } }, body: { needsSecondFactor } }),
    onSettled: () => invalidate(queries),
  });
}

function invalidate(queries: ReturnType<typeof useQueryClient>): Promise<unknown> {
  return Promise.all(['factor', 'session'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
}
