import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { systemClock } from '@thapcanh/core/time/clock';
import type { CameraSession, SessionLog } from '../media/media-types.ts';
import { SlabPool } from '../media/slab.ts';
import { DiskPacer } from '../recorder/disk-pacer.ts';
import { Recorder } from '../recorder/recorder.ts';
import { RecordingLedger } from '../recorder/recording-ledger.ts';
import { createCameraSession } from '../session/camera-session.ts';
import { ReaderThread } from '../sockets/reader-thread.ts';
import type { LoadStart, LoadWindow } from './load-messages.ts';
import { createMemoryRepository } from './memory-repository.ts';
import { missingMs } from './missing-time.ts';

/** What a load has recorded, all cameras together. */
export interface LoadResult {
  /** Time missing in the recorded index of the window. */
  readonly lostMs: number;
  readonly recordedBytes: number;
  readonly pictures: number;
}

/** A number of cameras being recorded as ingest does it, without the rest of the platform. */
export interface CameraLoad {
  /** Resolves when pictures of every camera are being recorded; has no limit of its own. */
  readonly live: Promise<void>;
  /** Finishes all recordings and looks for holes in `window`. */
  finish(window: LoadWindow): Promise<LoadResult>;
  /** Idempotent. */
  close(): Promise<void>;
}

interface LoadedCamera {
  readonly cameraId: CameraId;
  readonly session: CameraSession;
  readonly recorder: Recorder;
}

/** Starts a session and a recorder for each URL at once. `warn` is told what goes wrong, one line each. */
export function startCameraLoad(start: LoadStart, warn: (line: string) => void): CameraLoad {
  const log: SessionLog = {
    debug: () => undefined,
    info: () => undefined,
    warn: (fields, message) => warn(`${message} ${JSON.stringify(fields)}`),
  };
  const repository = createMemoryRepository(start.rememberMs);
  const ledger = new RecordingLedger({ repository, publish: async () => undefined, log });
  const pacer = new DiskPacer({ clock: systemClock });
  const slabs = new SlabPool();
  const sockets = new ReaderThread({ log });
  const recording = new Set<CameraId>();
  let onLive = (): void => undefined;
  const live = new Promise<void>((resolve) => {
    onLive = resolve;
  });

  const cameras = start.urls.map((url, index): LoadedCamera => {
    const cameraId = parseCameraId(`bench-${index + 1}`);
    if (cameraId === null) throw new Error('a camera of the load has no valid id');
    const { recordingsDir, username, password } = start;
    const onState = ({ isRecording }: { isRecording: boolean }): void => {
      if (isRecording && recording.add(cameraId).size === start.urls.length) onLive();
    };
    const recorder = new Recorder({ cameraId, recordingsDir, ledger, pacer, clock: systemClock, log, onState });
    const sink = { slabs, onPart: recorder.push.bind(recorder) };
    const session = createCameraSession({ url, username, password, clock: systemClock, log, sink, sockets });
    return { cameraId, session, recorder };
  });

  const close = async (): Promise<void> => {
    await Promise.all(cameras.map(({ session }) => session.close()));
    await Promise.all(cameras.map(({ recorder }) => recorder.close()));
    await Promise.all([ledger.close(), sockets.close()]);
  };
  const finish = async ({ fromMs, toMs }: LoadWindow): Promise<LoadResult> => {
    await close();
    const rows = repository.rows();
    const lostOf = (cameraId: CameraId): number => {
      const runs = rows.flatMap((row) =>
        row.cameraId !== cameraId ? [] : row.fragments.map((run) => [row.startedAtMs + run[2], run[3]] as const),
      );
      const spans = runs.map(([startsAtMs, durationMs]) => ({ startsAtMs, endsAtMs: startsAtMs + durationMs }));
      return missingMs(spans, fromMs, toMs);
    };
    return {
      lostMs: cameras.reduce((sum, { cameraId }) => sum + lostOf(cameraId), 0),
      recordedBytes: rows.reduce((sum, row) => sum + row.bytes, 0),
      pictures: cameras.reduce((sum, { session }) => sum + session.statistics().frames, 0),
    };
  };
  return { live, finish, close };
}
