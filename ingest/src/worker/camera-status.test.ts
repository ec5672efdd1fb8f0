import { randomUUID } from 'node:crypto';
import type { CameraStatus } from '@thapcanh/core/camera/camera';
import type { LiveEvent } from '@thapcanh/core/events/live-event';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { systemClock } from '@thapcanh/core/time/clock';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createLeaseRepository } from '../lease/lease.repository.ts';
import { type CameraStatusRepository, createCameraStatusRepository } from './camera-status.repository.ts';
import { StatusWriter } from './status-writer.ts';
import { silentLog } from './test-media.fixture.ts';

const gate = parseCameraId('gate') as CameraId;

let database: TestDatabase;
let statuses: CameraStatusRepository;
beforeAll(async () => {
  database = await startTestDatabase();
  statuses = createCameraStatusRepository(database.db);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate camera, ingest_worker cascade');
  await database.pool.query(
    "insert into camera (id, name, search_key, main_url) values ('gate', 'Cổng', 'cong', 'rtsp://h/1')",
  );
});

const statusOf = (given: Partial<CameraStatus> = {}): CameraStatus => ({
  cameraId: gate,
  state: 'live',
  fault: null,
  isRecording: true,
  lastFrameAtMs: 1_700_000_000_000,
  width: 320,
  height: 180,
  codec: 'avc1.64001f',
  fps: 25,
  bitrateKbps: 900,
  gopMs: 1_000,
  subCodec: null,
  audio: null,
  clockOffsetMs: 12.4,
  ...given,
});

/** A worker that holds the camera, and the epoch under which it does. */
async function holder(nodeId: string): Promise<{ workerId: string; epoch: number }> {
  const leases = createLeaseRepository(database.db);
  const id = randomUUID();
  await database.db.updateTable('ingest_worker').set({ stopped_at: new Date() }).execute();
  await leases.register({ id, nodeId, slot: 0, liveEndpoint: 'unix:/x', mediaAddress: null, capacity: 10 });
  await leases.claim(id, 1);
  return { workerId: id, epoch: (await leases.beat(id)).leases[0]?.epoch ?? 0 };
}

const row = () => database.db.selectFrom('camera_status').selectAll().executeTakeFirst();

test('a worker whose lease moved on writes nothing over its successor, nor does an old epoch', async () => {
  const old = await holder('a');
  await statuses.save([{ status: statusOf(), epoch: old.epoch }], { liveEndpoint: 'unix:/a', ...old });
  const next = await holder('b');
  expect(next.epoch).toBe(old.epoch + 1);
  await statuses.save([{ status: statusOf({ fps: 20 }), epoch: next.epoch }], { liveEndpoint: 'unix:/b', ...next });
  await statuses.save([{ status: statusOf({ fps: 1 }), epoch: old.epoch }], { liveEndpoint: 'unix:/a', ...old });
  await statuses.save([{ status: statusOf({ fps: 2 }), epoch: next.epoch }], { liveEndpoint: 'unix:/a', ...old });
  await statuses.save([{ status: statusOf({ fps: 3 }), epoch: old.epoch }], { liveEndpoint: 'unix:/a', ...next });
  expect(await row()).toMatchObject({
    fps: 20,
    live_endpoint: 'unix:/b',
    worker_id: next.workerId,
    clock_offset_ms: 12,
  });
});

test('a camera that is switched off is marked once', async () => {
  expect(await statuses.markDisabled()).toEqual([]);
  await database.pool.query('update camera set is_enabled = false');
  expect(await statuses.markDisabled()).toEqual(['gate']);
  expect(await statuses.markDisabled()).toEqual([]);
  expect(await row()).toMatchObject({ state: 'disabled', live_endpoint: null });
});

test('what changed is written at once, the rest every five seconds, and only changes are announced', async () => {
  let status = statusOf();
  let nowMs = 0;
  const saved: number[] = [];
  const events: LiveEvent[] = [];
  const writer = new StatusWriter({
    repository: {
      markDisabled: async () => [],
      save: async (rows) => {
        saved.push(rows.length);
      },
    },
    statuses: () => [{ status, epoch: 1 }],
    publish: async (event) => {
      events.push(event);
    },
    liveEndpoint: 'unix:/x',
    workerId: 'w',
    clock: { ...systemClock, monotonicMs: () => nowMs },
    log: silentLog,
  });
  const settle = (rounds: number) => vi.waitFor(() => expect(saved.length).toBe(rounds));
  writer.start();
  await settle(1);
  nowMs = 4_999;
  status = statusOf({ fps: 24 });
  writer.changed();
  await settle(2);
  status = statusOf({ fps: 24, state: 'stale' });
  writer.changed();
  await settle(3);
  nowMs = 10_000;
  writer.changed();
  await settle(4);
  await writer.close();
  expect(saved).toEqual([1, 0, 1, 1]);
  expect(events).toEqual([
    { type: 'camera.status', cameraId: 'gate' },
    { type: 'camera.status', cameraId: 'gate' },
  ]);
});
