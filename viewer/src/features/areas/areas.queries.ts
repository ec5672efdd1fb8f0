import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { type Area, api, type OperatingArea } from '../../api/api.ts';

/** The areas that the person may know of, by name. */
export function useAreas() {
  return useQuery({
    queryKey: ['areas', 'tree'],
    queryFn: async ({ signal }): Promise<readonly Area[]> => {
      const { items } = await dataOf(api.GET('/api/v1/areas', { signal }));
      return items;
    },
  });
}

/** Sets of areas and camera groups; for whoever manages areas. */
export function useOperatingAreas() {
  return useQuery({
    queryKey: ['areas', 'operating'],
    queryFn: async ({ signal }): Promise<readonly OperatingArea[]> => {
      const { items } = await dataOf(api.GET('/api/v1/operating-areas', { signal }));
      return items;
    },
  });
}

export interface AreaBody {
  readonly name: string;
  readonly kind: Area['kind'];
  readonly parentId: string | null;
}

/** Adds an area, or renames and moves the existing one; fails with 412 when somebody else edited it meanwhile. */
export function useSaveArea() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ body, existing }: { body: AreaBody; existing: Area | null }) => {
      if (existing === null) return api.POST('/api/v1/areas', { body });
      const { name, parentId } = body;
      return api.PATCH('/api/v1/areas/{id}', {
        params: { path: { id: existing.id } },
        headers: { 'if-match': `"${existing.version}"` },
        body: { name, ...(parentId === null || parentId === existing.parentId ? {} : { parentId }) },
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['areas'] }),
  });
}

export function useDeleteArea() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/areas/{id}', { params: { path: { id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['areas'] }),
  });
}

export interface OperatingAreaBody {
  readonly name: string;
  readonly areaIds: string[];
  readonly groupIds: string[];
}

export function useSaveOperatingArea() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ body, existing }: { body: OperatingAreaBody; existing: OperatingArea | null }) => {
      if (existing === null) return api.POST('/api/v1/operating-areas', { body });
      return api.PATCH('/api/v1/operating-areas/{id}', {
        params: { path: { id: existing.id } },
        headers: { 'if-match': `"${existing.version}"` },
        body,
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['areas'] }),
  });
}

export function useDeleteOperatingArea() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/operating-areas/{id}', { params: { path: { id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['areas'] }),
  });
}
