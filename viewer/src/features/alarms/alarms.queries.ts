import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { type AlarmHistory, type AlarmMute, type AlarmPage, type AlarmSummary, api } from '../../api/api.ts';

export interface AlarmFilter {
  readonly state: 'active' | 'all' | 'closed';
  readonly minSeverity: number;
  readonly isEscalated: boolean;
}

/** The inbox, newest first; live events refresh it, and every 15 s in case one was missed. */
export function useAlarms({ state, minSeverity, isEscalated }: AlarmFilter) {
  return useInfiniteQuery({
    queryKey: ['alarms', 'list', state, minSeverity, isEscalated],
    queryFn: ({ signal, pageParam }): Promise<AlarmPage> => {
      const query = {
        state,
        minSeverity,
        limit: 50,
        ...(isEscalated && { isEscalated }),
        ...(pageParam !== null && { cursor: pageParam }),
      };
      return dataOf(api.GET('/api/v1/alarms', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 15_000,
  });
}

export function useAlarmSummary(isEnabled: boolean) {
  return useQuery({
    queryKey: ['alarms', 'summary'],
    queryFn: ({ signal }): Promise<AlarmSummary> => dataOf(api.GET('/api/v1/alarms/summary', { signal })),
    enabled: isEnabled,
    refetchInterval: 15_000,
  });
}

export function useAlarmHistory(id: string | null) {
  return useQuery({
    queryKey: ['alarms', 'one', id],
    queryFn: ({ signal }): Promise<AlarmHistory> =>
      dataOf(api.GET('/api/v1/alarms/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== null,
  });
}

/** Alarms of one camera within the time, for a time bar. */
export function useCameraAlarms(cameraId: string, fromMs: number, toMs: number) {
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
  return useQuery({
    queryKey: ['alarms', 'camera', cameraId, from, to],
    queryFn: async ({ signal }) => {
      const query = { state: 'all' as const, cameraId, from, to, limit: 100 };
      return (await dataOf(api.GET('/api/v1/alarms', { params: { query }, signal }))).items;
    },
    staleTime: 10_000,
  });
}

export type AlarmAct = 'acknowledge' | 'escalate' | 'close';

export function useActOnAlarm() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, act }: { id: string; act: AlarmAct }) => {
      const call = { params: { path: { id } }, body: {} };
      if (act === 'acknowledge') return api.POST('/api/v1/alarms/{id}/acknowledge', call);
      if (act === 'escalate') return api.POST('/api/v1/alarms/{id}/escalate', call);
      return api.POST('/api/v1/alarms/{id}/close', call);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['alarms'] }),
  });
}

export function useMarkAlarmsRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[] | null) => api.POST('/api/v1/alarms/read', { body: ids === null ? {} : { ids } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['alarms'] }),
  });
}

export function useMutes() {
  return useQuery({
    queryKey: ['alarms', 'mutes'],
    queryFn: async ({ signal }): Promise<readonly AlarmMute[]> =>
      (await dataOf(api.GET('/api/v1/alarm-mutes', { signal }))).items,
    refetchInterval: 30_000,
  });
}

export function useCreateMute() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { cameraId?: string; kind?: string; until: string; reason: string }) =>
      api.POST('/api/v1/alarm-mutes', { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['alarms'] }),
  });
}

export function useEndMute() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.POST('/api/v1/alarm-mutes/{id}/end', { params: { path: { id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['alarms'] }),
  });
}
