import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type HoldPage } from '../../api/api.ts';

const PAGE_SIZE = 50;

/** Evidence holds in force, or released ones, newest first, page by page. */
export function useHolds(isActive: boolean) {
  return useInfiniteQuery({
    queryKey: ['storage', 'holds', isActive],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<HoldPage> => {
      const query = { isActive, limit: PAGE_SIZE, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return dataOf(api.GET('/api/v1/holds', { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next,
  });
}

export function useCreateHold() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { cameraId: string; from: string; to: string; reason: string }) =>
      api.POST('/api/v1/holds', { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['storage', 'holds'] }),
  });
}

export function useReleaseHold() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      api.POST('/api/v1/holds/{id}/release', { params: { path: { id } }, body: { reason } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['storage', 'holds'] }),
  });
}
