import { Counter, Gauge, type Registry } from 'prom-client';
import type { DiskPacer } from '../recorder/disk-pacer.ts';
import type { RecordingLedger } from '../recorder/recording-ledger.ts';
import type { CoverageLedger } from './coverage-ledger.ts';
import type { CoverageReconciler } from './coverage-reconciler.ts';
import type { SteadyClock } from './steady-clock.ts';

export interface CoverageMetricsSources {
  readonly coverage: CoverageLedger;
  readonly reconciler: CoverageReconciler;
  readonly ledger: RecordingLedger;
  readonly pacer: DiskPacer;
  readonly clock: Pick<SteadyClock, 'aheadMs'>;
}

/** What the cameras of a worker share in recording: gaps, rows and turns that wait. Read at the moment of a scrape. */
export function registerCoverageMetrics(registry: Registry, sources: CoverageMetricsSources): void {
  const { coverage, reconciler, ledger, pacer, clock } = sources;
  const registers = [registry];
  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  };
  const counter = (name: string, help: string, value: () => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  };
  gauge('tc_coverage_open_gaps', 'Cameras that are not being recorded now', () => coverage.statistics().openGaps);
  gauge('tc_coverage_waiting_gaps', 'Gaps that wait for the database', () => coverage.statistics().waitingGaps);
  counter('tc_coverage_refused_gaps_total', 'Gaps that the database will never take', () => {
    return coverage.statistics().refusedGaps;
  });
  counter('tc_coverage_unexplained_gaps_total', 'Holes that nothing explained, written with cause unknown', () => {
    return reconciler.statistics().unexplained;
  });
  counter('tc_coverage_trimmed_gaps_total', 'Gaps cut back to what is missing', () => reconciler.statistics().trimmed);
  gauge('tc_coverage_clock_ahead_seconds', 'How far times of pictures are ahead of our wall clock, set back', () => {
    return clock.aheadMs / 1_000;
  });
  gauge('tc_recorder_waiting_rows', 'Recording rows that wait for the database', () => ledger.waitingRows);
  counter('tc_recorder_dropped_rows_total', 'Recording rows left to recovery', () => ledger.droppedRows);
  counter('tc_recorder_refused_rows_total', 'Recording rows the database will never take', () => ledger.refusedRows);
  gauge('tc_recorder_waiting_syncs', 'Files that wait for their turn to be synced', () => pacer.waitingSyncs);
}
