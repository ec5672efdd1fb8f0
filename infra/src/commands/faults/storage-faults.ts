import { execFile } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Fault, type FaultOutcome, nothingExcused } from './fault.ts';
import type { FaultRig } from './fault-rig.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const BEFORE_MS = 5_000;
const AFTER_MS = 10_000;
const PATIENCE_MS = 120_000;
const STORE_AWAY_MS = 600_000;
const DISK_FULL_MS = 20_000;
const REFILL_MS = 100;
/** Every camera begins a new file within a minute. */
const READ_ONLY_MS = 75_000;
const FILL_CHUNK_BYTES = 1024 * 1024;

/** What storage faults need besides a rig: a small disk of its own for the recordings, and a line to the object store. */
export interface StorageRig {
  readonly rig: FaultRig;
  /** Mount point of the small disk; null where mounting is not allowed. */
  readonly disk: string | null;
  readonly line: { cut(): void; heal(): Promise<void> };
}

async function movedRecordings({ db }: FaultRig): Promise<number> {
  const row = await db
    .selectFrom('recording')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tier', '=', 'object')
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The disk refuses writing between two instants; that time is excused, recording must go on after it. */
async function refusedDisk(
  rig: FaultRig,
  forMs: number,
  refuse: () => Promise<void>,
  allow: () => Promise<void>,
): Promise<FaultOutcome> {
  const { signal } = rig.options;
  const fromMs = Date.now();
  await refuse();
  await delay(forMs, undefined, { signal });
  await allow();
  const toMs = Date.now();
  await rig.recordedSince(rig.allCameras, toMs + AFTER_MS, PATIENCE_MS);
  const againAtMs = await rig.recordingAgainAtMs(rig.allCameras, toMs);
  return {
    cameras: rig.allCameras,
    window: { fromMs: fromMs - BEFORE_MS, toMs: toMs + AFTER_MS },
    excused: () => [{ fromMs, toMs }],
    recoveryMs: Math.round(againAtMs - toMs),
  };
}

/** Fills the disk to the last block. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, 'a');
  const chunk = Buffer.alloc(FILL_CHUNK_BYTES);
  try {
    for (let bytes = chunk.length; bytes >= 1; ) {
      const written = await handle.write(chunk, 0, bytes).then(
        ({ bytesWritten }) => bytesWritten,
        () => 0,
      );
      if (written < bytes) bytes = Math.floor(bytes / 2);
    }
  } finally {
    await handle.close();
  }
}

/** What is moved or deleted meanwhile makes room, and a disk with room is no fault: it is taken again, until `signal`. */
async function keepFull(file: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await fill(file);
    await delay(REFILL_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** An object store that is away, a full disk, a directory that takes no new file. */
export const STORAGE_FAULTS: readonly Fault<StorageRig>[] = [
  {
    name: 'object-store-away-10min',
    async run({ rig, line }) {
      await until(
        async () => (await movedRecordings(rig)) > 0,
        PATIENCE_MS * 2,
        rig.options.signal,
        () => 'no recording was moved to the object store',
      );
      const fromMs = Date.now();
      line.cut();
      await delay(STORE_AWAY_MS, undefined, { signal: rig.options.signal });
      const before = await movedRecordings(rig);
      await line.heal();
      const healedAtMs = Date.now();
      await until(
        async () => (await movedRecordings(rig)) > before,
        PATIENCE_MS,
        rig.options.signal,
        () => 'moving did not go on',
      );
      const recoveryMs = Date.now() - healedAtMs;
      const toMs = Date.now() + AFTER_MS;
      await rig.recordedSince(rig.allCameras, toMs, PATIENCE_MS);
      const window = { fromMs: fromMs - BEFORE_MS, toMs };
      return { cameras: rig.allCameras, window, excused: nothingExcused, recoveryMs };
    },
  },
  {
    name: 'disk-full',
    async run({ rig, disk }) {
      if (disk === null) throw new Error('a small disk could not be mounted');
      const filler = path.join(disk, 'filler');
      const enough = new AbortController();
      let filling: Promise<void> = Promise.resolve();
      return refusedDisk(
        rig,
        DISK_FULL_MS,
        async () => {
          await fill(filler);
          filling = keepFull(filler, AbortSignal.any([enough.signal, rig.options.signal]));
        },
        async () => {
          enough.abort();
          await filling;
          await rm(filler);
        },
      );
    },
  },
  {
    name: 'directory-read-only',
    async run({ rig, disk }) {
      if (disk === null) throw new Error('a small disk could not be mounted');
      // Root may write wherever a mode says no: only the immutable flag keeps new files out of a directory.
      const { recordingsDir } = rig.options;
      const flag = (change: '+i' | '-i') => () =>
        run('find', [recordingsDir, '-type', 'd', '-exec', 'chattr', change, '{}', '+']).then(() => undefined);
      return refusedDisk(rig, READ_ONLY_MS, flag('+i'), flag('-i'));
    },
  },
];
