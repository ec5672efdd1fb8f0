import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { systemErrorCode } from '@thapcanh/infra/errors/storage-failure';
import { type ScanResult, scanFragments } from '../fmp4/fragment-scan.ts';
import type { SessionLog } from '../media/media-types.ts';
import { FragmentIndex } from './fragment-index.ts';
import { readInitFacts } from './init-reading.ts';
import { pause } from './pause.ts';
import type { RecordingRepository, RecordingRow } from './recording.repository.ts';
import type { RecordingLedger } from './recording-ledger.ts';
import { parseRecordingPath, recordingHourDir } from './recording-path.ts';
import type { StoreVerdict } from './store-marker.ts';
import { syncDirectory } from './sync-directory.ts';

export interface RecoveryOptions {
  readonly recordingsDir: string;
  readonly nodeId: string;
  /** This worker: of its own cameras everything is looked at that `ledger` does not hold. */
  readonly workerId?: string;
  readonly repository: RecordingRepository;
  readonly ledger: RecordingLedger;
  readonly clock: Clock;
  readonly log: SessionLog;
  readonly signal: AbortSignal;
  /** Asked first: nothing is recovered from a directory that is not the known store. */
  readonly store: () => Promise<StoreVerdict>;
  /** How far back files without a row are looked for; default 48. */
  readonly lookBackHours?: number;
  /** Hears of every span that now has a finished row on its way. */
  readonly onRecovered?: (cameraId: CameraId, fromMs: number, toMs: number) => void;
}

export interface RecoveryReport {
  /** Finished rows written, with and without a row before. */
  readonly recovered: number;
  /** Open rows whose file is not there; left as they are. */
  readonly missing: number;
  /** Files that held no whole fragment and had no row: removed. */
  readonly empty: number;
  readonly failed: number;
}

const HOUR_MS = 3_600_000;
/** Where a crash leaves files without a row; looked through for all cameras before what is older. */
const RECENT_HOURS = 2;
const LOOK_BACK_HOURS = 48;
/** A recorder writes every second: a file that was touched within this time may still be written by somebody. */
const QUIET_MS = 3_000;

/**
 * Finishes what killed workers of this node left: `open` rows, newest first, and files without a row of the last 48
 * hours. Each file is cut back to its whole fragments, synced, and its row written from what the file holds (times from
 * its name and its decode times). No row is ever deleted: a row whose file is missing is only logged.
 *
 * May run while this and other workers of the node record. It leaves alone what this process holds, what began after
 * another worker, the present holder of its camera, took it, and, until they are quiet for 3 s, files that somebody
 * still writes. Run it once a node at a time. One file is open at a time and one camera's names are in memory. Never
 * rejects for a single bad file; rejects when the database does not answer.
 */
export async function recoverRecordings(options: RecoveryOptions): Promise<RecoveryReport> {
  const counts = { recovered: 0, missing: 0, empty: 0, failed: 0 };
  const { repository, nodeId, workerId = null, ledger, log, signal } = options;
  const store = await options.store();
  if (store.kind !== 'known') {
    log.warn({ store: store.kind }, 'recordings are not recovered: their directory is not the known store');
    return counts;
  }
  const open = await repository.abandonedRecordings(nodeId, workerId);
  // Asked at once: what is finished later than this was not abandoned.
  for (const { id, path: relativePath } of open.filter((row) => !ledger.isHeld(row.path))) {
    await settle(options, counts, relativePath, id);
  }
  const nowMs = options.clock.nowMs();
  const furthest = options.lookBackHours ?? LOOK_BACK_HOURS;
  for (const hours of [
    { from: 0, to: Math.min(furthest, RECENT_HOURS) },
    { from: RECENT_HOURS + 1, to: furthest },
  ]) {
    for (const [camera, heldSinceMs] of await repository.cameraHolds(workerId)) {
      const cameraId = parseCameraId(camera);
      if (cameraId === null || signal.aborted) continue;
      for (const file of await filesWithoutRow(options, cameraId, nowMs, hours)) {
        const startedAtMs = parseRecordingPath(file)?.startedAtMs ?? 0;
        const isOfHolder = heldSinceMs !== null && startedAtMs >= heldSinceMs;
        if (!isOfHolder) await settle(options, counts, file, null);
      }
    }
  }
  if (counts.recovered + counts.missing + counts.failed > 0) log.info(counts, 'recordings recovered');
  return counts;
}

type Outcome = keyof RecoveryReport;

async function settle(
  options: RecoveryOptions,
  counts: Record<Outcome, number>,
  relativePath: string,
  rowId: string | null,
): Promise<void> {
  if (options.signal.aborted || options.ledger.isHeld(relativePath)) return;
  try {
    const outcome = await recoverFile(options, relativePath, rowId);
    if (outcome !== null) counts[outcome] += 1;
  } catch (error) {
    counts.failed += 1;
    options.log.warn({ err: error, path: relativePath }, 'a recording cannot be recovered');
  }
}

