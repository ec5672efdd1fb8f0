import type { Purpose } from '@thapcanh/core/people/purpose';
import { type RawBuilder, type SqlBool, sql } from 'kysely';

/**
 * Which cameras somebody may reach: all, those that the grants reach (view `grant_camera`) and that serve the purpose, or
 * those that a wall shows (view `wall_camera`), of recordings only the ones of which it shows clips.
 */
export type CameraScope =
  | { readonly kind: 'everything' }
  | { readonly kind: 'wall'; readonly wallId: string; readonly isClipsOnly: boolean }
  | { readonly kind: 'grants'; readonly grantIds: readonly string[]; readonly purpose: Purpose | null };

/** For what the platform does on its own behalf, after the access of whoever asked was checked. */
export const EVERYTHING: CameraScope = { kind: 'everything' };

/** SQL: the camera whose id stands in the column is within the scope. */
export function isInScope(scope: CameraScope, column: string): RawBuilder<SqlBool> {
  if (scope.kind === 'everything') return sql<SqlBool>`true`;
  if (scope.kind === 'wall') {
    return sql<SqlBool>`${sql.ref(column)} in (select camera_id from wall_camera
      where wall_id = ${scope.wallId} and (is_clip or not ${scope.isClipsOnly}::boolean))`;
  }
  const reached = sql<SqlBool>`${sql.ref(column)} in (select camera_id from grant_camera
    where grant_id = any(${[...scope.grantIds]}::uuid[]))`;
  if (scope.purpose === null) return reached;
  return sql<SqlBool>`(${reached} and exists (select 1 from camera as serving where serving.id = ${sql.ref(column)}
    and ${scope.purpose} = any(serving.purposes)))`;
}
