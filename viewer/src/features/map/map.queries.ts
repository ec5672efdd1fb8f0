import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type Camera, type CameraFeature, type MapFile } from '../../api/api.ts';

/** All cameras that have a place; refreshed by live events. */
export function useCameraFeatures() {
  return useQuery({
    queryKey: ['cameras', 'features'],
    queryFn: async ({ signal }): Promise<readonly CameraFeature[]> => {
      const { features } = await dataOf(api.GET('/api/v1/cameras.geojson', { signal }));
      return features;
    },
    refetchInterval: 15_000,
  });
}

/** The city's own map under the cameras; what citizens see of it when nobody is logged in. */
export function useMapFiles(isPublic: boolean) {
  return useQuery({
    queryKey: ['map-files', isPublic],
    queryFn: async ({ signal }): Promise<readonly MapFile[]> => {
      const answer = isPublic
        ? api.GET('/api/v1/public/map/files', { signal })
        : api.GET('/api/v1/map/files', { signal });
      return (await dataOf(answer)).items;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useCamera(id: string | null) {
  return useQuery({
    queryKey: ['cameras', 'one', id],
    queryFn: ({ signal }): Promise<Camera> =>
      dataOf(api.GET('/api/v1/cameras/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== null,
  });
}

/** The cameras nearest to `lat,lng`, the nearest first; null asks for none. */
export function useNearest(near: string | null, count: number) {
  return useQuery({
    queryKey: ['cameras', 'near', near, count],
    queryFn: async ({ signal }): Promise<readonly Camera[]> => {
      const query = { near: near ?? '', limit: count };
      return (await dataOf(api.GET('/api/v1/cameras', { params: { query }, signal }))).items;
    },
    enabled: near !== null,
    placeholderData: keepPreviousData,
  });
}

export interface CameraPlace {
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly bearingDeg: number | null;
  readonly viewDeg: number | null;
  readonly viewM: number | null;
}

/** Fails with 412 when somebody else edited the camera meanwhile. */
export function usePlaceCamera() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, place }: { id: string; version: number; place: CameraPlace }) =>
      api.PATCH('/api/v1/cameras/{id}', {
        params: { path: { id } },
        headers: { 'if-match': `"${version}"` },
        body: place,
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['cameras'] }),
  });
}
