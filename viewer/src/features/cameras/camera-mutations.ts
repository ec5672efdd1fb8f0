import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Camera } from '../../api/api.ts';

/** What the form holds; an empty password on an existing camera keeps the old one. */
export interface CameraDraft {
  readonly name: string;
  readonly mainUrl: string;
  readonly subUrl: string;
  readonly username: string;
  readonly password: string;
  readonly profile: Camera['profile'];
  readonly isEnabled: boolean;
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** Creates the camera, or edits it when `existing` is given; fails with 412 when somebody else edited it meanwhile. */
export function useSaveCamera() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ draft, existing }: { draft: CameraDraft; existing: Camera | null }) => {
      const common = {
        name: draft.name.trim(),
        mainUrl: draft.mainUrl.trim(),
        subUrl: orNull(draft.subUrl),
        username: orNull(draft.username),
        profile: draft.profile,
        ...(draft.password === '' ? {} : { password: draft.password }),
      };
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
