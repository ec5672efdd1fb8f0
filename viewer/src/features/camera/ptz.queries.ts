import { useMutation, useQuery } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type PtzPreset } from '../../api/api.ts';

/** The positions a camera knows by name; asked once, for the camera itself has to answer. */
export function usePtzPresets(cameraId: string) {
  return useQuery({
    queryKey: ['ptz', cameraId],
    staleTime: 300_000,
    refetchOnWindowFocus: false,
    retry: false,
    queryFn: async ({ signal }): Promise<readonly PtzPreset[]> => {
      const params = { path: { id: cameraId } };
      return (await dataOf(api.GET('/api/v1/cameras/{id}/ptz/presets', { params, signal }))).items;
    },
  });
}

/** Sends a camera home (null) or to one of its presets. */
export function usePtzGoTo(cameraId: string) {
  const params = { path: { id: cameraId } };
  return useMutation({
    mutationFn: (token: string | null): Promise<unknown> =>
      token === null
        ? api.POST('/api/v1/cameras/{id}/ptz/home', { params })
        : api.POST('/api/v1/cameras/{id}/ptz/preset', { params, body: { token } }),
  });
}

/** Keeps a camera from being turned by others for so many seconds; 0 gives it back. Resolves with until when (ms). */
export function usePtzLock(cameraId: string) {
  return useMutation({
    mutationFn: async (seconds: number): Promise<number | null> => {
      const params = { path: { id: cameraId } };
      const { until } = await dataOf(api.POST('/api/v1/cameras/{id}/ptz/lock', { params, body: { seconds } }));
      return until === null ? null : Date.parse(until);
    },
  });
}
