import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { expect, vi } from 'vitest';
import { silentLog } from '../worker/test-media.fixture.ts';
import type { CoverageFacts, CoveragePeriod, CoverageRepository } from './coverage.repository.ts';
import { CoverageLedger } from './coverage-ledger.ts';
import type { GapAlarm, GapRow } from './gap-row.ts';
import { joined, type Span } from './spans.ts';

export const gate = parseCameraId('gate') as CameraId;
export const START_MS = 1_800_000_000_000;

class FakeClock implements Clock {
  atMs = START_MS;
  nowMs = (): number => this.atMs;
  monotonicMs = (): number => this.atMs;
}

/** The table as its statements treat it, for one camera. */
class FakeTable implements CoverageRepository {
  readonly rows = new Map<string, GapRow>();
  readonly alarms: [GapAlarm, string][] = [];
  /** Durable recordings. */
  readonly recorded: Span[] = [];
  isAway = false;

  async facts(takenAtMs: ReadonlyMap<CameraId, number>): Promise<CoverageFacts[]> {
    this.#refuseWhenAway();
    const before = this.recorded.filter(({ fromMs }) => fromMs < (takenAtMs.get(gate) ?? 0));
    const rows = [...this.rows.values()];
    const openGap = rows.find((row) => row.endedAtMs === null) ?? null;
    const since = before.find((span) => openGap !== null && span.fromMs >= openGap.startedAtMs - 20);
    const newest = (ends: number[]): number | null => (ends.length === 0 ? null : Math.max(...ends));
    return [
      {
        cameraId: gate,
        wantedSinceMs: START_MS,
        wantedBeforeToMs: null,
        recordedToMs: newest(before.map(({ toMs }) => toMs)),
        recordedOnNode: 'node-a',
        lastGapEndMs: newest(rows.flatMap(({ endedAtMs }) => (endedAtMs === null ? [] : [endedAtMs]))),
        openGap,
        recordedSinceGapMs: since?.fromMs ?? null,
      },
    ];
  }

  async save(changes: readonly { row: GapRow; alarm: GapAlarm | null }[], drops: readonly string[]): Promise<void> {
    this.#refuseWhenAway();
    for (const id of drops) this.rows.delete(id);
    for (const { row, alarm } of changes) {
      const startedAtMs = Math.max(row.startedAtMs, this.rows.get(row.id)?.startedAtMs ?? 0);
      this.rows.set(row.id, { ...row, startedAtMs });
      if (alarm !== null) this.alarms.push([alarm, row.cause]);
    }
    expect([...this.rows.values()].filter((row) => row.endedAtMs === null).length).toBeLessThanOrEqual(1);
  }

  async period(): Promise<CoveragePeriod> {
    const rows = [...this.rows.values()].sort((a, b) => a.startedAtMs - b.startedAtMs);
    return { wanted: [{ fromMs: START_MS, toMs: Number.POSITIVE_INFINITY }], recorded: this.recorded, gaps: rows };
  }

  gapSpans(untilMs: number): Span[] {
    return joined([...this.rows.values()].map((row) => ({ fromMs: row.startedAtMs, toMs: row.endedAtMs ?? untilMs })));
  }

  #refuseWhenAway(): void {
    if (this.isAway) throw new Error('the database is away');
  }
}

/** Processes one after the other that tell of one camera, over the same table. */
export function setUp() {
  const clock = new FakeClock();
  const table = new FakeTable();
  const events: string[] = [];
  const publish = async (event: { type: string }): Promise<void> => void events.push(event.type);
  const timing = { gatherMs: 0, retryMs: 1 };
  let life = 0;
  /** A process; with it ends the one before, whose writes reach nothing any more. */
  const begin = () => {
    const own = ++life;
    const whileAlive = <Result>(work: () => Promise<Result>): Promise<Result> =>
      own === life ? work() : Promise.reject(new Error('the process was killed'));
    const repository: CoverageRepository = {
      facts: (takenAtMs) => whileAlive(() => table.facts(takenAtMs)),
      save: (changes, drops) => whileAlive(() => table.save(changes, drops)),
      period: () => whileAlive(() => table.period()),
    };
    return new CoverageLedger({ repository, publish, clock, log: silentLog, nodeId: 'node-a', ...timing });
  };
  const settled = (ledger: CoverageLedger): Promise<unknown> =>
    vi.waitFor(() => expect(ledger.statistics().waitingGaps).toBe(0), { interval: 1 });
  /** As the recorder and its rows do: bytes are said at once, and durable. */
  const record = (ledger: CoverageLedger, fromMs: number, toMs: number): void => {
    table.recorded.push({ fromMs, toMs });
    ledger.recorded(gate, fromMs, toMs);
  };
  const gaps = () =>
    [...table.rows.values()]
      .sort((a, b) => a.startedAtMs - b.startedAtMs)
      .map((row) => [row.startedAtMs - START_MS, row.endedAtMs && row.endedAtMs - START_MS, row.cause]);
  const pass = (ledger: CoverageLedger, ms: number): void => {
    for (const endMs = clock.atMs + ms; clock.atMs < endMs; ) {
      clock.atMs += Math.min(1_000, endMs - clock.atMs);
      ledger.tick();
    }
  };
  return { clock, table, events, begin, settled, record, gaps, pass };
}

/** When the ledger knows what was before it. */
export const known = async (ledger: CoverageLedger): Promise<void> => {
  ledger.tick();
  await vi.waitFor(() => expect(ledger.isReady(gate)).toBe(true), { interval: 1 });
};
