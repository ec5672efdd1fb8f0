import { useQuery } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type Camera } from '../../api/api.ts';

const FEW_CAMERAS = 100;

/** All cameras with their state; refreshed by live events, and every 10 s (of many every 30 s) in case one was missed. */
export function useCameras() {
  return useQuery({
    queryKey: ['cameras'],
    queryFn: async ({ signal }): Promise<readonly Camera[]> => {
      const { items } = await dataOf(api.GET('/api/v1/cameras', { signal }));
      return items;
    },
    refetchInterval: ({ state }) => ((state.data?.length ?? 0) <= FEW_CAMERAS ? 10_000 : 30_000),
  });
}
