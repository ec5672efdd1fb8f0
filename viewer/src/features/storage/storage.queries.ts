import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type CameraGroup, type DeletionPage, type StorageOverview } from '../../api/api.ts';

const PAGE_SIZE = 50;

/** Disks, recordings and the deletion breaker of every node, and what each group of cameras holds. */
export function useStorage() {
  return useQuery({
    queryKey: ['storage', 'overview'],
    queryFn: ({ signal }): Promise<StorageOverview> => dataOf(api.GET('/api/v1/storage', { signal })),
    refetchInterval: 15_000,
  });
}

/** The groups of cameras with their limits; administrators only. */
export function useCameraGroups() {
  return useQuery({
    queryKey: ['storage', 'groups'],
    queryFn: async ({ signal }): Promise<readonly CameraGroup[]> => {
      const { items } = await dataOf(api.GET('/api/v1/camera-groups', { signal }));
      return items;
    },
  });
}

/** Deleted recordings, newest first, page by page; of one camera or of all (empty id). */
export function useDeletions(cameraId: string) {
  return useInfiniteQuery({
    queryKey: ['storage', 'deletions', cameraId],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }): Promise<DeletionPage> => {
      const query = {
        limit: PAGE_SIZE,
        ...(cameraId === '' ? {} : { cameraId }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return dataOf(api.GET('/api/v1/deletions', { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next,
  });
}

/** A person's word about a node's store: `close` lets deletion go on, `accept` takes a replaced disk for the store. */
export function useStoreDecision(kind: 'close' | 'accept') {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { nodeId: string; note: string }) =>
      dataOf(api.POST(kind === 'close' ? '/api/v1/storage/breaker/close' : '/api/v1/storage/accept', { body })),
    onSuccess: (overview) => queries.setQueryData(['storage', 'overview'], overview),
    onSettled: () => queries.invalidateQueries({ queryKey: ['storage', 'overview'] }),
  });
}

export interface GroupBody {
  readonly name: string;
  readonly keepDays: number;
  readonly maxBytes: number | null;
  readonly moveAfterHours: number | null;
}

/** Creates a group, or edits it when `existing` is given; fails with 412 when somebody else edited it meanwhile. */
export function useSaveGroup() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ body, existing }: { body: GroupBody; existing: CameraGroup | null }) => {
      if (existing === null) return api.POST('/api/v1/camera-groups', { body });
      return api.PATCH('/api/v1/camera-groups/{id}', {
        params: { path: { id: existing.id } },
        headers: { 'if-match': `"${existing.version}"` },
        body,
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['storage'] }),
  });
}

export function useDeleteGroup() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/camera-groups/{id}', { params: { path: { id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['storage'] }),
  });
}
