import type { QueryClient } from '@tanstack/react-query';
import { dataOf } from '@thapcanh/api-client/client';
import { api, type Camera } from './api.ts';

const CAMERAS = ['cameras'] as const;
/** So many cameras at once are cheaper to fetch as one list. */
const SINGLY_AT_MOST = 10;

/** The cameras that one burst of events told of, one by one; null: the whole list is to be fetched. */
export function camerasToFetch(
  told: ReadonlySet<string>,
  known: readonly { readonly id: string }[] | undefined,
): readonly string[] | null {
  if (known === undefined || told.size > SINGLY_AT_MOST || told.size * 2 > known.length) return null;
  const ids = new Set(known.map(({ id }) => id));
  return [...told].every((id) => ids.has(id)) ? [...told] : null;
}

/**
 * Brings the list of cameras up to date after events about some of them: of a thousand cameras one that changed is not
 * worth a list of all. Where one cannot be fetched (it was removed, or lies in nobody's reach any more) the list is.
 */
export async function refreshCameras(queries: QueryClient, told: ReadonlySet<string>): Promise<void> {
  const known = queries.getQueryData<readonly Camera[]>(CAMERAS);
  const ids = camerasToFetch(told, known);
  if (ids !== null) {
    try {
      const fetched = await Promise.all(
        ids.map((id) => dataOf(api.GET('/api/v1/cameras/{id}', { params: { path: { id } } }))),
      );
      const byId = new Map(fetched.map((camera) => [camera.id, camera]));
      queries.setQueryData<readonly Camera[]>(CAMERAS, (before) =>
        before?.map((camera) => byId.get(camera.id) ?? camera),
      );
      return;
    } catch {
      // The list says what became of them.
    }
  }
  await queries.invalidateQueries({ queryKey: CAMERAS });
}
