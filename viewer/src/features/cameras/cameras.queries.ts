import { useQuery } from '@tanstack/react-query';
import { api, type Camera } from '../../api/api.ts';

/** All cameras with their state; refreshed by live events and every 10 s in case one was missed. */
export function useCameras() {
  return useQuery({
    queryKey: ['cameras'],
    queryFn: async ({ signal }): Promise<readonly Camera[]> => {
      const { data } = await api.GET('/api/v1/cameras', { signal });
      return data?.items ?? [];
    },
    refetchInterval: 10_000,
  });
}
