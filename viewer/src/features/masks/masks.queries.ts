import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Camera } from '../../api/api.ts';

/** Fails with 412 when somebody else edited the camera meanwhile. */
export function useSaveMasks() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ camera, masks }: { camera: Camera; masks: Camera['masks'] }) =>
      api.PATCH('/api/v1/cameras/{id}', {
        params: { path: { id: camera.id } },
        headers: { 'if-match': `"${camera.version}"` },
        body: { masks },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['cameras'] }),
  });
}
