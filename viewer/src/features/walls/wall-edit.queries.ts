import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type Wall, type WallKey } from '../../api/api.ts';
import { newScreen, type PresetEdit, type ScreenEdit } from './wall-edit.ts';

export interface WallEdit {
  readonly name?: string;
  readonly screens?: ScreenEdit[];
  readonly presets?: PresetEdit[];
}

/** A wall with one screen of nine panels and an empty preset. */
export function useCreateWall() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, screenName }: { name: string; screenName: string }) => {
      const screens = [newScreen('s1', screenName, '9', [])];
      return dataOf(
        api.POST('/api/v1/walls', { body: { name, screens, presets: [{ number: 1, name: '1', tiles: [] }] } }),
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['walls'] }),
  });
}

/** Fails with 412 when somebody else edited it meanwhile. */
export function useEditWall(wall: Wall) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: WallEdit) =>
      dataOf(
        api.PATCH('/api/v1/walls/{id}', {
          params: { path: { id: wall.id } },
          headers: { 'if-match': `"${wall.version}"` },
          body,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['walls'] }),
  });
}

export function useDeleteWall() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/walls/{id}', { params: { path: { id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['walls', 'list'] }),
  });
}

export function useWallKeys(wallId: string) {
  return useQuery({
    queryKey: ['wall-keys', wallId],
    queryFn: async ({ signal }): Promise<readonly WallKey[]> => {
      const { items } = await dataOf(api.GET('/api/v1/walls/{id}/keys', { params: { path: { id: wallId } }, signal }));
      return items;
    },
  });
}

/** Gives the address with which the computer of the screen is set up; the secret in it is shown this once. */
export function useCreateWallKey(wallId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ screenId, name }: { screenId: string; name: string }): Promise<string> => {
      const params = { path: { id: wallId } };
      const { secret } = await dataOf(api.POST('/api/v1/walls/{id}/keys', { params, body: { screenId, name } }));
      return `${window.location.origin}/kiosk/${wallId}/${screenId}#key=${secret}`;
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['wall-keys', wallId] }),
  });
}

export function useDeleteWallKey(wallId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => api.DELETE('/api/v1/walls/{id}/keys/{key}', { params: { path: { id: wallId, key } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['wall-keys', wallId] }),
  });
}
