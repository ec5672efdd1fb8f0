import { CAMERA_FINDINGS, type CameraFindingCode } from '@thapcanh/core/camera/camera-finding';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** A lasting state of a camera that is an alarm. */
export interface CameraCondition {
  readonly kind: 'camera.offline' | 'camera.stale' | 'camera.fault' | 'camera.finding';
  readonly cameraId: string;
  readonly subject: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export const CONDITION_KINDS: readonly CameraCondition['kind'][] = [
  'camera.offline',
  'camera.stale',
  'camera.fault',
  'camera.finding',
];

/** Findings that do not wait for the next round of care. */
const SERIOUS = (Object.keys(CAMERA_FINDINGS) as CameraFindingCode[]).filter(
  (code) => CAMERA_FINDINGS[code].severity === 'serious',
);

export interface ConditionChanges {
  readonly begun: readonly CameraCondition[];
  /** Ids of alarms whose state is over. */
  readonly ended: readonly string[];
}

/** What cameras that are switched on suffer from now and no alarm tells yet, and which alarms tell of what is over. */
export async function findConditionChanges(db: Kysely<Tables>): Promise<ConditionChanges> {
  const { rows } = await sql<{
    alarm_id: string | null;
    kind: CameraCondition['kind'];
    camera_id: string | null;
    subject: string | null;
    params: Record<string, string | number> | null;
  }>`
    with condition as (
      select case s.state when 'offline' then 'camera.offline' when 'stale' then 'camera.stale' else 'camera.fault' end
          as kind, s.camera_id, '' as subject,
          case when s.fault_code is null then s.fault_params else s.fault_params || jsonb_build_object('fault', s.fault_code) end as params
        from camera_status s join camera c on c.id = s.camera_id
        where c.is_enabled and (s.state in ('offline', 'stale') or (s.state = 'live' and s.fault_code is not null))
      union all
      select 'camera.finding', f.camera_id, f.code, f.params || jsonb_build_object('finding', f.code)
        from camera_finding f join camera c on c.id = f.camera_id
        where c.is_enabled and f.code = any(${SERIOUS}::text[])
    ), told as (
      select id, kind, camera_id, subject from alarm
      where is_lasting and ended_at is null and kind = any(${[...CONDITION_KINDS]}::text[])
    )
    select told.id as alarm_id, condition.kind, condition.camera_id, condition.subject, condition.params
    from condition full join told on told.kind = condition.kind and told.camera_id = condition.camera_id
      and told.subject = condition.subject
    where told.id is null or condition.kind is null`.execute(db);
  const begun: CameraCondition[] = [];
  const ended: string[] = [];
  for (const { alarm_id: alarmId, kind, camera_id: cameraId, subject, params } of rows) {
    if (alarmId !== null) ended.push(alarmId);
    else if (cameraId !== null) begun.push({ kind, cameraId, subject: subject ?? '', params: params ?? {} });
  }
  return { begun, ended };
}
