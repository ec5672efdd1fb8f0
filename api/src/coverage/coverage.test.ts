import type { GapCause } from '@thapcanh/core/coverage/gap-cause';
import { parseCameraId } from '@thapcanh/core/ids';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANONYMOUS } from '../identity/access.ts';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createCoverageRepository } from './coverage.repository.ts';
import { createCoverageService } from './coverage.service.ts';
import { missingByCause } from './missing-causes.ts';

/** 12:00 in Viet Nam; the day began at 17:00 UTC. */
const DAY = '2026-10-01';
const DAY_MS = Date.parse('2026-10-01T00:00:00+07:00');
const HOUR_MS = 3_600_000;
/** Rows may lag 20 s behind. */
const KNOWN_MS = NOW_MS - 20_000;

let api: TestApi;
let as: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await api.database.pool.query('truncate deletion_record cascade');
  await api.addUser('truc', 'operator');
  as = await api.login('truc');
  await addCamera('gate', 'Cổng chính', DAY_MS);
});
afterAll(() => api?.close());

async function addCamera(id: string, name: string, createdMs: number): Promise<void> {
  const created = new Date(createdMs);
  await api.database.db
    .insertInto('camera')
    .values({
      id,
      name,
      search_key: name === 'Cổng chính' ? 'cong chinh' : id,
      main_url: 'rtsp://x/',
      created_at: created,
    })
    .execute();
}

async function addRecording(fromMs: number, toMs: number, cameraId = 'gate'): Promise<void> {
  await api.database.pool.query(
    `insert into recording (id, camera_id, started_at, ended_at, state, path, bytes, init_bytes, codec, width, height,
      fragments) values (gen_random_uuid(), $3, $1, $2, 'finished', $4, 1, 1, 'avc1', 1, 1, '[]')`,
    [new Date(fromMs), new Date(toMs), cameraId, `${cameraId}/${fromMs}.mp4`],
  );
}

async function addGap(fromMs: number, toMs: number | null, cause: GapCause, detail = ''): Promise<string> {
  const id = crypto.randomUUID();
  await api.database.db
    .insertInto('recording_gap')
    .values({
      id,
      camera_id: 'gate',
      started_at: new Date(fromMs),
      ended_at: toMs === null ? null : new Date(toMs),
      cause,
      params: JSON.stringify({ detail }),
      alarmed_at: null,
    })
    .execute();
  return id;
}

/** One file a half hour, as far as the index cares. */
async function record(fromMs: number, toMs: number): Promise<void> {
  for (let at = fromMs; at < toMs; at += HOUR_MS / 2) await addRecording(at, Math.min(toMs, at + HOUR_MS / 2));
}

const at = (ms: number): string => new Date(ms).toISOString();
const get = (path: string) => api.call({ method: 'GET', url: `/api/v1${path}`, as });
const ofCamera = (fromMs: number, toMs: number, id = 'gate') =>
  get(`/cameras/${id}/coverage?from=${at(fromMs)}&to=${at(toMs)}`);

test('no method of the coverage service serves the anonymous', async () => {
  const service = createCoverageService({ coverage: createCoverageRepository(api.database.db), clock: api.clock });
  const refused = { code: 'TC_SESSION_REQUIRED' };
  const period = { from: at(DAY_MS), to: at(NOW_MS) };
  await expect(service.camera(ANONYMOUS, parseCameraId('gate')!, period)).rejects.toMatchObject(refused);
  await expect(service.day(ANONYMOUS, { day: DAY })).rejects.toMatchObject(refused);
});

test('an unknown camera, a period turned round or too long, and a day that is none are refused', async () => {
  expect((await ofCamera(DAY_MS, NOW_MS, 'khong-co')).json().code).toBe('TC_CAMERA_NOT_FOUND');
  expect((await ofCamera(NOW_MS, DAY_MS)).json().code).toBe('TC_PERIOD_INVALID');
  expect((await ofCamera(NOW_MS - 32 * 24 * HOUR_MS, NOW_MS)).json().code).toBe('TC_PERIOD_INVALID');
  expect((await get('/coverage?day=2026-13-45')).json().code).toBe('TC_PERIOD_INVALID');
  expect((await get('/coverage?day=heute')).json().code).toBe('TC_REQUEST_INVALID');
});

test('a camera shows what was recorded and why the rest is missing, in both languages', async () => {
  await record(DAY_MS, DAY_MS + 2 * HOUR_MS);
  const id = await addGap(
    DAY_MS + 2 * HOUR_MS,
    DAY_MS + 3 * HOUR_MS,
    'network-cut',
    'the camera closed the connection',
  );
  await addRecording(DAY_MS + 3 * HOUR_MS, DAY_MS + 3.5 * HOUR_MS);
  // A hole under half a second counts as recorded.
  await addRecording(DAY_MS + 3.5 * HOUR_MS + 400, KNOWN_MS);
  const answer = (await ofCamera(DAY_MS + HOUR_MS, DAY_MS + 24 * HOUR_MS)).json();
  const wantedMs = KNOWN_MS - DAY_MS - HOUR_MS;
  expect(answer).toEqual({
    spans: [
      { startedAt: at(DAY_MS + HOUR_MS), endedAt: at(DAY_MS + 2 * HOUR_MS) },
      { startedAt: at(DAY_MS + 3 * HOUR_MS), endedAt: at(KNOWN_MS) },
    ],
    gaps: [
      {
        id,
        startedAt: at(DAY_MS + 2 * HOUR_MS),
        endedAt: at(DAY_MS + 3 * HOUR_MS),
        cause: 'network-cut',
        text: {
          vi: 'Mất kết nối với camera (camera đã đóng kết nối)',
          en: 'The connection to the camera was lost (the camera closed the connection)',
        },
        isOurs: false,
        backfill: 'none',
      },
    ],
    wantedMs,
    recordedMs: wantedMs - HOUR_MS,
    missingMs: HOUR_MS,
    completeness: (wantedMs - HOUR_MS) / wantedMs,
  });
});