async function recoverFile(
  options: RecoveryOptions,
  relativePath: string,
  rowId: string | null,
): Promise<Outcome | null> {
  const { recordingsDir, ledger, log, nodeId } = options;
  const named = parseRecordingPath(relativePath);
  if (named === null) throw new Error('the path is not one of a recording');
  const absolutePath = path.join(recordingsDir, relativePath);
  const file = await openOrNull(absolutePath);
  if (file === null) {
    log.warn({ cameraId: named.cameraId, path: relativePath }, 'the file of a recording is missing, its row is kept');
    return 'missing';
  }
  try {
    if (!(await isQuiet(file, options)) || ledger.isHeld(relativePath)) return null;
    const { size } = await file.stat();
    const scan = await scanFragments((offset, length) => readAt(file, offset, length), size);
    const facts = readInitFacts(await readAt(file, 0, scan.initBytes));
    if (scan.fragments.length === 0 || facts === null) {
      if (rowId !== null) throw new Error('the file holds no whole fragment');
      // Without a row there is nothing to delete after it, and without a fragment there is nothing to keep.
      await rm(absolutePath, { force: true });
      await syncDirectory(path.dirname(absolutePath));
      return 'empty';
    }
    if (scan.wholeBytes < size) await file.truncate(scan.wholeBytes);
    await file.datasync();
    await syncChain(recordingsDir, absolutePath);
    const times = indexOf(scan, named.startedAtMs);
    const owner = { nodeId, epoch: 0 };
    ledger.hold(relativePath);
    ledger.save({
      id: rowId ?? randomUUID(),
      ...named,
      ...facts,
      ...times,
      ...owner,
      state: 'finished',
      path: relativePath,
    });
    options.onRecovered?.(named.cameraId, named.startedAtMs, times.endedAtMs);
    return 'recovered';
  } finally {
    await file.close();
  }
}

/** Waits until nobody has written for a while; false when somebody goes on, or when told to stop. */
async function isQuiet(file: FileHandle, { clock, signal }: RecoveryOptions): Promise<boolean> {
  const before = await file.stat();
  const ageMs = clock.nowMs() - before.mtimeMs;
  if (ageMs >= QUIET_MS || ageMs < 0) return true;
  await pause(QUIET_MS - ageMs, signal);
  const after = await file.stat();
  return after.mtimeMs === before.mtimeMs && !signal.aborted;
}

/** From the file's directory to the root of recordings: who made them may have died before syncing them. */
async function syncChain(recordingsDir: string, absolutePath: string): Promise<void> {
  const root = path.resolve(recordingsDir);
  for (let dir = path.dirname(path.resolve(absolutePath)); dir.length >= root.length; dir = path.dirname(dir)) {
    await syncDirectory(dir);
  }
}

function indexOf(
  scan: ScanResult,
  startedAtMs: number,
): Pick<RecordingRow, 'endedAtMs' | 'bytes' | 'initBytes' | 'fragments'> {
  const index = new FragmentIndex(startedAtMs, scan.initBytes);
  const origin90k = scan.fragments[0]?.decodeTime90k ?? 0;
  for (const { bytes, decodeTime90k, duration90k, startsWithKeyFrame } of scan.fragments) {
    const startsAtMs = startedAtMs + (decodeTime90k - origin90k) / 90;
    index.add({ bytes, startsWithKeyFrame, startsAtMs, durationMs: duration90k / 90 });
  }
  return {
    endedAtMs: index.endedAtMs,
    bytes: index.bytes,
    initBytes: scan.initBytes,
    fragments: index.snapshot(),
  };
}

/** Newest first; one camera, a span of hours back from now. */
async function filesWithoutRow(
  { recordingsDir, repository, ledger, signal }: RecoveryOptions,
  cameraId: CameraId,
  nowMs: number,
  hours: { from: number; to: number },
): Promise<string[]> {
  const found: { file: string; startedAtMs: number }[] = [];
  const days = new Map<string, Set<string>>();
  for (let back = hours.from; back <= hours.to && !signal.aborted; back++) {
    const dir = recordingHourDir(cameraId, nowMs - back * HOUR_MS);
    const day = path.dirname(dir);
    const known = days.get(day) ?? new Set(await namesIn(path.join(recordingsDir, day)));
    days.set(day, known);
    if (!known.has(path.basename(dir))) continue;
    for (const name of await namesIn(path.join(recordingsDir, dir))) {
      const parsed = parseRecordingPath(`${dir}/${name}`);
      const file = `${dir}/${name}`;
      // A file of ours that is let go before its row is asked for below has its row by then, or was given up.
      if (parsed !== null && !ledger.isHeld(file)) found.push({ file, startedAtMs: parsed.startedAtMs });
    }
  }
  if (found.length === 0) return [];
  const starts = found.map(({ startedAtMs }) => startedAtMs);
  const first = starts.reduce((a, b) => Math.min(a, b));
  const last = starts.reduce((a, b) => Math.max(a, b));
  const known = await repository.knownStarts(cameraId, first, last + 1);
  const without = found
    .filter(({ startedAtMs }) => !known.has(startedAtMs))
    .sort((a, b) => b.startedAtMs - a.startedAtMs)
    .map(({ file }) => file);
  const garbage = await repository.garbageAmong(without);
  return without.filter((file) => !garbage.has(file));
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function openOrNull(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r+');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const target = Buffer.alloc(length);
  const { bytesRead } = await file.read(target, 0, length, offset);
  return target.subarray(0, bytesRead);
}
