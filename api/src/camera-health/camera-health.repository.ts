import { GAP_CAUSES, type GapCause } from '@thapcanh/core/coverage/gap-cause';
import type { CameraId } from '@thapcanh/core/ids';
import { type AuditActor, appendAudit } from '@thapcanh/infra/audit/append-audit';
import type { CameraStatusTable, Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';

/** Shares are null where nothing was wanted in the period. */
export interface HealthRow {
  readonly id: string;
  readonly name: string;
  readonly number: number;
  readonly is_enabled: boolean;
  readonly area_id: string | null;
  readonly area_name: string | null;
  readonly state: CameraStatusTable['state'] | null;
  readonly status_at: Date | null;
  readonly last_frame_at: Date | null;
  readonly fps: number | null;
  readonly bitrate_kbps: number | null;
  readonly gop_ms: number | null;
  readonly clock_offset_ms: number | null;
  readonly up_day: number | null;
  readonly up_month: number | null;
  readonly completeness: number | null;
  readonly findings: readonly { code: string; params: Readonly<Record<string, string | number>> }[] | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly asked_at: Date | null;
  readonly may_manage: boolean;
  readonly has_owner: boolean;
  readonly owner_name: string | null;
  readonly contact: string | null;
  readonly agreement_number: string | null;
  readonly valid_until: string | null;
}

export interface HealthPeriods {
  readonly end: Date;
  readonly dayStart: Date;
  readonly monthStart: Date;
  /** Of the calendar month. */
  readonly completenessStart: Date;
}

export interface OwnerColumns {
  readonly owner_name: string;
  readonly contact: string;
  readonly agreement_number: string;
  readonly valid_until: string | null;
}

export type CameraHealthRepository = ReturnType<typeof createCameraHealthRepository>;

const isOurs = (cause: string) => GAP_CAUSES[cause as GapCause].isOurs;
const OUR_CAUSES = Object.keys(GAP_CAUSES).filter(isOurs);

/** SQL of how cameras do and of whom they belong to. */
export function createCameraHealthRepository(db: Kysely<Tables>) {
  const visible = sql`(c.is_enabled or (c.removed_at is null and c.origin <> 'demo'))`;

  return {
    /** Every camera in the scope by name, in one statement; who owns it only where `managed` reaches. */
    async list(scope: CameraScope, managed: CameraScope | null, periods: HealthPeriods): Promise<HealthRow[]> {
      const { end, dayStart, monthStart, completenessStart } = periods;
      const earliest = new Date(Math.min(monthStart.getTime(), completenessStart.getTime()));
      const within = (start: Date, from: string, to: string) => sql`coalesce(extract(epoch from sum(
        least(${sql.ref(to)}, ${end}::timestamptz) - greatest(${sql.ref(from)}, ${start}::timestamptz))
        filter (where coalesce(${sql.ref(to)}, 'infinity') > ${start}::timestamptz)), 0)`;
      const share = (missing: string, wanted: string) =>
        sql`case when ${sql.ref(wanted)} > 0
          then (1 - least(1, ${sql.ref(missing)} / ${sql.ref(wanted)}))::float8 end`;
      const mayManage = managed === null ? sql<boolean>`false` : isInScope(managed, 'c.id');
      const found = await sql<HealthRow>`
        select c.id, c.name, c.number, c.is_enabled, a.id as area_id, a.name as area_name, s.state,
          s.updated_at as status_at, s.last_frame_at, s.fps, s.bitrate_kbps, s.gop_ms, s.clock_offset_ms,
          ${share('g.day', 'w.day')} as up_day, ${share('g.month', 'w.month')} as up_month,
          ${share('g.whole', 'w.whole')} as completeness, f.findings, d.manufacturer, d.model, d.firmware, d.asked_at,
          m.may_manage, o.camera_id is not null as has_owner,
          case when m.may_manage then o.owner_name end as owner_name,
          case when m.may_manage then o.contact end as contact,
          o.agreement_number, to_char(o.valid_until, 'YYYY-MM-DD') as valid_until
        from camera c
        cross join lateral (select ${mayManage} as may_manage) m
        left join area a on a.id = c.area_id
        left join camera_status s on s.camera_id = c.id
        left join camera_device d on d.camera_id = c.id
        left join camera_owner o on o.camera_id = c.id
        cross join lateral (
          select ${within(dayStart, 'from_at', 'to_at')} as day, ${within(monthStart, 'from_at', 'to_at')} as month,
            ${within(completenessStart, 'from_at', 'to_at')} as whole
          from camera_wanted where camera_id = c.id and from_at < ${end} and coalesce(to_at, 'infinity') > ${earliest}) w
        cross join lateral (
          select coalesce(sum(x.day) filter (where not x.is_ours), 0) as day,
            coalesce(sum(x.month) filter (where not x.is_ours), 0) as month, coalesce(sum(x.whole), 0) as whole
          from (select cause = any(${OUR_CAUSES}::text[]) as is_ours,
              ${within(dayStart, 'started_at', 'ended_at')} as day,
              ${within(monthStart, 'started_at', 'ended_at')} as month,
              ${within(completenessStart, 'started_at', 'ended_at')} as whole
            from recording_gap where camera_id = c.id and started_at < ${end}
              and coalesce(ended_at, 'infinity'::timestamptz) > ${earliest} group by 1) x) g
        left join lateral (
          select jsonb_agg(jsonb_build_object('code', code, 'params', params) order by code) as findings
          from camera_finding where camera_id = c.id) f on true
        where ${visible} and ${isInScope(scope, 'c.id')}
        order by c.search_key, c.id`.execute(db);
      return found.rows;
    },

    /** False when the scope reaches no such camera. Names and contacts stay out of the log, which forgets nothing. */
    async setOwner(
      id: CameraId,
      owner: OwnerColumns | null,
      { scope, actor, at }: { scope: CameraScope; actor: AuditActor; at: Date },
    ): Promise<boolean> {
      return db.transaction().execute(async (tx) => {
        const reached = await sql`select 1 from camera c
          where c.id = ${id} and ${visible} and ${isInScope(scope, 'c.id')} for share of c`.execute(tx);
        if (reached.rows.length === 0) return false;
        if (owner === null) {
          const gone = await tx.deleteFrom('camera_owner').where('camera_id', '=', id).executeTakeFirst();
          if (gone.numDeletedRows === 0n) return true;
        } else {
          const row = { ...owner, updated_at: at };
          await tx
            .insertInto('camera_owner')
            .values({ camera_id: id, ...row })
            .onConflict((conflict) => conflict.column('camera_id').doUpdateSet(row))
            .execute();
        }
        const { agreement_number: agreement, valid_until: validUntil } = owner ?? {};
        const details = owner === null ? { isRemoved: true } : { agreement, validUntil };
        await appendAudit(tx, actor, { kind: 'camera.owner', cameraId: id, details });
        return true;
      });
    },
  };
}