test('time in which a camera was switched off is not wanted, and recordings that were deleted since are not missing', async () => {
  await api.database.pool.query(`update camera_wanted set to_at = $1 where camera_id = 'gate'`, [
    new Date(DAY_MS + HOUR_MS),
  ]);
  await api.database.pool.query(`insert into camera_wanted (camera_id, from_at) values ('gate', $1)`, [
    new Date(DAY_MS + 5 * HOUR_MS),
  ]);
  await api.database.pool.query(
    `insert into deletion_record (camera_id, recording_id, started_at, ended_at, bytes, tier, node_id, place, reason, rule)
     values ('gate', gen_random_uuid(), $1, $2, 1, 'local', 'node-a', 'x', 'age', '{}')`,
    [new Date(DAY_MS), new Date(DAY_MS + HOUR_MS)],
  );
  await addRecording(DAY_MS + 5 * HOUR_MS, DAY_MS + 5.5 * HOUR_MS);
  await addGap(DAY_MS + HOUR_MS, DAY_MS + 5 * HOUR_MS, 'worker-moved');
  const answer = (await ofCamera(DAY_MS, DAY_MS + 6 * HOUR_MS)).json();
  expect(answer).toMatchObject({ wantedMs: 2 * HOUR_MS, recordedMs: 1.5 * HOUR_MS, missingMs: HOUR_MS / 2 });
});

test('a day of Viet Nam is summed for every camera, least complete first, with causes that add up', async () => {
  await addCamera('yard', 'yard', DAY_MS + 10 * HOUR_MS);
  await addCamera('later', 'later', NOW_MS + HOUR_MS);
  for (let ms = DAY_MS + 10 * HOUR_MS; ms < KNOWN_MS; ms += HOUR_MS / 2) {
    await addRecording(ms, Math.min(KNOWN_MS, ms + HOUR_MS / 2), 'yard');
  }
  await record(DAY_MS, DAY_MS + 4 * HOUR_MS);
  await addGap(DAY_MS + 4 * HOUR_MS, DAY_MS + 5 * HOUR_MS, 'disk-full');
  await addGap(DAY_MS + 5 * HOUR_MS + 300, null, 'camera-offline');
  const { items, total } = (await get(`/coverage?day=${DAY}`)).json();
  const gateWantedMs = KNOWN_MS - DAY_MS;
  expect(items).toMatchObject([
    {
      cameraId: 'gate',
      wantedMs: gateWantedMs,
      recordedMs: 4 * HOUR_MS,
      missingMs: gateWantedMs - 4 * HOUR_MS,
      completeness: (4 * HOUR_MS) / gateWantedMs,
      ours: { missingMs: HOUR_MS },
      longestGap: { startedAt: at(DAY_MS + 4 * HOUR_MS), missingMs: gateWantedMs - 4 * HOUR_MS },
      causes: [
        { cause: 'camera-offline', missingMs: gateWantedMs - 5 * HOUR_MS },
        { cause: 'disk-full', missingMs: HOUR_MS, text: { vi: 'Đĩa đầy', en: 'The disk was full' } },
      ],
    },
    { cameraId: 'yard', missingMs: 0, completeness: 1, longestGap: null, causes: [] },
  ]);
  const yardWantedMs = KNOWN_MS - DAY_MS - 10 * HOUR_MS;
  expect(total).toMatchObject({ cameras: 2, wantedMs: gateWantedMs + yardWantedMs, ours: { missingMs: HOUR_MS } });
  expect((await get(`/coverage?day=${DAY}&q=c%E1%BB%95ng`)).json().items).toHaveLength(1);
  expect((await get(`/coverage?day=${DAY}&q=100%25`)).json().items).toHaveLength(0);
});

test('a day to come has nothing wanted yet', async () => {
  expect((await get('/coverage?day=2026-12-24')).json()).toEqual({
    items: [],
    total: {
      cameras: 0,
      wantedMs: 0,
      recordedMs: 0,
      missingMs: 0,
      completeness: null,
      ours: { missingMs: 0 },
      causes: [],
    },
  });
});

test('missing time is given to causes without rest, whatever the gaps look like', () => {
  const spans = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 })), { maxLength: 12 })
    .map((steps) => {
      let atMs = 0;
      return steps.map(([pauseMs, ms]) => {
        const startMs = atMs + pauseMs;
        atMs = startMs + ms;
        return { startMs, endMs: atMs };
      });
    });
  fc.assert(
    fc.property(spans, spans, (missing, gapSpans) => {
      const gaps = gapSpans.map((span, n) => ({
        ...span,
        id: String(n),
        cause: n % 2 === 0 ? ('network-cut' as const) : ('disk-full' as const),
        params: {},
        isOpen: false,
        backfill: 'none' as const,
      }));
      const sum = [...missingByCause(missing, gaps).values()].reduce((a, b) => a + b, 0);
      expect(sum).toBe(missing.reduce((a, { startMs, endMs }) => a + endMs - startMs, 0));
    }),
  );
});
