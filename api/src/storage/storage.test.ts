import { parseCameraId } from '@thapcanh/core/ids';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANONYMOUS } from '../identity/access.ts';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createCameraGroupRepository } from './camera-group.repository.ts';
import { createCameraGroupService } from './camera-group.service.ts';
import { createHoldRepository } from './hold.repository.ts';
import { createHoldService } from './hold.service.ts';
import { createStorageRepository } from './storage.repository.ts';
import { createStorageService } from './storage.service.ts';

const HOUR_MS = 3_600_000;
const NODE = 'node-a';
const at = (ms: number): string => new Date(ms).toISOString();

let api: TestApi;
let admin: string;
let operator: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await api.database.pool.query('truncate deletion_record, recording_garbage, recording_store cascade');
  await api.database.pool.query("delete from camera_group where id <> 'default'");
  await api.addUser('sep', 'admin');
  await api.addUser('truc', 'operator');
  [admin, operator] = [await api.login('sep'), await api.login('truc')];
  await addCamera('gate-car');
});
afterAll(() => api?.close());

async function addCamera(id: string, groupId = 'default'): Promise<void> {
  const camera = { id, name: id, search_key: id, main_url: 'rtsp://x/', group_id: groupId };
  await api.database.db.insertInto('camera').values(camera).execute();
}

async function addRecording(startMs: number, others: { camera?: string; bytes?: number; isHashed?: boolean } = {}) {
  await api.database.db
    .insertInto('recording')
    .values({
      id: crypto.randomUUID(),
      camera_id: others.camera ?? 'gate-car',
      started_at: new Date(startMs),
      ended_at: new Date(startMs + 60_000),
      state: 'finished',
      path: `${crypto.randomUUID()}.mp4`,
      bytes: others.bytes ?? 1000,
      init_bytes: 100,
      codec: 'avc1.64001f',
      width: 1280,
      height: 720,
      fragments: '[]',
      node_id: NODE,
      ...(others.isHashed ? { sha256: Buffer.alloc(32) } : {}),
    })
    .execute();
}

const call = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object, others = {}) =>
  api.call({ method, url: `/api/v1${path}`, as: admin, ...(payload ? { payload } : {}), ...others });

const decisions = async () => {
  const rows = await api.database.db
    .selectFrom('outbox')
    .select('payload')
    .where('kind', '=', 'audit.storage')
    .execute();
  return rows.map((row) => row.payload);
};

test('no method of these services serves the anonymous, and an operator sees and changes nothing', async () => {
  const { db } = api.database;
  const { clock } = api;
  const groups = createCameraGroupService({ groups: createCameraGroupRepository(db), clock });
  const holds = createHoldService({ holds: createHoldRepository(db), clock });
  const storage = createStorageService({ storage: createStorageRepository(db), clock });
  const span = { from: at(NOW_MS), to: at(NOW_MS + 1) };
  const refused = { code: 'TC_SESSION_REQUIRED' };
  for (const attempt of [
    groups.list(ANONYMOUS),
    groups.get(ANONYMOUS, 'default'),
    groups.create(ANONYMOUS, { name: 'x', keepDays: 1 }),
    groups.update(ANONYMOUS, 'default', 1, {}),
    groups.remove(ANONYMOUS, 'default'),
    holds.list(ANONYMOUS, {}),
    holds.create(ANONYMOUS, { cameraId: parseCameraId('gate-car')!, ...span, reason: 'abc' }),
    holds.release(ANONYMOUS, crypto.randomUUID(), 'abc'),
    storage.overview(ANONYMOUS),
    storage.deletions(ANONYMOUS, {}),
    storage.closeBreaker(ANONYMOUS, { nodeId: NODE, note: 'abc' }),
    storage.acceptStore(ANONYMOUS, { nodeId: NODE, note: 'abc' }),
  ]) {
    await expect(attempt).rejects.toMatchObject(refused);
  }
  for (const path of ['/camera-groups', '/holds', '/storage', '/deletions']) {
    expect((await call('GET', path, undefined, { as: operator })).json().code).toBe('TC_ACCESS_DENIED');
  }
});

