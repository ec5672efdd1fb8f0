import { useMutation, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type Camera } from '../../api/api.ts';
import type { CameraBulkChanges } from './camera-bulk-draft.ts';
import { type CameraDraft, cameraBody } from './camera-draft.ts';

/** Creates the camera, or edits it when `existing` is given; fails with 412 when somebody else edited it meanwhile. */
export function useSaveCamera() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ draft, existing }: { draft: CameraDraft; existing: Camera | null }) => {
      const common = cameraBody(draft);
      if (existing === null) return api.POST('/api/v1/cameras', { body: common });
      return api.PATCH('/api/v1/cameras/{id}', {
        params: { path: { id: existing.id } },
        headers: { 'if-match': `"${existing.version}"` },
        body: { ...common, isEnabled: draft.isEnabled },
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['cameras'] }),
  });
}

/** All or none; fails with 409 when one of them was edited meanwhile. */
export function useEditCameras() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ cameras, changes }: { cameras: readonly Camera[]; changes: CameraBulkChanges }) =>
      api.PATCH('/api/v1/cameras', {
        body: { cameras: cameras.map(({ id, version }) => ({ id, version })), changes },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['cameras'] }),
  });
}

export function useDeleteCamera() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/cameras/{id}', { params: { path: { id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['cameras'] }),
  });
}

/** Checks or takes a CSV file of cameras. */
export function useImportCameras() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ file, mode }: { file: File; mode: 'check' | 'all' | 'good' }) =>
      dataOf(
        api.POST('/api/v1/cameras/import', {
          params: { query: { mode } },
          headers: { 'content-type': 'text/csv' },
          // The file goes as it is; the API description has no body for a text.
          bodySerializer: () => file,
          body: file as never,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['cameras'] }),
  });
}
