import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type ControlRoom, type ShiftLogPage } from '../../api/api.ts';

export function useControlRooms() {
  return useQuery({
    queryKey: ['shift-log', 'rooms'],
    queryFn: async ({ signal }): Promise<readonly ControlRoom[]> =>
      (await dataOf(api.GET('/api/v1/control-rooms', { signal }))).items,
    refetchInterval: 30_000,
  });
}

export function useShiftLog(roomId: string | null) {
  return useInfiniteQuery({
    queryKey: ['shift-log', 'entries', roomId],
    queryFn: ({ signal, pageParam }): Promise<ShiftLogPage> => {
      const query = { roomId: roomId ?? '', limit: 50, ...(pageParam !== null && { cursor: pageParam }) };
      return dataOf(api.GET('/api/v1/shift-log', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: roomId !== null,
    refetchInterval: 30_000,
  });
}

export function useShiftLogChanges(roomId: string) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ['shift-log'] });
  return {
    write: useMutation({
      mutationFn: (body: { kind: 'note' | 'hand-over'; text: string }) =>
        api.POST('/api/v1/shift-log', { body: { roomId, ...body } }),
      onSettled,
    }),
    take: useMutation({
      mutationFn: (entryId: number) => api.POST('/api/v1/shift-log/{entryId}/take', { params: { path: { entryId } } }),
      onSettled,
    }),
    markRead: useMutation({
      mutationFn: () => api.POST('/api/v1/shift-log/read', { body: { roomId } }),
      onSettled,
    }),
  };
}