test('limits that make no sense are refused', async () => {
  for (const wrong of [
    { keepDays: 0 },
    { keepDays: -1 },
    { keepDays: 1, maxBytes: 5 },
    { keepDays: 1, colour: 'red' },
  ]) {
    expect((await call('POST', '/camera-groups', { name: 'Nhóm', ...wrong })).json().code).toBe('TC_REQUEST_INVALID');
  }
  const blank = await call('POST', '/camera-groups', { name: '   ', keepDays: 1 });
  expect(blank.json()).toMatchObject({ status: 422, code: 'TC_GROUP_SETTINGS_INVALID' });
});

test('a group is made, edited by version and removed when empty; who did it is written down', async () => {
  const made = await call('POST', '/camera-groups', { name: 'Cổng trường', keepDays: 15, moveAfterHours: 24 });
  expect(made.statusCode).toBe(201);
  expect(made.json()).toEqual({
    id: 'cong-truong',
    name: 'Cổng trường',
    keepDays: 15,
    maxBytes: null,
    moveAfterHours: 24,
    cameras: 0,
    version: 1,
  });
  const edit = (payload: object, ifMatch?: string) =>
    call('PATCH', '/camera-groups/cong-truong', payload, ifMatch ? { headers: { 'if-match': ifMatch } } : {});
  expect((await edit({ keepDays: 7 })).json().code).toBe('TC_VERSION_REQUIRED');
  expect((await edit({ keepDays: 7, maxBytes: 5_000_000 }, '"1"')).json()).toMatchObject({
    keepDays: 7,
    maxBytes: 5_000_000,
    moveAfterHours: 24,
    version: 2,
  });
  expect((await edit({ keepDays: 8 }, '"1"')).json().code).toBe('TC_VERSION_CONFLICT');
  await addCamera('school', 'cong-truong');
  expect((await call('DELETE', '/camera-groups/cong-truong')).json().code).toBe('TC_GROUP_IN_USE');
  await api.database.db.updateTable('camera').set({ group_id: 'default' }).where('id', '=', 'school').execute();
  expect((await call('DELETE', '/camera-groups/cong-truong')).statusCode).toBe(204);
  expect((await call('GET', '/camera-groups/cong-truong')).json().code).toBe('TC_GROUP_NOT_FOUND');
  expect((await call('DELETE', '/camera-groups/default')).json().code).toBe('TC_GROUP_IN_USE');
  expect(await decisions()).toMatchObject([
    { action: 'group-created', group: 'cong-truong' },
    { action: 'group-changed', before: { keep_days: 15 }, after: { keep_days: 7 } },
    { action: 'group-removed' },
  ]);
});

test('a new limit and a camera that joins are noted as a wish of a person', async () => {
  const changedAt = async () => {
    const row = await api.database.db
      .selectFrom('camera_group')
      .select('caps_changed_at')
      .where('id', '=', 'nhom')
      .executeTakeFirstOrThrow();
    return row.caps_changed_at.getTime();
  };
  await call('POST', '/camera-groups', { name: 'Nhóm', keepDays: 15 });
  api.clock.advance(1_000);
  const edit = (payload: object, version: number) =>
    call('PATCH', '/camera-groups/nhom', payload, { headers: { 'if-match': `"${version}"` } });
  await edit({ name: 'Nhóm 1', keepDays: 15, maxBytes: null }, 1);
  expect(await changedAt()).toBe(api.clock.nowMs() - 1_000);
  await edit({ keepDays: 2 }, 2);
  expect(await changedAt()).toBe(api.clock.nowMs());
  api.clock.advance(1_000);
  await call('PATCH', '/cameras/gate-car', { groupId: 'nhom' }, { headers: { 'if-match': '"1"' } });
  const joinedAtMs = api.clock.nowMs();
  expect(await changedAt()).toBe(joinedAtMs);
  api.clock.advance(1_000);
  const stays = { name: 'Cổng xe', groupId: 'nhom' };
  const edited = await call('PATCH', '/cameras/gate-car', stays, { headers: { 'if-match': '"2"' } });
  expect(edited.statusCode).toBe(200);
  expect(await changedAt()).toBe(joinedAtMs);
});

