import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isGapCause } from '@thapcanh/core/coverage/gap-cause';
import type { Kysely } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { ObjectStore } from '../../objects/object-store.ts';
import { lengthMs, type TimeSpan, withoutSpans } from './time-spans.ts';

/** Rounding between parts, rows and gaps; a hole of more than this must stand in the ledger. */
const TOLERANCE_MS = 500;
/** A file that is still young may wait for its first row. */
const YOUNG_FILE_MS = 30_000;

/** What the database and the disk say about some cameras and a window of time. */
export interface LedgerAudit {
  /** Of the camera that lost most: window without recordings and without `excused`. */
  readonly lostMs: number;
  readonly rowsWithoutFile: number;
  readonly filesWithoutRow: number;
  /** Gaps with the cause `unknown` or none of ours, and holes over 500 ms that stand in no gap. */
  readonly gapsWithoutCause: number;
  /** How often each cause stands in the window's gaps. */
  readonly causes: Readonly<Record<string, number>>;
}

export interface AuditPlace {
  readonly db: Kysely<Tables>;
  readonly objects: ObjectStore;
  readonly recordingsDir: string;
}

/** `excused`: when there was nothing to record, by camera. */
export async function auditLedger(
  place: AuditPlace,
  cameraIds: readonly string[],
  window: TimeSpan,
  excused: (cameraId: string) => readonly TimeSpan[],
): Promise<LedgerAudit> {
  let lostMs = 0;
  let gapsWithoutCause = 0;
  const causes: Record<string, number> = {};
  for (const cameraId of cameraIds) {
    const [recorded, gaps] = await Promise.all([
      recordedSpans(place.db, cameraId, window),
      gapsOf(place.db, cameraId, window),
    ]);
    const holes = withoutSpans([window], recorded);
    lostMs = Math.max(lostMs, Math.round(lengthMs(withoutSpans(holes, excused(cameraId)))));
    const unexplained = withoutSpans(holes, gaps).filter(({ fromMs, toMs }) => toMs - fromMs > TOLERANCE_MS);
    gapsWithoutCause += unexplained.length;
    for (const { cause } of gaps) {
      causes[cause] = (causes[cause] ?? 0) + 1;
      if (!isGapCause(cause) || cause === 'unknown') gapsWithoutCause += 1;
    }
  }
  return { lostMs, gapsWithoutCause, causes, ...(await rowsAndFiles(place)) };
}

export async function recordedSpans(db: Kysely<Tables>, cameraId: string, window: TimeSpan): Promise<TimeSpan[]> {
  const rows = await db
    .selectFrom('recording')
    .select(['started_at', 'ended_at'])
    .where('camera_id', '=', cameraId)
    .where('ended_at', '>', new Date(window.fromMs))
    .where('started_at', '<', new Date(window.toMs))
    .execute();
  return rows.map((row) => ({ fromMs: row.started_at.getTime(), toMs: row.ended_at.getTime() }));
}

async function gapsOf(
  db: Kysely<Tables>,
  cameraId: string,
  window: TimeSpan,
): Promise<(TimeSpan & { readonly cause: string })[]> {
  const rows = await db
    .selectFrom('recording_gap')
    .select(['started_at', 'ended_at', 'cause'])
    .where('camera_id', '=', cameraId)
    .where('started_at', '<', new Date(window.toMs))
    .where((eb) => eb.or([eb('ended_at', 'is', null), eb('ended_at', '>', new Date(window.fromMs))]))
    .execute();
  return rows.map(({ started_at, ended_at, cause }) => ({
    fromMs: started_at.getTime(),
    toMs: ended_at?.getTime() ?? Number.POSITIVE_INFINITY,
    cause,
  }));
}

/** Every row against its file or object, every file against its row; of all cameras and all times. */
async function rowsAndFiles({ db, objects, recordingsDir }: AuditPlace) {
  const recordings = db.selectFrom('recording').select(['path', 'bytes', 'tier', 'object_key']);
  const rows = await recordings.execute();
  // What was deleted or moved away is known too until its file has gone.
  const garbage = await db.selectFrom('recording_garbage').select('place').where('tier', '=', 'local').execute();
  const known = new Set([...rows.map((row) => row.path), ...garbage.map((waste) => waste.place)]);
  let rowsWithoutFile = 0;
  const lies = async (row: (typeof rows)[number]): Promise<boolean> =>
    row.tier === 'object' && row.object_key !== null
      ? (await objects.stat(row.object_key)) !== null
      : stat(path.join(recordingsDir, row.path)).then(
          ({ size }) => size >= row.bytes,
          () => false,
        );
  for (const row of rows) {
    if (await lies(row)) continue;
    // Since the rows were read it may have moved or been deleted, row first.
    const now = await recordings.where('path', '=', row.path).executeTakeFirst();
    if (now !== undefined && !(await lies(now))) rowsWithoutFile += 1;
  }
  const nowMs = Date.now();
  const names = await readdir(recordingsDir, { recursive: true }).catch(() => []);
  let filesWithoutRow = 0;
  for (const name of names.filter((name) => name.endsWith('.mp4') && !known.has(name))) {
    const found = await stat(path.join(recordingsDir, name)).catch(() => null);
    if (found !== null && nowMs - found.mtimeMs > YOUNG_FILE_MS) filesWithoutRow += 1;
  }
  return { rowsWithoutFile, filesWithoutRow };
}
