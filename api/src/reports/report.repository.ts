import type { ReportState } from '@thapcanh/core/reports/report-state';
import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { CitizenReportTable } from '@thapcanh/infra/database/city-tables';
import type { Tables } from '@thapcanh/infra/database/tables';
import { publishLiveEvent } from '@thapcanh/infra/events/live-events';
import { type Kysely, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { TimeCursor } from '../alarms/alarm-cursor.ts';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';
import { addStep } from './report-intake.repository.ts';

export type ReportRow = Selectable<CitizenReportTable>;

export interface ReportFilter {
  readonly scope: CameraScope;
  /** Null: all. */
  readonly states: readonly ReportState[] | null;
  /** Only those that are past their time at this instant. */
  readonly lateAt: Date | null;
  readonly after: TimeCursor | null;
  readonly limit: number;
}

export interface ReportMove {
  readonly to: ReportState;
  readonly version: number;
  readonly note: string;
  /** Null leaves it. */
  readonly answer: string | null;
  readonly isEnd: boolean;
  /** Footage of the cameras near it, which is held from then on; null: nothing is. */
  readonly hold: { readonly from: Date; readonly to: Date; readonly reason: string } | null;
  readonly at: Date;
  readonly userId: string;
  readonly actor: AuditActor;
  readonly scope: CameraScope;
}

const MAX_HELD = 4;

export type ReportRepository = ReturnType<typeof createReportRepository>;

/** A report belongs to whoever reaches the camera nearest to it; without one, to whoever reaches everything. */
function isInReach(scope: CameraScope): RawBuilder<SqlBool> {
  if (scope.kind === 'everything') return sql<SqlBool>`true`;
  return sql<SqlBool>`exists (select 1 from citizen_report_camera nearest where nearest.report_id = r.id
    and nearest.position = 0 and ${isInScope(scope, 'nearest.camera_id')})`;
}

/** SQL of what officers do with reports of citizens. */
export function createReportRepository(db: Kysely<Tables>) {
  async function select(where: RawBuilder<SqlBool>, limit: number): Promise<ReportRow[]> {
    const { rows } = await sql<ReportRow>`select r.* from citizen_report r where ${where}
      order by r.received_at desc, r.id desc limit ${limit}`.execute(db);
    return rows;
  }

  async function nearestOf(tx: Kysely<Tables>, id: string): Promise<string | null> {
    const row = await tx
      .selectFrom('citizen_report_camera')
      .select('camera_id')
      .where('report_id', '=', id)
      .where('position', '=', 0)
      .executeTakeFirst();
    return row?.camera_id ?? null;
  }

  return {
    list({ scope, states, lateAt, after, limit }: ReportFilter): Promise<ReportRow[]> {
      const conditions = [isInReach(scope)];
      if (states !== null) conditions.push(sql<SqlBool>`r.state = any(${[...states]}::text[])`);
      if (lateAt !== null) {
        conditions.push(sql<SqlBool>`((r.state = 'received' and r.accept_due_at < ${lateAt})
          or (r.state in ('received', 'accepted', 'in-progress') and r.resolve_due_at < ${lateAt}))`);
      }
      if (after !== null) {
        conditions.push(
          sql<SqlBool>`(r.received_at, r.id) < (${new Date(after.atMs)}::timestamptz, ${after.id}::uuid)`,
        );
      }
      return select(sql<SqlBool>`${sql.join(conditions, sql` and `)}`, limit);
    },

    async find(id: string, scope: CameraScope): Promise<ReportRow | null> {
      return (await select(sql<SqlBool>`r.id = ${id} and ${isInReach(scope)}`, 1))[0] ?? null;
    },

    async cameras(id: string, scope: CameraScope): Promise<{ camera_id: string; name: string; distance_m: number }[]> {
      return db
        .selectFrom('citizen_report_camera')
        .innerJoin('camera', 'camera.id', 'citizen_report_camera.camera_id')
        .select(['citizen_report_camera.camera_id', 'camera.name', 'distance_m'])
        .where('report_id', '=', id)
        .where(isInScope(scope, 'citizen_report_camera.camera_id'))
        .orderBy('position')
        .execute();
    },

    async steps(id: string): Promise<{ at: Date; state: ReportState; note: string; by_name: string | null }[]> {
      return db
        .selectFrom('citizen_report_step')
        .leftJoin('app_user', 'app_user.id', 'citizen_report_step.by_user')
        .select(['at', 'state', 'note', 'app_user.display_name as by_name'])
        .where('report_id', '=', id)
        .orderBy('citizen_report_step.id')
        .execute();
    },

    /** False when it is not at that version any more. */
    move(id: string, move: ReportMove): Promise<boolean> {
      const { to, at, hold, actor } = move;
      return db.transaction().execute(async (tx) => {
        const changed = await tx
          .updateTable('citizen_report')
          .set({
            state: to,
            updated_at: at,
            version: move.version + 1,
            ...(to === 'accepted' && { accepted_at: at }),
            ...(move.isEnd && { ended_at: at }),
            ...(move.answer !== null && { answer: move.answer }),
          })
          .where('id', '=', id)
          .where('version', '=', move.version)
          .executeTakeFirst();
        if (changed.numUpdatedRows !== 1n) return false;
        await addStep(tx, id, to, at, { userId: move.userId, note: move.note });
        const held: string[] = [];
        if (hold !== null) {
          for (const { camera_id: cameraId } of (await this.cameras(id, move.scope)).slice(0, MAX_HELD)) {
            const span = { from_at: hold.from, to_at: hold.to, reason: hold.reason };
            await tx
              .insertInto('recording_hold')
              .values({
                id: crypto.randomUUID(),
                camera_id: cameraId,
                ...span,
                created_by: move.userId,
                created_at: at,
              })
              .execute();
            held.push(cameraId);
          }
        }
        const nearest = await nearestOf(tx, id);
        await publishLiveEvent(tx, { type: 'report.changed', cameraId: nearest, reportId: id });
        const details = { report: id, state: to, ...(held.length > 0 && { held }) };
        await appendAudit(tx, actor, { kind: 'report.changed', cameraId: nearest, details });
        return true;
      });
    },

    /** Puts the photo of the result in its place; the one it replaces, or null. */
    setResult(id: string, key: string, by: { at: Date; actor: AuditActor }): Promise<string | null> {
      return db.transaction().execute(async (tx) => {
        const before = await tx
          .selectFrom('citizen_report')
          .select('result_key')
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        await tx
          .updateTable('citizen_report')
          .set({ result_key: key, updated_at: by.at, version: sql<number>`version + 1` })
          .where('id', '=', id)
          .execute();
        const nearest = await nearestOf(tx, id);
        await publishLiveEvent(tx, { type: 'report.changed', cameraId: nearest, reportId: id });
        await appendAudit(tx, by.actor, {
          kind: 'report.changed',
          cameraId: nearest,
          details: { report: id, photo: true },
        });
        return before?.result_key ?? null;
      });
    },

    /** Links the incident that was made of it. */
    setIncident(id: string, incidentId: string, by: { at: Date; actor: AuditActor }): Promise<void> {
      return db.transaction().execute(async (tx) => {
        await tx
          .updateTable('citizen_report')
          .set({ incident_id: incidentId, updated_at: by.at, version: sql<number>`version + 1` })
          .where('id', '=', id)
          .execute();
        const nearest = await nearestOf(tx, id);
        await publishLiveEvent(tx, { type: 'report.changed', cameraId: nearest, reportId: id });
        const details = { report: id, incident: incidentId };
        await appendAudit(tx, by.actor, { kind: 'report.changed', cameraId: nearest, details });
      });
    },
  };
}
