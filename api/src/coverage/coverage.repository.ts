import { SMALLEST_GAP_MS } from '@thapcanh/core/coverage/coverage-limits';
import { type GapCause, isGapCause } from '@thapcanh/core/coverage/gap-cause';
import type { CameraId } from '@thapcanh/core/ids';
import type { Tables } from '@thapcanh/infra/database/tables';
import { type Kysely, sql } from 'kysely';
import { type CameraScope, isInScope } from '../identity/camera-scope.ts';

/** UTC ms, half-open. */
export interface SpanMs {
  readonly startMs: number;
  readonly endMs: number;
}

export interface GapFact extends SpanMs {
  readonly id: string;
  readonly cause: GapCause;
  readonly params: Readonly<Record<string, string | number>>;
  readonly isOpen: boolean;
  readonly backfill: 'none' | 'wanted' | 'running' | 'done' | 'failed';
}

/** What is known of one camera in a period. All spans ordered, apart, inside the period. */
export interface CoverageFact {
  readonly cameraId: string;
  readonly name: string;
  readonly wanted: readonly SpanMs[];
  /** Only asked for with `withSpans`; holes under `SMALLEST_GAP_MS` are bridged. */
  readonly recorded: readonly SpanMs[];
  /** Wanted and not recorded. */
  readonly missing: readonly SpanMs[];
  readonly gaps: readonly GapFact[];
}

export interface CoverageWish {
  readonly scope: CameraScope;
  readonly period: SpanMs;
  /** One camera, or those whose folded name or id is like the pattern (null: all). */
  readonly cameraId?: CameraId;
  readonly pattern?: string | null;
  readonly withSpans?: boolean;
}

export type CoverageRepository = ReturnType<typeof createCoverageRepository>;

type Pair = readonly [number, number];
const spansOf = (pairs: readonly Pair[] | null): SpanMs[] =>
  (pairs ?? []).map(([startMs, endMs]) => ({ startMs, endMs }));

/** No recording is longer: a file takes a minute and the rest of a group of pictures. */
const LONGEST_RECORDING = sql`interval '1 hour'`;

/** SQL of coverage. A recording that retention deleted counts as recorded: nothing was lost when it happened. */
export function createCoverageRepository(db: Kysely<Tables>) {
  return {
    async cameraExists(cameraId: CameraId, scope: CameraScope): Promise<boolean> {
      const found = db
        .selectFrom('camera')
        .select('id')
        .where('id', '=', cameraId)
        .where(isInScope(scope, 'camera.id'));
      return (await found.executeTakeFirst()) !== undefined;
    },

    /**
     * Cameras that were wanted in the period, in one statement. Recordings are read from the index
     * `recording_camera_end` alone, one stretch of it a camera: a day of 1,000 cameras is 1.4 million entries.
     */
    async facts({ scope, period, cameraId, pattern = null, withSpans = false }: CoverageWish): Promise<CoverageFact[]> {
      const [from, to] = [new Date(period.startMs), new Date(period.endMs)];
      const whole = sql`tstzrange(${from}::timestamptz, ${to}::timestamptz)`;
      // A hole of exactly the smallest gap is a gap.
      const bridge = sql`make_interval(secs => ${(SMALLEST_GAP_MS - 0.001) / 1000})`;
      const pairs = (multirange: ReturnType<typeof sql>) => sql`(select jsonb_agg(jsonb_build_array(
        round(extract(epoch from lower(x)) * 1000)::bigint, round(extract(epoch from upper(x)) * 1000)::bigint)
        order by lower(x)) from unnest(${multirange}) x)`;
      const found = await sql<{
        id: string;
        name: string;
        wanted: Pair[] | null;
        recorded: Pair[] | null;
        missing: Pair[] | null;
        gaps:
          | (Omit<GapFact, 'startMs' | 'endMs' | 'cause'> & { startMs: number; endMs: number; cause: string })[]
          | null;
      }>`
        select c.id, c.name, ${pairs(sql`w.wanted`)} as wanted,
          ${withSpans ? pairs(sql`r.recorded * tstzmultirange(${whole})`) : sql`null::jsonb`} as recorded,
          ${pairs(sql`w.wanted - r.recorded`)} as missing, g.gaps
        from camera c
        join lateral (select range_agg(tstzrange(from_at, to_at) * ${whole}) as wanted from camera_wanted
          where camera_id = c.id and from_at < ${to} and coalesce(to_at, 'infinity') > ${from}) w on w.wanted is not null
        cross join lateral (
          select coalesce(range_agg(tstzrange(lower(x), upper(x) - ${bridge})), '{}'::tstzmultirange) as recorded
          from (select range_agg(tstzrange(started_at, ended_at + ${bridge})) as bridged from (
              select started_at, ended_at from recording where camera_id = c.id and ended_at > ${from}
                and ended_at < ${to}::timestamptz + ${LONGEST_RECORDING} and started_at < ${to} and ended_at > started_at
              union all
              select started_at, ended_at from deletion_record where camera_id = c.id and ended_at > ${from}
                and started_at > ${from}::timestamptz - ${LONGEST_RECORDING} and started_at < ${to}
                and ended_at > started_at
            ) s) b, unnest(b.bridged) x) r
        left join lateral (
          select jsonb_agg(jsonb_build_object('id', id, 'cause', cause, 'params', params, 'backfill', backfill,
            'isOpen', ended_at is null,
            'startMs', round(extract(epoch from greatest(started_at, ${from})) * 1000)::bigint,
            'endMs', round(extract(epoch from least(ended_at, ${to})) * 1000)::bigint) order by started_at) as gaps
          from recording_gap where camera_id = c.id and started_at < ${to}
            and coalesce(ended_at, 'infinity') > ${from}) g on true
        where ${isInScope(scope, 'c.id')} and (${cameraId ?? null}::text is null or c.id = ${cameraId ?? null})
          and (${pattern}::text is null or c.search_key like ${pattern} or c.id like ${pattern})
        order by c.id`.execute(db);
      return found.rows.map((row) => ({
        cameraId: row.id,
        name: row.name,
        wanted: spansOf(row.wanted),
        recorded: spansOf(row.recorded),
        missing: spansOf(row.missing),
        gaps: (row.gaps ?? []).map((gap) => ({ ...gap, cause: isGapCause(gap.cause) ? gap.cause : 'unknown' })),
      }));
    },
  };
}
