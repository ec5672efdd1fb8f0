import { SMALLEST_GAP_MS } from '@thapcanh/core/coverage/coverage-limits';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gate, known, START_MS, setUp } from './coverage.fixture.ts';
import { reconcile } from './reconcile.ts';
import { joined, without } from './spans.ts';

test('a camera that never delivers is one gap from when it was switched on, with the cause that shows', async () => {
  const { clock, begin, gaps, pass, settled, table } = setUp();
  const ledger = begin();
  ledger.cameraTaken(gate, 1);
  await known(ledger);
  pass(ledger, 1_000);
  ledger.fault(gate, 'session', { code: 'TC_CAMERA_AUTH_FAILED', params: { host: 'x' } });
  pass(ledger, 60_000);
  await settled(ledger);
  expect(gaps()).toEqual([
    [0, 1_000, 'connecting'],
    [1_000, null, 'camera-auth'],
  ]);
  expect(table.alarms).toEqual([['open', 'camera-auth']]);
  expect(clock.atMs).toBe(START_MS + 61_000);
});

test('a cut connection is a gap between the last and the next recorded instant, told once and closed once', async () => {
  const { clock, begin, record, gaps, pass, settled, table, events } = setUp();
  const ledger = begin();
  ledger.cameraTaken(gate, 1);
  await known(ledger);
  record(ledger, START_MS, START_MS + 10_000);
  clock.atMs = START_MS + 10_200;
  ledger.fault(gate, 'session', { code: 'TC_CAMERA_CONNECTION_LOST', params: { detail: 'closed' } });
  record(ledger, START_MS + 10_000, START_MS + 10_150);
  pass(ledger, 4_000);
  await settled(ledger);
  ledger.fault(gate, 'session', { code: 'TC_CAMERA_UNREACHABLE', params: { host: 'x', port: 554 } });
  pass(ledger, 16_000);
  await settled(ledger);
  expect(events).toEqual(['gap.opened', 'gap.closed', 'gap.opened']);
  ledger.fault(gate, 'session', null);
  record(ledger, START_MS + 30_000, START_MS + 31_000);
  await settled(ledger);
  expect(gaps()).toEqual([
    [10_150, 14_200, 'network-cut'],
    [14_200, 30_000, 'camera-offline'],
  ]);
  expect(table.alarms).toEqual([
    ['open', 'camera-offline'],
    ['closed', 'camera-offline'],
  ]);
});

test('lost packets make a short gap; what is shorter than half a second counts as recorded', async () => {
  const { begin, gaps, settled } = setUp();
  const ledger = begin();
  ledger.cameraTaken(gate, 1);
  await known(ledger);
  ledger.recorded(gate, START_MS, START_MS + 1_000);
  ledger.recorded(gate, START_MS + 1_400, START_MS + 2_000, 'loss');
  ledger.recorded(gate, START_MS + 2_600, START_MS + 3_000, 'loss');
  ledger.recorded(gate, START_MS + 4_000, START_MS + 5_000, 'overflow');
  await settled(ledger);
  expect(gaps()).toEqual([
    [2_000, 2_600, 'packet-loss'],
    [3_000, 4_000, 'disk-slow'],
  ]);
});

test.each([
  ['reconnect', 'network-cut'],
  ['loss', 'packet-loss'],
  ['new-description', 'stream-change'],
  ['clock-jump', 'clock-jump'],
] as const)('a hole in the stream for which the stream gives the reason %s has the cause %s', async (reason, cause) => {
  const { begin, record, gaps, pass, settled } = setUp();
  const ledger = begin();
  ledger.cameraTaken(gate, 1);
  await known(ledger);
  record(ledger, START_MS, START_MS + 1_000);
  ledger.recorded(gate, START_MS + 2_000, START_MS + 3_000, reason);
  // So long a hole is a gap before the stream says why.
  pass(ledger, 10_000);
  expect(ledger.statistics().openGaps).toBe(1);
  ledger.recorded(gate, START_MS + 10_000, START_MS + 11_000, reason);
  await settled(ledger);
  expect(gaps()).toEqual([
    [1_000, 2_000, cause],
    [3_000, 10_000, cause],
  ]);
});

