import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type CameraHealth, type CameraOwnerBody } from '../../api/api.ts';

const REFRESH_MS = 30_000;
const KEY = ['camera-health'] as const;

/** How every camera in reach does, by name. */
export function useCameraHealth() {
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }): Promise<readonly CameraHealth[]> =>
      (await dataOf(api.GET('/api/v1/cameras/health', { signal }))).items,
    refetchInterval: REFRESH_MS,
  });
}

/** Sets who lends a camera; null: it is the city's own. */
export function useSetOwner(cameraId: string) {
  const queries = useQueryClient();
  const params = { path: { id: cameraId } };
  return useMutation({
    mutationFn: async (owner: CameraOwnerBody | null): Promise<void> => {
      if (owner === null) await api.DELETE('/api/v1/cameras/{id}/owner', { params });
      else await api.PUT('/api/v1/cameras/{id}/owner', { params, body: owner });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