test('a removed camera that is entered again in another group brings its recordings under the new limits', async () => {
  await addRecording(NOW_MS - HOUR_MS);
  await call('POST', '/camera-groups', { name: 'Nhóm', keepDays: 1 });
  await call('DELETE', '/cameras/gate-car');
  api.clock.advance(5_000);
  const camera = { id: 'gate-car', name: 'Cổng', mainUrl: 'rtsp://10.0.0.1/a', profile: 'none', groupId: 'nhom' };
  expect((await call('POST', '/cameras', camera)).statusCode).toBe(201);
  const changedAt = async () => {
    const { db } = api.database;
    const group = db.selectFrom('camera_group').select('caps_changed_at').where('id', '=', 'nhom');
    return (await group.executeTakeFirstOrThrow()).caps_changed_at.getTime();
  };
  expect(await changedAt()).toBe(api.clock.nowMs());
  api.clock.advance(5_000);
  const fresh = { id: 'yard', name: 'Sân', mainUrl: 'rtsp://10.0.0.2/a', profile: 'none', groupId: 'nhom' };
  expect((await call('POST', '/cameras', fresh)).statusCode).toBe(201);
  expect(await changedAt()).toBe(api.clock.nowMs() - 5_000);
});

test('a hold says who, why and what it holds; it is released once, with a reason', async () => {
  await addRecording(NOW_MS - 10 * HOUR_MS);
  await addRecording(NOW_MS - 5 * HOUR_MS, { isHashed: true });
  await addRecording(NOW_MS - 5 * HOUR_MS + 60_000);
  const span = { from: at(NOW_MS - 5 * HOUR_MS + 1_000), to: at(NOW_MS - 4 * HOUR_MS) };
  const made = await call('POST', '/holds', { cameraId: 'gate-car', ...span, reason: 'Vụ tai nạn 12/10' });
  expect(made.statusCode).toBe(201);
  expect(made.json()).toMatchObject({
    cameraId: 'gate-car',
    ...span,
    reason: 'Vụ tai nạn 12/10',
    createdBy: 'sep',
    releasedAt: null,
    recordings: 2,
    bytes: 2_000,
    hashed: 1,
  });
  const release = () => call('POST', `/holds/${made.json().id}/release`, { reason: 'Kết thúc vụ việc' });
  expect((await release()).json()).toMatchObject({ releasedBy: 'sep', releaseReason: 'Kết thúc vụ việc' });
  expect((await release()).json()).toMatchObject({ status: 409, code: 'TC_HOLD_RELEASED' });
  expect(await decisions()).toMatchObject([{ action: 'hold-placed' }, { action: 'hold-released' }]);
});

test('a hold without a reason, turned round, too long or of no camera is refused', async () => {
  const hold = (changes: object) =>
    call('POST', '/holds', { cameraId: 'gate-car', from: at(0), to: at(1000), reason: 'abc', ...changes });
  expect((await hold({ reason: 'a' })).json().code).toBe('TC_REQUEST_INVALID');
  expect((await hold({ reason: '    ' })).json().code).toBe('TC_REASON_REQUIRED');
  expect((await hold({ from: at(1000) })).json().code).toBe('TC_PERIOD_INVALID');
  expect((await hold({ to: at(400 * 24 * HOUR_MS) })).json().code).toBe('TC_PERIOD_INVALID');
  expect((await hold({ cameraId: 'khong-co' })).json().code).toBe('TC_CAMERA_NOT_FOUND');
  const unknown = await call('POST', `/holds/${crypto.randomUUID()}/release`, { reason: 'abc' });
  expect(unknown.json().code).toBe('TC_HOLD_NOT_FOUND');
});

test('holds and deletions are read page by page, newest first', async () => {
  for (let n = 0; n < 3; n++) {
    await call('POST', '/holds', { cameraId: 'gate-car', from: at(0), to: at(n + 1), reason: `Lý do ${n}` });
    api.clock.advance(1_000);
  }
  const reasons = async (path: string) => {
    const { items, next } = (await call('GET', path)).json();
    return { next, reasons: items.map((item: { reason: string }) => item.reason) };
  };
  const first = await reasons('/holds?limit=2');
  expect(first.reasons).toEqual(['Lý do 2', 'Lý do 1']);
  expect(await reasons(`/holds?limit=2&cursor=${first.next}`)).toEqual({ next: null, reasons: ['Lý do 0'] });
  expect((await reasons('/holds?isActive=false')).reasons).toEqual([]);

  const deletion = {
    node_id: NODE,
    camera_id: 'gate-car',
    tier: 'local',
    place: 'a.mp4',
    bytes: 5,
    rule: '{"keepDays":3}',
  };
  for (const reason of ['age', 'size', 'disk-full'] as const) {
    const span = { started_at: new Date(NOW_MS), ended_at: new Date(NOW_MS + 1000) };
    const row = { ...deletion, ...span, recording_id: crypto.randomUUID(), reason };
    await api.database.db.insertInto('deletion_record').values(row).execute();
  }
  const page = await reasons('/deletions?limit=2');
  expect(page.reasons).toEqual(['disk-full', 'size']);
  const rest = (await call('GET', `/deletions?limit=2&cursor=${page.next}`)).json();
  expect(rest).toMatchObject({ next: null, items: [{ reason: 'age', rule: { keepDays: 3 }, goneAt: null }] });
  for (const path of ['/holds', '/deletions']) {
    expect((await call('GET', `${path}?cursor=xyz`)).json().code).toBe('TC_CURSOR_INVALID');
  }
});