test('a full disk is named while it lasts, also when the camera is cut meanwhile', async () => {
  const { begin, record, gaps, pass, settled } = setUp();
  const ledger = begin();
  ledger.cameraTaken(gate, 1);
  await known(ledger);
  record(ledger, START_MS, START_MS + 1_000);
  pass(ledger, 1_000);
  ledger.fault(gate, 'storage', { code: 'TC_CAMERA_STORAGE_FAILED', params: { detail: 'ENOSPC: no space left' } });
  pass(ledger, 9_000);
  ledger.fault(gate, 'session', { code: 'TC_CAMERA_CONNECTION_LOST', params: { detail: 'closed' } });
  pass(ledger, 10_000);
  ledger.fault(gate, 'session', null);
  pass(ledger, 10_000);
  ledger.fault(gate, 'storage', null);
  record(ledger, START_MS + 31_000, START_MS + 32_000);
  await settled(ledger);
  expect(gaps()).toEqual([
    [1_000, 10_000, 'disk-full'],
    [10_000, 21_000, 'network-cut'],
    [21_000, 31_000, 'disk-full'],
  ]);
});

test('a killed process costs a gap from its last durable recording, an orderly end is named by who ended', async () => {
  const { clock, begin, record, gaps, settled } = setUp();
  const killed = begin();
  killed.cameraTaken(gate, 1);
  await known(killed);
  record(killed, START_MS, START_MS + 8_000);
  clock.atMs = START_MS + 11_000;
  const next = begin();
  next.cameraTaken(gate, 2);
  await known(next);
  record(next, START_MS + 12_000, START_MS + 20_000);
  clock.atMs = START_MS + 20_000;
  next.cameraLeft(gate, 'system-stopped');
  await next.close();
  clock.atMs = START_MS + 90_000;
  const last = begin();
  last.cameraTaken(gate, 3);
  await known(last);
  record(last, START_MS + 91_000, START_MS + 92_000);
  await settled(last);
  expect(gaps()).toEqual([
    [8_000, 12_000, 'worker-restart'],
    [20_000, 91_000, 'system-stopped'],
  ]);
});

test('a process killed while a gap was open leaves it to its successor, which goes on with the same row', async () => {
  const { clock, begin, record, gaps, pass, settled, table } = setUp();
  const killed = begin();
  killed.cameraTaken(gate, 1);
  await known(killed);
  record(killed, START_MS, START_MS + 1_000);
  killed.fault(gate, 'session', { code: 'TC_CAMERA_UNREACHABLE', params: {} });
  pass(killed, 15_000);
  await settled(killed);
  const [id] = [...table.rows.keys()];
  clock.atMs += 30_000;
  const next = begin();
  next.cameraTaken(gate, 2);
  await known(next);
  record(next, START_MS + 50_000, START_MS + 51_000);
  await settled(next);
  expect(gaps()).toEqual([[1_000, 50_000, 'camera-offline']]);
  expect([...table.rows.keys()]).toEqual([id]);
  expect(table.alarms.map(([state]) => state)).toEqual(['open', 'closed']);
});

test('nothing is lost while the database is away, not even what was before', async () => {
  const { begin, record, gaps, pass, settled, table } = setUp();
  table.isAway = true;
  const ledger = begin();
  ledger.cameraTaken(gate, 1);
  pass(ledger, 3_000);
  record(ledger, START_MS + 2_000, START_MS + 3_000);
  pass(ledger, 60_000);
  record(ledger, START_MS + 62_000, START_MS + 63_000);
  table.isAway = false;
  await known(ledger);
  await settled(ledger);
  expect(gaps()).toEqual([
    [0, 2_000, 'connecting'],
    [3_000, 62_000, 'camera-silent'],
  ]);
});

