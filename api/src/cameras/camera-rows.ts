import type { AuditFact } from '@thapcanh/infra/audit/append-audit';
import { isForeignKeyViolation } from '@thapcanh/infra/database/constraint-violation';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';
import { apiError } from '../errors/api-errors.ts';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';
import type { CameraChanges, CameraConnection, CameraRow } from './camera-changes.ts';

export type NewCamera = CameraConnection & {
  id: string;
  name: string;
  search_key: string;
  main_url: string;
  sub_url: string | null;
  username: string | null;
  password_sealed: Buffer | null;
  profile: CameraRow['profile'];
  createdAt: Date;
};

/**
 * Null when a visible camera has the id. A hidden one is taken over: its recordings come back with it, and its
 * number unless another is given. Throws `TC_PLACE_REFUSED`, and what `withPlace` says.
 */
export async function insertCamera(
  tx: Kysely<Tables>,
  camera: NewCamera,
  { scope, freeNumber }: { scope: CameraScope; freeNumber: number },
): Promise<CameraRow | null> {
  const { createdAt, ...columns } = camera;
  const before = await groupBefore(tx, camera.id);
  if (before !== null && !(await isReached(tx, camera.id, scope))) return null;
  const row = await tx
    .insertInto('camera')
    .values({ number: freeNumber, ...columns, origin: 'ui', created_at: createdAt, updated_at: createdAt })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({
          ...columns,
          origin: 'ui',
          is_enabled: true,
          removed_at: null,
          version: sql`camera.version + 1`,
          updated_at: createdAt,
        })
        .where('camera.is_enabled', '=', false)
        .where((eb) => eb.or([eb('camera.removed_at', 'is not', null), eb('camera.origin', '=', 'demo')])),
    )
    .returningAll()
    .executeTakeFirst();
  if (!row) return null;
  if (!(await isReached(tx, row.id, scope))) throw apiError('TC_PLACE_REFUSED');
  await noteMove(tx, before, row.group_id, createdAt);
  return row;
}

/** The next number that no camera has: people give numbers too, ahead of the counter. */
export async function nextNumber(tx: Kysely<Tables>): Promise<number> {
  for (;;) {
    const { rows } = await sql<{ number: number; is_taken: boolean }>`
      with next as materialized (select nextval('camera_number_seq')::integer as number)
      select number, exists (select 1 from camera where camera.number = next.number) as is_taken from next`.execute(tx);
    const [next] = rows;
    if (!next) throw new Error('the counter of camera numbers gave nothing');
    if (!next.is_taken) return next.number;
    const later = await tx.selectFrom('camera').select('number').where('number', '>', next.number).execute();
    const taken = new Set(later.map(({ number }) => number));
    let steps = 0;
    while (taken.has(next.number + steps + 1)) steps += 1;
    await sql`select count(nextval('camera_number_seq')) from generate_series(1, ${steps}::integer)`.execute(tx);
  }
}

export function createdFact(row: CameraRow): AuditFact {
  const { name, main_url: mainUrl, group_id: groupId, area_id: areaId, purposes } = row;
  return { kind: 'camera.created', cameraId: row.id, details: { name, mainUrl, groupId, areaId, purposes } };
}

/** Whether the camera, which exists, lies within the scope as it stands in the transaction. */
export async function isReached(tx: Kysely<Tables>, id: string, scope: CameraScope): Promise<boolean> {
  if (scope.kind === 'everything') return true;
  const reached = tx.selectFrom('camera').select('id').where('id', '=', id).where(isInScope(scope, 'camera.id'));
  return (await reached.executeTakeFirst()) !== undefined;
}

/** The group the camera is in, held until the end of the transaction; null: there is no such camera. */
export async function groupBefore(tx: Kysely<Tables>, id: string): Promise<string | null> {
  const row = await tx.selectFrom('camera').select('group_id').where('id', '=', id).forUpdate().executeTakeFirst();
  return row?.group_id ?? null;
}

/**
 * A camera that comes with its recordings from another group is a change of limits for them, as an edit of the group's
 * limits is: the deletion breaker takes what is due by it for a wish of this person. An edit that names the group the
 * camera is in changes nothing and must not disarm the breaker.
 */
export async function noteMove(tx: Kysely<Tables>, before: string | null, after: string, at: Date): Promise<void> {
  if (before === null || before === after) return;
  await tx.updateTable('camera_group').set({ caps_changed_at: at }).where('id', '=', after).execute();
}

/** Says a refusal of the database about the place or the number as one of ours. */
export async function withPlace<T>(
  { group_id: groupId, area_id: areaId, number }: Pick<CameraChanges, 'group_id' | 'area_id' | 'number'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (number !== undefined && constraintOf(error) === 'camera_number_key') {
      throw apiError('TC_CAMERA_NUMBER_TAKEN', { number }, { cause: error });
    }
    if (!isForeignKeyViolation(error)) throw error;
    if (areaId && constraintOf(error) === 'camera_area_id_fkey') {
      throw apiError('TC_AREA_NOT_FOUND', { areaId }, { cause: error });
    }
    if (groupId === undefined) throw error;
    throw apiError('TC_GROUP_NOT_FOUND', { groupId }, { cause: error });
  }
}

function constraintOf(error: unknown): unknown {
  return error instanceof Error && 'constraint' in error ? error.constraint : null;
}
