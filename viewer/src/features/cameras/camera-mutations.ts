import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Camera } from '../../api/api.ts';
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

export function useDeleteCamera() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/cameras/{id}', { params: { path: { id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['cameras'] }),
  });
}