test('an edit of the settings is a gap of that cause, a camera switched off misses nothing', async () => {
  const { clock, begin, record, gaps, settled } = setUp();
  const ledger = begin();
  ledger.cameraTaken(gate, 1);
  await known(ledger);
  record(ledger, START_MS, START_MS + 5_000);
  clock.atMs = START_MS + 5_000;
  ledger.cameraLeft(gate, 'settings-change');
  ledger.cameraTaken(gate, 1);
  record(ledger, START_MS + 6_000, START_MS + 7_000);
  clock.atMs = START_MS + 7_200;
  ledger.cameraLeft(gate, 'unwanted');
  clock.atMs = START_MS + 99_000;
  ledger.tick();
  await settled(ledger);
  expect(gaps()).toEqual([[5_000, 6_000, 'settings-change']]);
});

type Step =
  | { readonly kind: 'record' | 'silence' | 'loss'; readonly ms: number }
  | { readonly kind: 'fault' | 'well' | 'away' | 'back' | 'kill' | 'stop' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('record', 'silence', 'loss'), ms: fc.integer({ min: 50, max: 20_000 }) }),
    fc.record({ kind: fc.constantFrom('fault', 'well', 'away', 'back', 'kill', 'stop') }),
  ),
  { minLength: 1, maxLength: 40 },
) as fc.Arbitrary<Step[]>;

test('recordings and gaps together cover every second, whatever happens, and every gap says why', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const { clock, table, begin, record, pass, settled } = setUp();
      let ledger = begin();
      let epoch = 1;
      const take = async (): Promise<void> => {
        ledger.cameraTaken(gate, epoch++);
        if (!table.isAway) await known(ledger);
      };
      await take();
      let recordedToMs = clock.atMs;
      for (const step of script) {
        if (step.kind === 'record') {
          // The media clock follows the wall clock; a second is written when it is over.
          const fromMs = Math.max(recordedToMs, clock.atMs);
          for (let ms = 0; ms < step.ms; ms += 1_000) {
            const toMs = fromMs + Math.min(step.ms, ms + 1_000);
            pass(ledger, Math.max(0, toMs - clock.atMs));
            record(ledger, fromMs + ms, toMs);
            recordedToMs = toMs;
          }
        } else if (step.kind === 'silence') pass(ledger, step.ms);
        else if (step.kind === 'loss') clock.atMs += Math.min(step.ms, 3_000);
        else if (step.kind === 'fault') {
          ledger.fault(gate, 'session', { code: 'TC_CAMERA_CONNECTION_LOST', params: { detail: 'x' } });
        } else if (step.kind === 'well') ledger.fault(gate, 'session', null);
        else if (step.kind === 'away') table.isAway = true;
        else if (step.kind === 'back') table.isAway = false;
        else {
          // A killed process loses what waits in its memory; an orderly end waits for the database.
          if (step.kind === 'stop') {
            table.isAway = false;
            await known(ledger);
            ledger.cameraLeft(gate, 'system-stopped');
            await ledger.close();
          } else if (!table.isAway) await settled(ledger);
          else table.isAway = false;
          clock.atMs += 2_000;
          ledger = begin();
          await take();
        }
      }
      table.isAway = false;
      await known(ledger);
      pass(ledger, 6_000);
      await settled(ledger);
      const period = { fromMs: START_MS, toMs: clock.atMs - 6_000 };
      const repair = reconcile(gate, await table.period(), period);
      await table.save(
        repair.saves.map((row) => ({ row, alarm: null })),
        repair.drops,
      );
      const covered = joined(
        [...joined(table.recorded, SMALLEST_GAP_MS), ...table.gapSpans(clock.atMs)],
        SMALLEST_GAP_MS,
      );
      const missing = without([period], covered).filter(({ fromMs, toMs }) => toMs - fromMs >= SMALLEST_GAP_MS);
      expect(missing).toEqual([]);
      const again = reconcile(gate, await table.period(), period);
      expect(again).toMatchObject({ saves: [], drops: [], unexplained: 0 });
      const isDatabaseSteady = !script.some(({ kind }) => kind === 'away');
      if (isDatabaseSteady) expect(repair.unexplained).toBe(0);
    }),
    { numRuns: 150, endOnFailure: true },
  );
}, 60_000);
