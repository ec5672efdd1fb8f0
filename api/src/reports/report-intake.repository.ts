import type { ReportState } from '@thapcanh/core/reports/report-state';
import { appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { CitizenReportTable } from '@thapcanh/infra/database/city-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { publishLiveEvent } from '@thapcanh/infra/events/live-events';
import { type Kysely, type Selectable, sql } from 'kysely';
import { EVERYTHING } from '../identity/camera-scope.ts';
import { distanceM, nearestCameras } from '../incidents/nearest-cameras.ts';

/** Citizens are not written down: neither their address nor who they are. */
const CITIZEN = { id: null, name: null, address: 'public', purpose: null, caseNumber: null };
const NEAR_M = 500;
const MAX_CAMERAS = 9;

export interface NewReport {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly category: string;
  readonly description: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly phoneSealed: Buffer | null;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly acceptDueAt: Date;
  readonly resolveDueAt: Date;
}

export type PublicReportRow = Selectable<CitizenReportTable>;
export type ReportIntakeRepository = ReturnType<typeof createReportIntakeRepository>;

/** SQL of what citizens send and look up. */
export function createReportIntakeRepository(db: Kysely<Tables>) {
  return {
    /** Reports of everybody since then. */
    async countSince(since: Date): Promise<number> {
      const row = await db
        .selectFrom('citizen_report')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('received_at', '>', since)
        .executeTakeFirstOrThrow();
      return row.count;
    },

    /** The middle of the city's cameras to two decimals, which tells of no single one; null: none has a place. */
    async centre(): Promise<{ latitude: number; longitude: number } | null> {
      const { rows } = await sql<{ latitude: number | null; longitude: number | null }>`
        select round(avg(latitude)::numeric, 2)::float8 as latitude, round(avg(longitude)::numeric, 2)::float8 as longitude
        from camera where is_enabled and latitude is not null`.execute(db);
      const { latitude = null, longitude = null } = rows[0] ?? {};
      return latitude === null || longitude === null ? null : { latitude, longitude };
    },

    /** Its number. The cameras within 500 m come with it, the nearest first. */
    insert(report: NewReport): Promise<number> {
      return db.transaction().execute(async (tx) => {
        const place = { latitude: report.latitude, longitude: report.longitude };
        const { number } = await tx
          .insertInto('citizen_report')
          .values({
            id: report.id,
            token_hash: report.tokenHash,
            category: report.category,
            description: report.description,
            ...place,
            occurred_at: report.occurredAt,
            received_at: report.receivedAt,
            phone_sealed: report.phoneSealed,
            accept_due_at: report.acceptDueAt,
            resolve_due_at: report.resolveDueAt,
            updated_at: report.receivedAt,
          })
          .returning('number')
          .executeTakeFirstOrThrow();
        await addStep(tx, report.id, 'received', report.receivedAt);
        const ids = await nearestCameras(tx, { place, withinM: NEAR_M, limit: MAX_CAMERAS, scope: EVERYTHING });
        if (ids.length > 0) {
          const cameras = await tx
            .selectFrom('camera')
            .select(['id', 'latitude', 'longitude'])
            .where('id', 'in', ids)
            .execute();
          const rows = cameras.map(({ id, latitude, longitude }) => ({
            report_id: report.id,
            camera_id: id,
            position: ids.indexOf(id),
            distance_m: distanceM(place, { latitude: latitude ?? 0, longitude: longitude ?? 0 }),
          }));
          await tx.insertInto('citizen_report_camera').values(rows).execute();
        }
        await publishLiveEvent(tx, { type: 'report.changed', cameraId: ids[0] ?? null, reportId: report.id });
        const details = { report: report.id, number, category: report.category };
        await appendAudit(tx, CITIZEN, { kind: 'report.received', cameraId: ids[0] ?? null, details });
        return number;
      });
    },

    async findByToken(tokenHash: Buffer): Promise<PublicReportRow | null> {
      const row = await db
        .selectFrom('citizen_report')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row ?? null;
    },

    steps(id: string): Promise<{ at: Date; state: ReportState }[]> {
      return db
        .selectFrom('citizen_report_step')
        .select(['at', 'state'])
        .where('report_id', '=', id)
        .orderBy('id')
        .execute();
    },

    /** False when it has a photo already or is past being received. */
    async setPhoto(id: string, key: string, at: Date): Promise<boolean> {
      const changed = await db
        .updateTable('citizen_report')
        .set({ photo_key: key, updated_at: at, version: sql<number>`version + 1` })
        .where('id', '=', id)
        .where('state', '=', 'received')
        .where('photo_key', 'is', null)
        .executeTakeFirst();
      return changed.numUpdatedRows === 1n;
    },
  };
}

export async function addStep(
  tx: Kysely<Tables>,
  reportId: string,
  state: ReportState,
  at: Date,
  by: { userId: string; note: string } | null = null,
): Promise<void> {
  await tx
    .insertInto('citizen_report_step')
    .values({ report_id: reportId, at, state, by_user: by?.userId ?? null, note: by?.note ?? '' })
    .execute();
}
