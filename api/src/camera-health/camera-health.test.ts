import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';

const HOUR_MS = 3_600_000;
const KNOWN_MS = NOW_MS - 20_000;
const OWNER = { name: 'Bà Lê Thị Hoa', contact: '0900 000 000', agreementNumber: 'TT-12', validUntil: '2026-10-20' };

let api: TestApi;
let admin: string;
let operator: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('quantri', 'admin');
  await api.addUser('truc', 'operator');
  admin = await api.login('quantri');
  operator = await api.login('truc');
  await addCamera('gate');
});
afterAll(() => api?.close());

async function addCamera(id: string, createdMs = NOW_MS - 60 * 24 * HOUR_MS): Promise<void> {
  await api.database.db
    .insertInto('camera')
    .values({ id, name: id, search_key: id, main_url: 'rtsp://10.0.0.1/', created_at: new Date(createdMs) })
    .execute();
}

async function addGap(fromMs: number, toMs: number | null, cause: string): Promise<void> {
  const ended = toMs === null ? null : new Date(toMs);
  await api.database.pool.query(
    'insert into recording_gap (id, camera_id, started_at, ended_at, cause) values (gen_random_uuid(), $1, $2, $3, $4)',
    ['gate', new Date(fromMs), ended, cause],
  );
}

const health = async (as: string) => (await api.call({ url: '/api/v1/cameras/health', as })).json().items;
const put = (as: string, payload: object, id = 'gate') =>
  api.call({ method: 'PUT', url: `/api/v1/cameras/${id}/owner`, as, payload });

test('nobody without a session sees the board, and an operator sets no owner', async () => {
  expect((await api.call({ url: '/api/v1/cameras/health' })).statusCode).toBe(401);
  expect((await put(operator, OWNER)).statusCode).toBe(403);
});

test.each([
  ['a day that does not exist', { ...OWNER, validUntil: '2026-02-31' }],
  ['a name of blanks', { ...OWNER, name: '  ' }],
])('refuses an owner with %s', async (_what, payload) => {
  expect((await put(admin, payload)).statusCode).toBe(400);
});

test('an owner of a camera that does not exist is refused', async () => {
  expect((await put(admin, OWNER, 'nowhere')).json().code).toBe('TC_CAMERA_NOT_FOUND');
});

test('shows who lends a camera to whoever manages it only, and writes no personal data into the log', async () => {
  expect((await put(admin, OWNER)).statusCode).toBe(204);
  const [seen] = await health(admin);
  expect(seen).toMatchObject({
    owner: { name: OWNER.name, contact: OWNER.contact },
    agreement: { number: 'TT-12', validUntil: '2026-10-20' },
    care: ['agreement'],
  });
  const [other] = await health(operator);
  expect(other).toMatchObject({ owner: null, mayManage: false, agreement: { number: 'TT-12' } });
  const { rows } = await api.database.pool.query("select details::text from audit_entry where kind = 'camera.owner'");
  expect(rows).toHaveLength(1);
  expect(rows[0].details).not.toMatch(/Hoa|0900/);
  expect((await api.call({ method: 'DELETE', url: '/api/v1/cameras/gate/owner', as: admin })).statusCode).toBe(204);
  expect((await health(admin))[0]).toMatchObject({ owner: null, agreement: null, care: [] });
});

test('up shares count what the camera and its line lost, completeness what we lost too', async () => {
  await addGap(KNOWN_MS - 30 * HOUR_MS, KNOWN_MS - 21 * HOUR_MS, 'camera-offline');
  await addGap(KNOWN_MS - 2 * HOUR_MS, KNOWN_MS - HOUR_MS, 'worker-restart');
  const [row] = await health(operator);
  expect(row.upDay).toBeCloseTo(21 / 24, 6);
  expect(row.upMonth).toBeCloseTo(1 - 9 / 720, 6);
  // The month began at midnight in Viet Nam, 12 hours before.
  const monthMs = KNOWN_MS - Date.parse('2026-10-01T00:00:00+07:00');
  expect(row.completeness).toBeCloseTo(1 - HOUR_MS / monthMs, 6);
  expect(row.care).toEqual(['often-down']);
});

test('a gap that is still open counts until now, and a camera just added has no shares yet', async () => {
  await addCamera('new', NOW_MS);
  await addGap(KNOWN_MS - 6 * HOUR_MS, null, 'camera-offline');
  const [gate, fresh] = await health(operator);
  expect(gate.upDay).toBeCloseTo(18 / 24, 6);
  expect(fresh).toMatchObject({ upDay: null, upMonth: null, completeness: null });
});

test('counts findings by severity and names the worst', async () => {
  const at = new Date(NOW_MS);
  const row = { camera_id: 'gate', found_by: 'onvif' as const, first_seen_at: at, last_seen_at: at };
  await api.database.db
    .insertInto('camera_finding')
    .values([
      { ...row, code: 'gop-too-long', params: '{"gopS":4}' },
      { ...row, code: 'clock-off', params: '{"offsetS":9}' },
    ])
    .execute();
  const [{ findings, care }] = await health(operator);
  expect(findings).toMatchObject({ serious: 1, warning: 1, info: 0, worst: { code: 'clock-off' } });
  expect(findings.worst.vi).toContain('9');
  expect(care).toEqual(['finding']);
});

test('the board of a thousand cameras with a month of gaps is one statement within its budget', async () => {
  await api.database.pool.query(
    `
    insert into camera (id, name, search_key, main_url, created_at)
      select 'c' || i, 'c' || i, 'c' || i, 'rtsp://10.0.0.1/', to_timestamp($1) - interval '60 days'
      from generate_series(1, 1000) i`,
    [NOW_MS / 1000],
  );
  await api.database.pool.query(
    `
    insert into recording_gap (id, camera_id, started_at, ended_at, cause)
      select gen_random_uuid(), 'c' || i, to_timestamp($1) - h * interval '1 day',
        to_timestamp($1) - h * interval '1 day' + interval '5 minutes', 'camera-offline'
      from generate_series(1, 1000) i, generate_series(1, 30) h`,
    [NOW_MS / 1000],
  );
  await api.database.pool.query('analyze');
  await health(admin);
  const startMs = performance.now();
  expect(await health(admin)).toHaveLength(1001);
  const tookMs = performance.now() - startMs;
  console.info(`board of 1,001 cameras: ${Math.round(tookMs)} ms`);
  // Generous: other work may run on the same machine.
  expect(tookMs).toBeLessThan(2_000);
});
