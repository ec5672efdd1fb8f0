import { randomUUID } from 'node:crypto';
import type { LiveEvent } from '@thapcanh/core/events/live-event';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLeaseRepository } from '../lease/lease.repository.ts';
import type { StreamStatistics } from '../media/media-types.ts';
import { StreamMeter } from '../session/stream-meter.ts';
import { CameraFindings, type CameraSample } from './camera-findings.ts';
import { createFindingRepository } from './finding.repository.ts';
import { FindingsWatch } from './findings-watch.ts';
import { silentLog, testDescription } from './test-media.fixture.ts';

const MINUTE = 60_000;
const h264 = testDescription();
const h265 = { ...h264, videoCodec: 'h265' as const };

const streamOf = (given: Partial<StreamStatistics> = {}): StreamStatistics => ({
  ...new StreamMeter().snapshot(),
  description: h264,
  gopRangeMs: { min: 1_000, max: 1_000 },
  ...given,
});
const sampleOf = (minute: number, given: Partial<CameraSample> = {}): CameraSample => ({
  atMs: minute * MINUTE,
  main: streamOf(),
  sub: null,
  hasUsedBasic: false,
  hasSubStream: false,
  ...given,
});
const codesOf = (camera: CameraFindings, sample: CameraSample) => camera.look(sample)?.map(({ code }) => code);

test('a camera that delivers nothing is not judged, a good one has no finding', () => {
  expect(new CameraFindings().look(sampleOf(0, { main: null }))).toBeNull();
  expect(new CameraFindings().look(sampleOf(0))).toEqual([]);
});

test('a stream that delivers and decodes to nothing is said', () => {
  const found = new CameraFindings().look(sampleOf(0, { undecodable: 'sub' }));
  expect(found).toEqual([{ code: 'no-pictures', params: { stream: 'sub' } }]);
});

test('a long GOP and one that varies are told apart', () => {
  const look = (min: number, max: number) =>
    new CameraFindings().look(sampleOf(0, { main: streamOf({ gopRangeMs: { min, max } }) }));
  expect(look(2_000, 2_040)).toEqual([]);
  expect(look(10_000, 10_000)).toEqual([{ code: 'gop-too-long', params: { gopS: 10 } }]);
  expect(look(1_000, 8_000)).toEqual([{ code: 'gop-varies', params: { minS: 1, maxS: 8 } }]);
  expect(look(200, 400)).toEqual([]);
});

test('a clock that is off is said at once, one that drifts after twenty minutes, one that was set anew is not drifting', () => {
  const camera = new CameraFindings();
  const look = (minute: number, cameraClockOffsetMs: number) =>
    camera.look(sampleOf(minute, { main: streamOf({ cameraClockOffsetMs }) }));
  expect(look(0, -2_500)).toEqual([{ code: 'clock-off', params: { offsetS: -2.5 } }]);
  // Set by NTP, then 15 ms a minute.
  for (let minute = 1; minute <= 20; minute++) expect(look(minute, minute * 15)).toEqual([]);
  expect(look(21, 21 * 15)).toEqual([{ code: 'clock-drifts', params: { msPerHour: 900 } }]);
});

test('loss counts over five minutes, jumps over an hour, and a stream that comes or goes is neither', () => {
  const camera = new CameraFindings();
  const look = (minute: number, packets: number, lostPackets: number, repairedTimestamps = 0, given = {}) =>
    codesOf(camera, sampleOf(minute, { main: streamOf({ packets, lostPackets, repairedTimestamps }), ...given }));
  expect(look(0, 1_000, 900)).toEqual([]);
  expect(look(1, 2_000, 920)).toEqual(['packet-loss']);
  expect(look(6, 7_000, 920, 2)).toEqual([]);
  expect(look(7, 8_000, 920, 3)).toEqual(['timestamp-jumps']);
  expect(look(8, 100, 50, 0)).toEqual([]);
  expect(look(69, 100_000, 50, 0)).toEqual([]);
});

test('sound that is not recorded, H.265 alone and Basic are said', () => {
  const main = streamOf({ audio: 'dropped:PCMA', description: h265 });
  const look = (given: Partial<CameraSample>) => codesOf(new CameraFindings(), sampleOf(0, { main, ...given }));
  expect(look({ hasUsedBasic: true })).toEqual(['audio-dropped', 'no-browser-stream', 'basic-authentication']);
  expect(look({ hasSubStream: true })).toEqual(['audio-dropped']);
  expect(look({ hasSubStream: true, sub: streamOf() })).toEqual(['audio-dropped']);
  expect(look({ hasSubStream: true, sub: streamOf({ description: h265 }) })).toContain('no-browser-stream');
});

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());

test('findings come and go in the database, only by the holder of the camera, and each change is announced', async () => {
  const { db, pool } = database;
  const gate = parseCameraId('gate') as CameraId;
  await pool.query("insert into camera (id, name, search_key, main_url) values ('gate', 'gate', 'gate', 'rtsp://h/1')");
  await pool.query(
    "insert into camera_finding (camera_id, code, found_by) values ('gate', 'default-password', 'onvif')",
  );
  const leases = createLeaseRepository(db);
  const worker = { id: randomUUID(), nodeId: 'a', slot: 0, liveEndpoint: 'unix:/x', mediaAddress: null, capacity: 9 };
  await leases.register(worker);
  let gopMs = 10_000;
  let minute = 0;
  const events: LiveEvent[] = [];
  const watch = new FindingsWatch({
    repository: createFindingRepository(db),
    workerId: worker.id,
    samples: () => {
      minute += 1;
      const main = streamOf({ gopRangeMs: { min: gopMs, max: gopMs } });
      return [{ cameraId: gate, sample: sampleOf(minute, { main }) }];
    },
    publish: async (event) => {
      events.push(event);
    },
    log: silentLog,
  });
  const codes = async () =>
    (await db.selectFrom('camera_finding').select(['code', 'params']).orderBy('code').execute()).map((row) => row.code);
  await watch.look();
  expect(await codes()).toEqual(['default-password']);
  await leases.claim(worker.id, 1);
  await watch.look();
  await watch.look();
  expect(await codes()).toEqual(['default-password', 'gop-too-long']);
  expect(events).toHaveLength(1);
  gopMs = 1_000;
  await watch.look();
  expect(await codes()).toEqual(['default-password']);
  expect(events).toEqual(Array(2).fill({ type: 'finding.changed', cameraId: 'gate' }));
});
