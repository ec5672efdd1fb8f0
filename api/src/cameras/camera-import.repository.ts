import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';
import type { CameraScope } from '../identity/camera-scope.ts';
import type { CameraRow } from './camera-changes.ts';
import { RESERVED_IDS } from './camera-columns.ts';
import { createdFact, insertCamera, type NewCamera, withPlace } from './camera-rows.ts';

/** A row to try: its columns and the ids it may get, the first free one is taken. */
export interface RowToInsert {
  readonly columns: Omit<NewCamera, 'id'>;
  readonly ids: readonly string[];
}

export type CameraImportRepository = ReturnType<typeof createCameraImportRepository>;

/** SQL of adding many cameras at once. */
export function createCameraImportRepository(db: Kysely<Tables>) {
  return {
    /**
     * Tries the rows one after the other in one transaction, each undone by itself when it is refused. `keep` is asked
     * afterwards whether what went in stays, and with which counts it is noted; null undoes everything. The answers
     * stand in the order of the rows: the camera, null (no id was free), or the error that refused it.
     */
    async insertRows(
      rows: readonly RowToInsert[],
      options: {
        scope: CameraScope;
        actor: AuditActor;
        keep: (outcomes: readonly (CameraRow | null | Error)[]) => Record<string, unknown> | null;
      },
    ): Promise<(CameraRow | null | Error)[]> {
      const { scope, actor, keep } = options;
      const tx = await db.startTransaction().execute();
      try {
        const numbers = await freeNumbers(tx, rows);
        const outcomes: (CameraRow | null | Error)[] = [];
        for (const row of rows) {
          const outcome = await tryRow(tx, row, { scope, freeNumber: numbers[0] ?? 0 });
          if (outcome !== null && !(outcome instanceof Error) && outcome.number === numbers[0]) numbers.shift();
          outcomes.push(outcome);
        }
        const details = keep(outcomes);
        if (details === null) {
          await tx.rollback().execute();
          return outcomes;
        }
        await appendAudit(tx, actor, { kind: 'camera.imported', details });
        for (const one of outcomes) {
          if (one !== null && !(one instanceof Error)) await appendAudit(tx, actor, createdFact(one));
        }
        await tx.commit().execute();
        return outcomes;
      } finally {
        if (!tx.isCommitted && !tx.isRolledBack) await tx.rollback().execute();
      }
    },
  };
}

async function tryRow(
  tx: Kysely<Tables>,
  { columns, ids }: RowToInsert,
  options: { scope: CameraScope; freeNumber: number },
): Promise<CameraRow | null | Error> {
  await sql`savepoint import_row`.execute(tx);
  try {
    for (const id of ids) {
      if (RESERVED_IDS.has(id)) continue;
      const row = await withPlace(columns, () => insertCamera(tx, { id, ...columns }, options));
      if (row) return row;
    }
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    await sql`rollback to savepoint import_row`.execute(tx);
    return error;
  } finally {
    await sql`release savepoint import_row`.execute(tx);
  }
}

/** As many numbers as rows that neither a camera nor another row has; the counter stands still, a check uses up none. */
async function freeNumbers(tx: Kysely<Tables>, rows: readonly RowToInsert[]): Promise<number[]> {
  const taken = new Set(rows.flatMap(({ columns }) => (columns.number === undefined ? [] : [columns.number])));
  for (const { number } of await tx.selectFrom('camera').select('number').execute()) taken.add(number);
  const free: number[] = [];
  for (let number = 1; number <= 99_999 && free.length < rows.length; number += 1) {
    if (!taken.has(number)) free.push(number);
  }
  return free;
}
