import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, isProblem, type SessionUser } from '../../api/api.ts';

/** Who is logged in; null when nobody is. */
export function useSession() {
  return useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }): Promise<SessionUser | null> => {
      try {
        const { user } = await dataOf(api.GET('/api/v1/session', { signal }));
        return user;
      } catch (error) {
        if (isProblem(error, 401)) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
}

export function useLogin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: { username: string; password: string; code?: string }) => {
      const { user } = await dataOf(api.POST('/api/v1/session', { body }));
      return user;
    },
    onSuccess: (user) => queries.setQueryData(['session'], user),
  });
}

export function useLogout() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.DELETE('/api/v1/session'),
    onSettled: () => {
      queries.clear();
      queries.setQueryData(['session'], null);
    },
  });
}

export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { current: string; next: string }) => api.PUT('/api/v1/session/password', { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['session'] }),
  });
}
