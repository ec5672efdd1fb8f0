import { randomUUID } from 'node:crypto';
import { SMALLEST_GAP_MS } from '@thapcanh/core/coverage/coverage-limits';
import type { CameraId } from '@thapcanh/core/ids';
import type { CoveragePeriod } from './coverage.repository.ts';
import type { GapRow } from './gap-row.ts';
import { inside, joined, type Span, without } from './spans.ts';

export interface Repair {
  /** New and changed gaps, closed ones first. */
  readonly saves: readonly GapRow[];
  readonly drops: readonly string[];
  /** Of the saves: holes that no gap explained. */
  readonly unexplained: number;
}

/**
 * What must change so that recordings and gaps of one camera cover the wanted time of `period` exactly once: gaps are cut
 * back to what is really missing (a recovered file, a camera switched off), holes that nothing explains become gaps of
 * cause `unknown`. A gap keeps its id with its first
 * piece, an open one with the piece that is still open. What reaches beyond the period is only judged inside it.
 */
export function reconcile(cameraId: CameraId, found: CoveragePeriod, period: Span): Repair {
  const recorded = joined(found.recorded, SMALLEST_GAP_MS);
  const isGap = ({ fromMs, toMs }: Span): boolean =>
    toMs - fromMs >= SMALLEST_GAP_MS || fromMs === period.fromMs || toMs === period.toMs;
  const missing = without(inside(joined(found.wanted), period), recorded).filter(isGap);
  const saves: GapRow[] = [];
  const drops: string[] = [];
  let explained: Span[] = [];
  for (const gap of found.gaps) {
    const whole = { fromMs: gap.startedAtMs, toMs: gap.endedAtMs ?? Number.POSITIVE_INFINITY };
    const outside = [
      { fromMs: whole.fromMs, toMs: Math.min(whole.toMs, period.fromMs) },
      { fromMs: Math.max(whole.fromMs, period.toMs), toMs: whole.toMs },
    ];
    const own = without(
      missing.flatMap((span) => inside([span], whole)),
      explained,
    );
    const kept = joined([...outside, ...own]);
    explained = joined([...explained, ...own]);
    const keeper = gap.endedAtMs === null ? kept.at(-1) : kept[0];
    if (keeper === undefined) drops.push(gap.id);
    else if (keeper.fromMs !== whole.fromMs || keeper.toMs !== whole.toMs) saves.push(pieceOf(gap, keeper));
    for (const piece of kept) if (piece !== keeper) saves.push({ ...pieceOf(gap, piece), id: randomUUID() });
  }
  const holes = without(missing, explained).filter(({ fromMs, toMs }) => toMs - fromMs >= SMALLEST_GAP_MS);
  for (const { fromMs, toMs } of holes) {
    const facts = { cause: 'unknown', params: {}, epoch: 0, alarmedAtMs: null } as const;
    saves.push({ id: randomUUID(), cameraId, startedAtMs: fromMs, endedAtMs: toMs, ...facts });
  }
  saves.sort((a, b) => Number(a.endedAtMs === null) - Number(b.endedAtMs === null));
  return { saves, drops, unexplained: holes.length };
}

function pieceOf(gap: GapRow, { fromMs, toMs }: Span): GapRow {
  return { ...gap, startedAtMs: fromMs, endedAtMs: toMs === Number.POSITIVE_INFINITY ? null : toMs };
}
