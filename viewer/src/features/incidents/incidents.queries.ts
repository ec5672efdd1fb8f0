import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import type { IncidentKind } from '@thapcanh/core/incidents/incident-kind';
import type { IncidentState } from '@thapcanh/core/incidents/incident-state';
import { api, type Incident, type IncidentPage, type IncidentUnit } from '../../api/api.ts';

export interface IncidentFilter {
  readonly state: 'active' | 'closed' | 'all';
  readonly q: string;
  readonly isMine: boolean;
}

/** Incidents, newest first; live events refresh them, and every 30 s in case one was missed. */
export function useIncidents({ state, q, isMine }: IncidentFilter) {
  return useInfiniteQuery({
    queryKey: ['incidents', 'list', state, q, isMine],
    queryFn: ({ signal, pageParam }): Promise<IncidentPage> => {
      const query = {
        state,
        limit: 50,
        ...(q !== '' && { q }),
        ...(isMine && { isMine }),
        ...(pageParam !== null && { cursor: pageParam }),
      };
      return dataOf(api.GET('/api/v1/incidents', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 30_000,
  });
}

export function useIncident(id: string) {
  return useQuery({
    queryKey: ['incidents', 'one', id],
    queryFn: ({ signal }): Promise<Incident> =>
      dataOf(api.GET('/api/v1/incidents/{id}', { params: { path: { id } }, signal })),
    refetchInterval: 30_000,
  });
}

export function useUnits(isEnabled: boolean) {
  return useQuery({
    queryKey: ['incident-units'],
    queryFn: async ({ signal }): Promise<readonly IncidentUnit[]> =>
      (await dataOf(api.GET('/api/v1/incident-units', { signal }))).items,
    enabled: isEnabled,
    staleTime: 60_000,
  });
}

export interface IncidentWish {
  readonly alarmId?: string;
  readonly cameraId?: string;
  readonly at?: string;
  readonly kind?: IncidentKind;
  readonly title?: string;
  readonly place?: string;
  readonly description?: string;
  readonly caller?: string;
}

/** Opens an incident; the key makes a repeated press harmless. */
export function useCreateIncident() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wish: IncidentWish): Promise<Incident> => {
      const header = { 'idempotency-key': crypto.randomUUID() };
      return dataOf(api.POST('/api/v1/incidents', { body: wish, params: { header } }));
    },
    onSuccess: (incident) => queries.setQueryData(['incidents', 'one', incident.id], incident),
    onSettled: () => queries.invalidateQueries({ queryKey: ['incidents', 'list'] }),
  });
}

/** Every change of one incident; what the server answers is what is shown. */
export function useIncidentChanges(id: string) {
  const queries = useQueryClient();
  const path = { id };
  const options = {
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['incidents'] }),
        queries.invalidateQueries({ queryKey: ['alarms'] }),
      ]),
  };
  return {
    move: useMutation({
      mutationFn: (body: { to: IncidentState; note?: string }) =>
        api.POST('/api/v1/incidents/{id}/state', { params: { path }, body }),
      ...options,
    }),
    note: useMutation({
      mutationFn: (body: { text: string; at?: string }) =>
        api.POST('/api/v1/incidents/{id}/notes', { params: { path }, body }),
      ...options,
    }),
    edit: useMutation({
      mutationFn: ({
        version,
        ...body
      }: {
        version: number;
        kind?: IncidentKind;
        title?: string;
        severity?: number;
        place?: string;
        description?: string;
      }) => api.PATCH('/api/v1/incidents/{id}', { params: { path, header: { 'if-match': `"${version}"` } }, body }),
      ...options,
    }),
    addCamera: useMutation({
      mutationFn: (cameraId: string) =>
        api.POST('/api/v1/incidents/{id}/cameras', { params: { path }, body: { cameraId } }),
      ...options,
    }),
    removeCamera: useMutation({
      mutationFn: (cameraId: string) =>
        api.DELETE('/api/v1/incidents/{id}/cameras/{cameraId}', { params: { path: { id, cameraId } } }),
      ...options,
    }),
    assign: useMutation({
      mutationFn: (body: { teamId?: string; userId?: string }) =>
        api.POST('/api/v1/incidents/{id}/assignments', { params: { path }, body }),
      ...options,
    }),
    acknowledge: useMutation({
      mutationFn: (assignmentId: string) =>
        api.POST('/api/v1/incidents/{id}/assignments/{assignmentId}/acknowledge', {
          params: { path: { id, assignmentId } },
        }),
      ...options,
    }),
    unassign: useMutation({
      mutationFn: (assignmentId: string) =>
        api.DELETE('/api/v1/incidents/{id}/assignments/{assignmentId}', { params: { path: { id, assignmentId } } }),
      ...options,
    }),
    check: useMutation({
      mutationFn: ({ item, isDone }: { item: string; isDone: boolean }) =>
        api.PUT('/api/v1/incidents/{id}/checklist/{item}', { params: { path: { id, item } }, body: { isDone } }),
      ...options,
    }),
    merge: useMutation({
      mutationFn: (into: string) => api.POST('/api/v1/incidents/{id}/merge', { params: { path }, body: { into } }),
      ...options,
    }),
    markRead: useMutation({
      mutationFn: () => api.POST('/api/v1/incidents/{id}/read', { params: { path } }),
      onSettled: () => queries.invalidateQueries({ queryKey: ['incidents', 'list'] }),
    }),
  };
}
