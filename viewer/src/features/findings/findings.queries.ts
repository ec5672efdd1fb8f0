import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type CameraFinding, type ProbeResult } from '../../api/api.ts';

/** What is wrong with a camera although it delivers; live events refresh it. Asked only while `isWanted`. */
export function useFindings(cameraId: string, isWanted = true) {
  return useQuery({
    queryKey: ['findings', cameraId],
    enabled: isWanted,
    staleTime: 30_000,
    queryFn: async ({ signal }): Promise<readonly CameraFinding[]> => {
      const params = { path: { id: cameraId } };
      return (await dataOf(api.GET('/api/v1/cameras/{id}/findings', { params, signal }))).items;
    },
  });
}

export type CareOrder = 'check' | 'clock' | 'ntp' | 'gop';

/** What a camera answered to an order. */
export type CareResult =
  | { readonly kind: 'check'; readonly result: ProbeResult }
  | { readonly kind: 'clock'; readonly beforeMs: number; readonly afterMs: number }
  | { readonly kind: 'gop'; readonly encoders: readonly GopChange[] };

interface GopChange {
  readonly profile: string;
  readonly before: number | null;
  readonly after: number;
}

const GOP_SECONDS = 1;

/** Checks a camera over ONVIF or sets something right in it. */
export function useCameraCare(cameraId: string) {
  const queries = useQueryClient();
  const params = { path: { id: cameraId } };
  return useMutation({
    mutationFn: async (order: CareOrder): Promise<CareResult> => {
      if (order === 'check') {
        const body = {};
        return {
          kind: 'check',
          result: await dataOf(api.POST('/api/v1/cameras/{id}/onvif/check', { params, body })),
        };
      }
      if (order === 'gop') {
        const body = { seconds: GOP_SECONDS };
        const { encoders } = await dataOf(api.POST('/api/v1/cameras/{id}/onvif/gop', { params, body }));
        return { kind: 'gop', encoders };
      }
      const body = { mode: order === 'ntp' ? ('ntp' as const) : ('manual' as const) };
      return { kind: 'clock', ...(await dataOf(api.POST('/api/v1/cameras/{id}/onvif/clock', { params, body }))) };
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['findings', cameraId] }),
  });
}
