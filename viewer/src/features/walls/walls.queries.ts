import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type TileContent, type Wall, type WallSummary } from '../../api/api.ts';

/** The walls that the person may see. */
export function useWalls(isWanted = true) {
  return useQuery({
    queryKey: ['walls', 'list'],
    enabled: isWanted,
    queryFn: async ({ signal }): Promise<readonly WallSummary[]> => {
      const { items } = await dataOf(api.GET('/api/v1/walls', { signal }));
      return items;
    },
  });
}

/** A wall and what stands on it; refreshed by live events, and every 5 s in case one was missed. */
export function useWall(id: string | null) {
  return useQuery({
    queryKey: ['walls', 'one', id],
    enabled: id !== null,
    queryFn: ({ signal }): Promise<Wall> =>
      dataOf(api.GET('/api/v1/walls/{id}', { params: { path: { id: id ?? '' } }, signal })),
    refetchInterval: 5_000,
    refetchIntervalInBackground: true,
  });
}

export type PanelOrder =
  | { readonly kind: 'push'; readonly panel: number; readonly content: TileContent; readonly lockSeconds?: number }
  | { readonly kind: 'lock'; readonly panel: number; readonly seconds: number }
  | { readonly kind: 'return'; readonly panel: number }
  | { readonly kind: 'preset'; readonly number: number };

/** What a console does to a wall; `isForced` breaks the lock of somebody else. */
export function useWallOrder(wallId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ order, isForced = false }: { order: PanelOrder; isForced?: boolean }) => {
      if (order.kind === 'preset') {
        const params = { path: { id: wallId } };
        return api.POST('/api/v1/walls/{id}/preset', { params, body: { number: order.number } });
      }
      const params = { path: { id: wallId, panel: order.panel } };
      if (order.kind === 'lock') {
        const body = { seconds: order.seconds, isForced };
        return api.POST('/api/v1/walls/{id}/panels/{panel}/lock', { params, body });
      }
      if (order.kind === 'return') {
        return api.POST('/api/v1/walls/{id}/panels/{panel}/return', { params, body: { isForced } });
      }
      const { content, lockSeconds = 0 } = order;
      const body = { content, lockSeconds, isForced };
      return api.POST('/api/v1/walls/{id}/panels/{panel}/push', { params, body });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['walls'] }),
  });
}
