import { SMALLEST_GAP_MS } from '@thapcanh/core/coverage/coverage-limits';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gate } from './coverage.fixture.ts';
import type { GapRow } from './gap-row.ts';
import { reconcile } from './reconcile.ts';
import { inside, joined, lengthMs, type Span, without } from './spans.ts';

const span = fc
  .tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 20_000 }))
  .map(([fromMs, ms]): Span => ({ fromMs, toMs: fromMs + ms }));

test('reconciled gaps are exactly what is wanted and not recorded, and a second time nothing changes', () => {
  fc.assert(
    fc.property(fc.array(span), fc.array(span), fc.array(span), (wanted, recorded, gapSpans) => {
      const gaps = joined(gapSpans).map(
        ({ fromMs, toMs }, n): GapRow => ({
          id: String(n),
          cameraId: gate,
          startedAtMs: fromMs,
          endedAtMs: toMs,
          cause: 'network-cut',
          params: {},
          epoch: 1,
          alarmedAtMs: null,
        }),
      );
      const period = { fromMs: 10_000, toMs: 90_000 };
      const repair = reconcile(gate, { wanted, recorded, gaps }, period);
      const after = new Map(gaps.map((gap) => [gap.id, gap]));
      for (const id of repair.drops) after.delete(id);
      for (const row of repair.saves) after.set(row.id, row);
      const rows = [...after.values()].sort((a, b) => a.startedAtMs - b.startedAtMs);
      const spans = inside(joined(rows.map((row) => ({ fromMs: row.startedAtMs, toMs: row.endedAtMs ?? 0 }))), period);
      const missing = without(inside(joined(wanted), period), joined(recorded, SMALLEST_GAP_MS));
      // Slivers at the ends of gaps are all that may differ.
      const rest = lengthMs(without(missing, spans)) + lengthMs(without(spans, missing));
      expect(rest).toBeLessThan(SMALLEST_GAP_MS * 2 * (missing.length + rows.length + 1));
      for (const hole of without(missing, spans)) expect(hole.toMs - hole.fromMs).toBeLessThan(SMALLEST_GAP_MS);
      expect(reconcile(gate, { wanted, recorded, gaps: rows }, period)).toMatchObject({ saves: [], drops: [] });
    }),
    { numRuns: 500, endOnFailure: true },
  );
});