test('the overview says per node and per group what is kept', async () => {
  await call('POST', '/camera-groups', { name: 'Nhóm', keepDays: 3 });
  await addCamera('yard', 'nhom');
  await addRecording(NOW_MS - 2 * HOUR_MS);
  await addRecording(NOW_MS - 3 * HOUR_MS, { bytes: 500 });
  await addRecording(NOW_MS - HOUR_MS, { camera: 'yard', bytes: 70 });
  const { nodes, groups } = (await call('GET', '/storage')).json();
  expect(nodes).toMatchObject([
    { nodeId: NODE, recordings: 3, bytes: 1_570, oldestAt: at(NOW_MS - 3 * HOUR_MS), breaker: null, diskBytes: null },
  ]);
  expect(groups).toMatchObject([
    { groupId: 'default', cameras: 1, recordings: 2, localBytes: 1_500, objectBytes: 0 },
    { groupId: 'nhom', cameras: 1, recordings: 1, localBytes: 70, oldestAt: at(NOW_MS - HOUR_MS) },
  ]);
});

test('an open breaker says why in both languages, and a person closes it with a note', async () => {
  await api.database.db
    .insertInto('recording_store')
    .values({
      node_id: NODE,
      marker: crypto.randomUUID(),
      breaker_opened_at: new Date(NOW_MS),
      breaker_reason: 'files-missing',
      breaker_params: JSON.stringify({ missing: 15, examined: 30 }),
    })
    .execute();
  const [node] = (await call('GET', '/storage')).json().nodes;
  expect(node.breaker).toMatchObject({ reason: 'files-missing', vi: expect.stringContaining('15 trong 30') });
  const close = (payload: object, others = {}) => call('POST', '/storage/breaker/close', payload, others);
  expect((await close({ nodeId: 'node-b', note: 'abc' })).json().code).toBe('TC_STORE_NOT_FOUND');
  expect((await close({ nodeId: NODE, note: 'abc' }, { as: operator })).json().code).toBe('TC_ACCESS_DENIED');
  const closed = await close({ nodeId: NODE, note: 'Đã gắn lại đĩa' });
  expect(closed.json().nodes[0]).toMatchObject({
    breaker: null,
    lastClosing: { closedBy: 'sep', note: 'Đã gắn lại đĩa', closedAt: at(api.clock.nowMs()) },
  });
  expect((await close({ nodeId: NODE, note: 'abc' })).json().code).toBe('TC_BREAKER_NOT_OPEN');
  expect(await decisions()).toMatchObject([
    { action: 'breaker-closed', node: NODE, before: { breaker_reason: 'files-missing' } },
  ]);
});

test('a replaced disk is accepted by a person, one that is known is not', async () => {
  await api.database.db.insertInto('recording_store').values({ node_id: NODE, marker: crypto.randomUUID() }).execute();
  const accept = (nodeId = NODE) => call('POST', '/storage/accept', { nodeId, note: 'Thay đĩa mới' });
  expect((await accept('node-b')).json().code).toBe('TC_STORE_NOT_FOUND');
  expect((await accept()).json()).toMatchObject({ status: 409, code: 'TC_STORE_KNOWN' });
  await api.database.db.updateTable('recording_store').set({ problem: 'missing' }).execute();
  expect((await accept()).json().nodes).toMatchObject([{ problem: 'missing', acceptAskedAt: at(api.clock.nowMs()) }]);
  expect(await decisions()).toMatchObject([{ action: 'store-accepted', node: NODE, note: 'Thay đĩa mới' }]);
});
