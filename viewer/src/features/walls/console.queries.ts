import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type ConsoleLayout } from '../../api/api.ts';

/** The person's own arrangements, by number. */
export function useConsoleLayouts() {
  return useQuery({
    queryKey: ['console-layouts'],
    queryFn: async ({ signal }): Promise<readonly ConsoleLayout[]> => {
      const { items } = await dataOf(api.GET('/api/v1/console/layouts', { signal }));
      return items;
    },
  });
}

export function useSaveConsoleLayout() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ number, name, layout, tiles }: Omit<ConsoleLayout, 'updatedAt'>) =>
      api.PUT('/api/v1/console/layouts/{number}', { params: { path: { number } }, body: { name, layout, tiles } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['console-layouts'] }),
  });
}

/** Marks the moment of a camera, or tells that a picture of it was taken. */
export function useMarkCamera() {
  return useMutation({
    mutationFn: ({ cameraId, kind }: { cameraId: string; kind: 'bookmark' | 'snapshot' }) => {
      const body = { kind, at: new Date().toISOString() };
      return dataOf(api.POST('/api/v1/cameras/{id}/marks', { params: { path: { id: cameraId } }, body }));
    },
  });
}
