import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseCameraId } from '@thapcanh/core/ids';
import { systemErrorCode } from '@thapcanh/infra/errors/storage-failure';
import { type ScanResult, scanFragments } from '../fmp4/fragment-scan.ts';
import type { SessionLog } from '../media/media-types.ts';
import { FragmentIndex } from './fragment-index.ts';
import { readInitFacts } from './init-reading.ts';
import type { RecordingRepository, RecordingRow } from './recording.repository.ts';
import type { RecordingLedger } from './recording-ledger.ts';
import { parseRecordingPath, recordingHourDir } from './recording-path.ts';

export interface RecoveryOptions {
  readonly recordingsDir: string;
  readonly repository: RecordingRepository;
  readonly ledger: RecordingLedger;
  readonly nowMs: number;
  readonly log: SessionLog;
  readonly signal: AbortSignal;
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

/** Files without a row are looked for this far back: a crash leaves them only in its own minute. */
const LOOK_BACK_HOURS = 48;
const HOUR_MS = 3_600_000;

/**
 * Finishes what a killed process left: `open` rows, and files without a row of the last 48 hours. Each file is cut back
 * to its whole fragments, synced, and its row written from what the file holds (times from its name and its decode
 * times). A row whose file is missing is only logged: the storage may merely not be mounted. Files that this process
 * writes are left alone, so it may run while recording goes on. Never rejects for a single bad file.
 */
export async function recoverRecordings(options: RecoveryOptions): Promise<RecoveryReport> {
  const counts = { recovered: 0, missing: 0, empty: 0, failed: 0 };
  for (const { id, path: relativePath } of await options.repository.openRecordings()) {
    await settle(options, counts, relativePath, id);
  }
  for (const relativePath of await filesWithoutRow(options)) await settle(options, counts, relativePath, null);
  if (counts.recovered + counts.missing + counts.failed > 0) options.log.info(counts, 'recordings recovered');
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
    counts[await recoverFile(options, relativePath, rowId)] += 1;
  } catch (error) {
    counts.failed += 1;
    options.log.warn({ err: error, path: relativePath }, 'a recording cannot be recovered');
  }
}

async function recoverFile(options: RecoveryOptions, relativePath: string, rowId: string | null): Promise<Outcome> {
  const { recordingsDir, ledger, log } = options;
  const named = parseRecordingPath(relativePath);
  if (named === null) throw new Error('the path is not one of a recording');
  const absolutePath = path.join(recordingsDir, relativePath);
  const file = await openOrNull(absolutePath);
  if (file === null) {
    log.warn({ cameraId: named.cameraId, path: relativePath }, 'the file of a recording is missing, its row is kept');
    return 'missing';
  }
  try {
    const { size } = await file.stat();
    const scan = await scanFragments((offset, length) => readAt(file, offset, length), size);
    const facts = readInitFacts(await readAt(file, 0, scan.initBytes));
    if (scan.fragments.length === 0 || facts === null) {
      if (rowId !== null) throw new Error('the file holds no whole fragment');
      await rm(absolutePath, { force: true });
      return 'empty';
    }
    await file.truncate(scan.wholeBytes);
    await file.datasync();
    const times = indexOf(scan, named.startedAtMs);
    ledger.hold(relativePath);
    ledger.save({ id: rowId ?? randomUUID(), ...named, ...facts, ...times, state: 'finished', path: relativePath });
    return 'recovered';
  } finally {
    await file.close();
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

async function filesWithoutRow({ recordingsDir, repository, nowMs, signal }: RecoveryOptions): Promise<string[]> {
  const found: string[] = [];
  const cameras = await repository.knownCameras();
  for (const name of await namesIn(recordingsDir)) {
    const cameraId = parseCameraId(name);
    if (cameraId === null || !cameras.has(cameraId)) continue;
    for (let back = 0; back <= LOOK_BACK_HOURS && !signal.aborted; back++) {
      const dir = recordingHourDir(cameraId, nowMs - back * HOUR_MS);
      const files = (await namesIn(path.join(recordingsDir, dir))).map((name) => `${dir}/${name}`);
      const recordings = files.filter((file) => parseRecordingPath(file) !== null);
      const known = await repository.knownPaths(recordings);
      found.push(...recordings.filter((file) => !known.has(file)));
    }
  }
  return found;
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
