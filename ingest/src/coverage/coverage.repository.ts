import { type GapCause, isGapCause } from '@thapcanh/core/coverage/gap-cause';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';
import type { GapAlarm, GapParams, GapRow } from './gap-row.ts';
import type { Span } from './spans.ts';

/** What the database knows of a camera when a worker takes it. Times UTC ms. */
export interface CoverageFacts {
  readonly cameraId: CameraId;
  /** Since when it is wanted; null: it is switched off. */
  readonly wantedSinceMs: number | null;
  /** End of the period it was wanted before. */
  readonly wantedBeforeToMs: number | null;
  readonly recordedToMs: number | null;
  readonly recordedOnNode: string | null;
  readonly lastGapEndMs: number | null;
  readonly openGap: GapRow | null;
  /** Where recording began again although the gap is still open: a process died before closing it. */
  readonly recordedSinceGapMs: number | null;
}

export interface GapChange {
  readonly row: GapRow;
  readonly alarm: GapAlarm | null;
}

/** Everything of one camera in a period, for the reconciler; spans touch the period but may reach beyond it. */
export interface CoveragePeriod {
  readonly wanted: readonly Span[];
  /** Recordings, also those that retention has deleted since. */
  readonly recorded: readonly Span[];
  readonly gaps: readonly GapRow[];
}

export interface CoverageRepository {
  /** What was before each camera was taken (UTC ms): recordings that began later are the holder's own. */
  facts(takenAtMs: ReadonlyMap<CameraId, number>): Promise<CoverageFacts[]>;
  /**
   * One transaction: deletes `drops`, writes the newest state of the changed gaps, and puts alarms in the outbox. The
   * start of a known gap only moves forward (recovery may have trimmed it), one that has ended is never opened again. An open gap ends what an earlier epoch left
   * open and is refused when a later epoch holds the camera; gaps of cameras switched off end with their wanted
   * period. At most one change a gap.
   */
  save(changes: readonly GapChange[], drops: readonly string[]): Promise<void>;
  period(cameraId: CameraId, fromMs: number, toMs: number): Promise<CoveragePeriod>;
}

const msOf = (at: Date | null): number | null => at?.getTime() ?? null;
const iso = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString());

interface StoredGap {
  readonly id: string;
  readonly camera_id: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly cause: string;
  readonly params: GapParams;
  readonly epoch: number;
  readonly alarmed_at: Date | null;
}

function gapOf(row: StoredGap, cameraId: CameraId): GapRow {
  const cause: GapCause = isGapCause(row.cause) ? row.cause : 'unknown';
  return {
    id: row.id,
    cameraId,
    startedAtMs: row.started_at.getTime(),
    endedAtMs: msOf(row.ended_at),
    cause,
    params: row.params,
    epoch: row.epoch,
    alarmedAtMs: msOf(row.alarmed_at),
  };
}

/** What was deleted is remembered for good: only the part of it that can touch a period may be read. */
const LONGEST_RECORDING = sql`interval '1 hour'`;

