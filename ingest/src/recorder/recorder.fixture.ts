import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import type { TestDatabase } from '@thapcanh/infra/testing/test-database';
import { expect, vi } from 'vitest';
import type { MediaPart, SessionLog } from '../media/media-types.ts';
import { silentLog } from '../worker/test-media.fixture.ts';
import { DiskPacer } from './disk-pacer.ts';
import { Recorder } from './recorder.ts';
import { createRecordingRepository } from './recording.repository.ts';
import { RecordingLedger } from './recording-ledger.ts';
import type { BreakHint, RecordingWitness } from './recording-witness.ts';

export const gate = parseCameraId('gate') as CameraId;
export const START_MS = Date.parse('2026-11-22T01:02:57.500Z');

/** Wall and monotonic time that only a test moves. */
export class FakeClock implements Clock {
  atMs = START_MS;
  nowMs = (): number => this.atMs;
  monotonicMs = (): number => this.atMs;
}

interface Witnessed {
  readonly spans: [number, number, BreakHint][];
  readonly faults: (string | null)[];
}

interface RecorderOptions {
  readonly maxQueuedBytes?: number;
  readonly log?: SessionLog;
  readonly refusal?: () => string | null;
}

/** A real database with one camera, and a real directory for its recordings. */
export class RecorderBed {
  readonly database: TestDatabase;
  readonly recordingsDir: string;

  private constructor(database: TestDatabase, recordingsDir: string) {
    this.database = database;
    this.recordingsDir = recordingsDir;
  }

  static async make(database: TestDatabase): Promise<RecorderBed> {
    await database.pool.query('truncate camera, ingest_worker cascade');
    await database.pool.query(
      "insert into camera (id, name, search_key, main_url) values ('gate', 'Cổng', 'cong', 'rtsp://x/y')",
    );
    return new RecorderBed(database, await mkdtemp(path.join(tmpdir(), 'tc-rec-')));
  }

  close(): Promise<void> {
    return rm(this.recordingsDir, { recursive: true });
  }

  rows() {
    return this.database.db.selectFrom('recording').selectAll().orderBy('started_at').execute();
  }

  /** A recorder of the camera and all it works with. */
  begin(options: RecorderOptions = {}) {
    const { refusal, ...others } = options;
    const clock = new FakeClock();
    const repository = createRecordingRepository(this.database.db);
    const finished: string[] = [];
    const publish = async (event: { type: string }): Promise<void> => {
      finished.push(event.type);
    };
    const ledger = new RecordingLedger({ repository, publish, log: silentLog, retryMs: 10, gatherMs: 5 });
    const pacer = new DiskPacer({ clock, ...(refusal ? { refusal } : {}) });
    const seen: Witnessed = { spans: [], faults: [] };
    const witness: RecordingWitness = {
      recorded: (fromMs, toMs, before) => void seen.spans.push([fromMs - START_MS, toMs - START_MS, before]),
      storage: (fault) => void seen.faults.push(fault === null ? null : String(fault.params.detail)),
    };
    const shared = { cameraId: gate, recordingsDir: this.recordingsDir, ledger, pacer, clock, log: silentLog, witness };
    const owner = () => ({ nodeId: 'node-a', epoch: 7 });
    const recorder = new Recorder({ ...shared, owner, ...others });
    const settled = (): Promise<unknown> =>
      vi.waitFor(() => expect(recorder.statistics()).toMatchObject({ queuedBytes: 0, finishing: 0 }), { interval: 1 });
    /** As a camera sends it: time goes on with the parts, and every part finds the disk idle. */
    const record = async (parts: readonly MediaPart[]): Promise<void> => {
      for (const part of parts) {
        clock.atMs = part.startsAtMs;
        recorder.push(part);
        pacer.tick();
        if (part.startsWithKeyFrame) {
          clock.atMs += 1_000;
          pacer.tick();
          await settled();
          clock.atMs -= 1_000;
        }
      }
      clock.atMs += 1_000;
      pacer.tick();
      await settled();
    };
    const finish = async (): Promise<void> => {
      await recorder.close();
      await ledger.close();
    };
    return { clock, repository, ledger, pacer, recorder, record, finish, finished, seen };
  }
}
