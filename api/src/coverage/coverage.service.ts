import { INDEX_LAG_MS } from '@thapcanh/core/coverage/coverage-limits';
import { GAP_CAUSES, type GapCause, gapCauseText } from '@thapcanh/core/coverage/gap-cause';
import type { CameraId } from '@thapcanh/core/ids';
import { foldText } from '@thapcanh/core/text/fold-text';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { CoverageFact, CoverageRepository, GapFact, SpanMs } from './coverage.repository.ts';
import type { CameraCoverage, CoverageQuery, DayCoverage, DayQuery, GapView } from './coverage.schema.ts';
import { missingByCause } from './missing-causes.ts';

const HOUR_MS = 3_600_000;
const MAX_HOURS = 31 * 24;
/** Viet Nam has had no other offset since 1975 and no summer time. */
const VIETNAM_OFFSET = '+07:00';

export type CoverageService = ReturnType<typeof createCoverageService>;

/** What was recorded of what was wanted, and why the rest is missing. */
export function createCoverageService(deps: { coverage: CoverageRepository; clock: Clock }) {
  const { coverage, clock } = deps;
  /** What is younger is neither recorded nor missing yet. */
  const known = ({ startMs, endMs }: SpanMs): SpanMs => ({
    startMs,
    endMs: Math.min(endMs, clock.nowMs() - INDEX_LAG_MS),
  });

  return {
    /** Throws `TC_CAMERA_NOT_FOUND`, and `TC_PERIOD_INVALID` past 31 days. */
    async camera(auth: Auth, cameraId: CameraId, query: CoverageQuery): Promise<CameraCoverage> {
      const { scope } = requireAccess(auth, 'coverage.view');
      const period = known(periodOf(query));
      const isPast = period.endMs > period.startMs;
      const [fact] = isPast ? await coverage.facts({ scope, period, cameraId, withSpans: true }) : [];
      if (!fact && !(await coverage.cameraExists(cameraId, scope))) throw apiError('TC_CAMERA_NOT_FOUND', { cameraId });
      const { wantedMs, recordedMs, missingMs, completeness } = sumsOf(fact ? [fact] : []);
      return {
        spans: (fact?.recorded ?? []).map(spanView),
        gaps: (fact?.gaps ?? []).map(gapView),
        ...{ wantedMs, recordedMs, missingMs, completeness },
      };
    },

    /** Every camera that was switched on that day. Throws `TC_PERIOD_INVALID` for a day that is none. */
    async day(auth: Auth, query: DayQuery): Promise<DayCoverage> {
      const { scope } = requireAccess(auth, 'coverage.view');
      const startMs = Date.parse(`${query.day}T00:00:00${VIETNAM_OFFSET}`);
      if (!Number.isFinite(startMs)) throw apiError('TC_PERIOD_INVALID', { detail: query.day, maxHours: 24 });
      const period = known({ startMs, endMs: startMs + 24 * HOUR_MS });
      const folded = foldText(query.q ?? '').replace(/[\\%_]/g, '\\$&');
      const pattern = folded === '' ? null : `%${folded}%`;
      const facts = period.endMs > startMs ? await coverage.facts({ scope, period, pattern }) : [];
      const items = facts.map((fact) => ({
        cameraId: fact.cameraId,
        name: fact.name,
        ...sumsOf([fact]),
        longestGap: longestOf(fact.missing),
      }));
      items.sort((a, b) => b.missingMs - a.missingMs || a.cameraId.localeCompare(b.cameraId));
      return { items, total: { cameras: items.length, ...sumsOf(facts) } };
    },
  };
}

const lengthMs = (spans: readonly SpanMs[]): number =>
  spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);

function sumsOf(facts: readonly CoverageFact[]): Omit<DayCoverage['total'], 'cameras'> {
  const byCause = new Map<GapCause, number>();
  for (const { missing, gaps } of facts) {
    for (const [cause, ms] of missingByCause(missing, gaps)) byCause.set(cause, (byCause.get(cause) ?? 0) + ms);
  }
  const wantedMs = facts.reduce((sum, { wanted }) => sum + lengthMs(wanted), 0);
  const missingMs = facts.reduce((sum, { missing }) => sum + lengthMs(missing), 0);
  const oursMs = [...byCause].reduce((sum, [cause, ms]) => sum + (GAP_CAUSES[cause].isOurs ? ms : 0), 0);
  const causes = [...byCause]
    .map(([cause, ms]) => ({ cause, text: textOf(cause, {}), missingMs: ms }))
    .sort((a, b) => b.missingMs - a.missingMs);
  return {
    wantedMs,
    recordedMs: wantedMs - missingMs,
    missingMs,
    completeness: wantedMs === 0 ? null : (wantedMs - missingMs) / wantedMs,
    ours: { missingMs: oursMs },
    causes,
  };
}

function longestOf(missing: readonly SpanMs[]): DayCoverage['items'][number]['longestGap'] {
  const longest = missing.reduce<SpanMs | null>(
    (best, span) => (best === null || span.endMs - span.startMs > best.endMs - best.startMs ? span : best),
    null,
  );
  return longest && { ...spanView(longest), missingMs: longest.endMs - longest.startMs };
}

const at = (ms: number): string => new Date(ms).toISOString();
const spanView = ({ startMs, endMs }: SpanMs) => ({ startedAt: at(startMs), endedAt: at(endMs) });

function textOf(cause: GapCause, params: GapFact['params']): { vi: string; en: string } {
  return { vi: gapCauseText(cause, params, 'vi'), en: gapCauseText(cause, params, 'en') };
}

function gapView(gap: GapFact): GapView {
  return {
    id: gap.id,
    startedAt: at(gap.startMs),
    endedAt: gap.isOpen ? null : at(gap.endMs),
    cause: gap.cause,
    text: textOf(gap.cause, gap.params),
    isOurs: GAP_CAUSES[gap.cause].isOurs,
    backfill: gap.backfill,
  };
}

function periodOf(query: CoverageQuery): SpanMs {
  const startMs = Date.parse(query.from);
  const endMs = Date.parse(query.to);
  if (!(endMs > startMs)) throw apiError('TC_PERIOD_INVALID', { detail: 'from >= to', maxHours: MAX_HOURS });
  if (endMs - startMs > MAX_HOURS * HOUR_MS)
    throw apiError('TC_PERIOD_INVALID', { detail: `> ${MAX_HOURS} h`, maxHours: MAX_HOURS });
  return { startMs, endMs };
}