export function createCoverageRepository(db: Kysely<Tables>): CoverageRepository {
  return {
    async facts(takenAtMs) {
      const taken = [...takenAtMs].map(([id, atMs]) => ({ id, taken_at: iso(atMs) }));
      const found = await sql<{
        id: string;
        wanted_since: Date | null;
        wanted_before_to: Date | null;
        recorded_to: Date | null;
        node_id: string | null;
        last_gap_end: Date | null;
        gap:
          | (Omit<StoredGap, 'started_at' | 'ended_at' | 'alarmed_at'> & { started_at: string; alarmed_at: string })
          | null;
        recorded_since_gap: Date | null;
      }>`
        select c.id, w.from_at as wanted_since, b.to_at as wanted_before_to, r.ended_at as recorded_to, r.node_id,
          l.ended_at as last_gap_end, to_jsonb(g.*) as gap, s.started_at as recorded_since_gap
        from jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) as t (id text, taken_at timestamptz)
        join camera c on c.id = t.id
        left join camera_wanted w on w.camera_id = c.id and w.to_at is null
        left join lateral (select max(to_at) as to_at from camera_wanted where camera_id = c.id) b on true
        left join lateral (select ended_at, node_id from recording where camera_id = c.id
          and started_at < t.taken_at order by ended_at desc limit 1) r on true
        left join lateral (select ended_at from recording_gap where camera_id = c.id and ended_at is not null
          order by started_at desc limit 1) l on true
        left join recording_gap g on g.camera_id = c.id and g.ended_at is null
        left join lateral (select started_at from recording where camera_id = c.id
          and started_at >= g.started_at - interval '20 milliseconds' and started_at < t.taken_at
          order by started_at limit 1) s on true`.execute(db);
      return found.rows.flatMap((row) => {
        const cameraId = parseCameraId(row.id);
        if (cameraId === null) return [];
        const stored = row.gap && {
          ...row.gap,
          started_at: new Date(row.gap.started_at),
          ended_at: null,
          alarmed_at: row.gap.alarmed_at === null ? null : new Date(row.gap.alarmed_at),
        };
        return {
          cameraId,
          wantedSinceMs: msOf(row.wanted_since),
          wantedBeforeToMs: msOf(row.wanted_before_to),
          recordedToMs: msOf(row.recorded_to),
          recordedOnNode: row.node_id,
          lastGapEndMs: msOf(row.last_gap_end),
          openGap: stored === null ? null : gapOf(stored, cameraId),
          recordedSinceGapMs: msOf(row.recorded_since_gap),
        };
      });
    },

    async save(changes, drops) {
      const records = changes.map(({ row }) => ({
        id: row.id,
        camera_id: row.cameraId,
        started_at: iso(row.startedAtMs),
        ended_at: iso(row.endedAtMs),
        cause: row.cause,
        params: row.params,
        epoch: row.epoch,
        alarmed_at: iso(row.alarmedAtMs),
      }));
      const alarms = changes.flatMap(({ row, alarm }) =>
        alarm === null
          ? []
          : [
              {
                state: alarm,
                gapId: row.id,
                cameraId: row.cameraId,
                startedAt: iso(row.startedAtMs),
                endedAt: iso(row.endedAtMs),
                cause: row.cause,
                params: row.params,
              },
            ],
      );
      const cameras = [...new Set(changes.map(({ row }) => row.cameraId))];
      const given = sql`jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as o (id uuid, camera_id text,
        started_at timestamptz, ended_at timestamptz, cause text, params jsonb, epoch bigint, alarmed_at timestamptz)`;
      await db.transaction().execute(async (tx) => {
        if (drops.length > 0) await sql`delete from recording_gap where id = any(${[...drops]}::uuid[])`.execute(tx);
        if (records.length === 0) return;
        await write(tx, sql`o.ended_at is not null`);
        await sql`update recording_gap g set updated_at = now(),
            ended_at = greatest(o.started_at, g.started_at + interval '1 millisecond')
          from ${given} where o.ended_at is null and g.camera_id = o.camera_id and g.ended_at is null and g.id <> o.id
            and g.epoch <= o.epoch`.execute(tx);
        await write(
          tx,
          sql`o.ended_at is null
            and not exists (select from camera_lease l where l.camera_id = o.camera_id and l.epoch > o.epoch)
            and not exists (select from recording_gap g where g.camera_id = o.camera_id and g.ended_at is null
              and g.id <> o.id)`,
        );
        await endWithWanted(tx, cameras);
        if (alarms.length === 0) return;
        const rows = alarms.map((payload) => ({
          kind: 'recording.gap',
          payload: JSON.stringify(payload),
          done_at: null,
        }));
        await tx.insertInto('outbox').values(rows).execute();
      });

      async function write(tx: Kysely<Tables>, condition: ReturnType<typeof sql>): Promise<void> {
        await sql`
          insert into recording_gap (id, camera_id, started_at, ended_at, cause, params, epoch, alarmed_at)
          select o.id, o.camera_id, o.started_at, o.ended_at, o.cause, o.params, o.epoch, o.alarmed_at from ${given}
          join camera on camera.id = o.camera_id
          where ${condition}
          on conflict (id) do update set
            started_at = least(greatest(recording_gap.started_at, excluded.started_at),
              coalesce(excluded.ended_at - interval '1 millisecond', 'infinity')),
            ended_at = coalesce(excluded.ended_at, recording_gap.ended_at), cause = excluded.cause, params = excluded.params, epoch = excluded.epoch,
            alarmed_at = coalesce(recording_gap.alarmed_at, excluded.alarmed_at), updated_at = now()`.execute(tx);
      }
    },

    async period(cameraId, fromMs, toMs) {
      const [from, to] = [new Date(fromMs), new Date(toMs)];
      const [wanted, recorded, gaps] = await Promise.all([
        sql<{ start: Date; end: Date | null }>`select from_at as start, to_at as end from camera_wanted
          where camera_id = ${cameraId} and from_at < ${to} and coalesce(to_at, 'infinity') > ${from}
          order by from_at`.execute(db),
        sql<{ start: Date; end: Date }>`select started_at as start, ended_at as end from recording
          where camera_id = ${cameraId} and started_at < ${to} and ended_at > ${from}
          union all select started_at, ended_at from deletion_record
          where camera_id = ${cameraId} and started_at < ${to} and started_at > ${from}::timestamptz - ${LONGEST_RECORDING}
            and ended_at > ${from}
          order by 1`.execute(db),
        sql<StoredGap>`select * from recording_gap
          where camera_id = ${cameraId} and started_at < ${to} and coalesce(ended_at, 'infinity') > ${from}
          order by started_at`.execute(db),
      ]);
      const spanOf = (row: { start: Date; end: Date | null }): Span => ({
        fromMs: row.start.getTime(),
        toMs: row.end?.getTime() ?? Number.POSITIVE_INFINITY,
      });
      return {
        wanted: wanted.rows.map(spanOf),
        recorded: recorded.rows.map(spanOf),
        gaps: gaps.rows.map((row) => gapOf(row, cameraId)),
      };
    },
  };
}

/** A camera that is switched off misses nothing: its open gap ends with the period in which it was wanted. */
async function endWithWanted(tx: Kysely<Tables>, cameras: readonly CameraId[]): Promise<void> {
  await sql`delete from recording_gap g where g.camera_id = any(${[...cameras]}) and g.ended_at is null
    and not exists (select from camera_wanted w where w.camera_id = g.camera_id
      and coalesce(w.to_at, 'infinity') > g.started_at)`.execute(tx);
  await sql`update recording_gap g set updated_at = now(),
      ended_at = (select max(w.to_at) from camera_wanted w where w.camera_id = g.camera_id)
    where g.camera_id = any(${[...cameras]}) and g.ended_at is null
      and not exists (select from camera_wanted w where w.camera_id = g.camera_id and w.to_at is null)`.execute(tx);
}
