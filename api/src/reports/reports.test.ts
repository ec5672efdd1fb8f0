import { PURPOSES } from '@thapcanh/core/people/purpose';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';

let api: TestApi;
let officer: string;

beforeAll(async () => {
  api = await startTestApi({ reportsPerHour: 500 });
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('truc', 'operator');
  officer = await api.login('truc');
  const { db } = api.database;
  await db.insertInto('area').values({ id: 'tinh', kind: 'province', name: 'Tỉnh', search_key: 'tinh' }).execute();
  for (const [id, longitude] of [
    ['cam-a', 105.1],
    ['cam-b', 105.2],
  ] as const) {
    const area = { id: `phuong-${id}`, parent_id: 'tinh', kind: 'ward' as const, name: id, search_key: id };
    await db.insertInto('area').values(area).execute();
    const place = { latitude: 10.7, longitude, area_id: area.id };
    await db
      .insertInto('camera')
      .values({ id, name: id, search_key: id, main_url: 'rtsp://10.0.0.1/', ...place })
      .execute();
  }
});
afterAll(() => api?.close());

const REPORT = { category: 'accident', description: 'Hai xe máy va nhau', latitude: 10.7001, longitude: 105.1001 };

const send = (payload: object = REPORT) => api.call({ method: 'POST', url: '/api/v1/public/reports', payload });
const look = (token: string) => api.call({ method: 'GET', url: `/api/v1/public/reports/${token}` });
const putPhoto = (token: string, payload: Buffer, type = 'image/jpeg') =>
  api.call({
    method: 'PUT',
    url: `/api/v1/public/reports/${token}/photo`,
    payload,
    headers: { 'content-type': type },
  });
const list = async (as = officer, query = '') =>
  (await api.call({ method: 'GET', url: `/api/v1/reports${query}`, as })).json().items;
const step = (id: string, payload: object, as = officer) =>
  api.call({ method: 'POST', url: `/api/v1/reports/${id}/steps`, as, payload });

async function jpegWithPlace(): Promise<Buffer> {
  const pixels = { create: { width: 3_000, height: 1_000, channels: 3 as const, background: '#446688' } };
  return sharp(pixels)
    .withExif({ IFD0: { Artist: 'Nguyen Van A', Software: 'secret-phone' } })
    .jpeg()
    .toBuffer();
}

/** Somebody who has the role in the ward of one camera only. */
async function wardOfficer(camera: string): Promise<string> {
  const userId = await api.addUser(`can-bo-${camera}`, null);
  const id = crypto.randomUUID();
  const { db } = api.database;
  await db
    .insertInto('access_grant')
    .values({ id, user_id: userId, role: 'ward-officer', is_everything: false, purposes: [...PURPOSES] })
    .execute();
  await db
    .insertInto('access_grant_part')
    .values({ grant_id: id, area_id: `phuong-${camera}` })
    .execute();
  return api.login(`can-bo-${camera}`);
}

test.each([
  ['an unknown category', { ...REPORT, category: 'aliens' }, 'TC_REPORT_INVALID'],
  ['no words', { ...REPORT, description: ' \n\u0007 ' }, 'TC_REPORT_INVALID'],
  ['a place outside the world', { ...REPORT, latitude: 91 }, 'TC_REQUEST_INVALID'],
  ['a time to come', { ...REPORT, occurredAt: '2026-10-02T00:00:00.000Z' }, 'TC_REPORT_INVALID'],
  ['a time long ago', { ...REPORT, occurredAt: '2026-09-01T00:00:00.000Z' }, 'TC_REPORT_INVALID'],
  ['a phone number that is none', { ...REPORT, phone: '<script>' }, 'TC_REQUEST_INVALID'],
  ['a field of its own', { ...REPORT, state: 'published' }, 'TC_REQUEST_INVALID'],
])('a report with %s is refused with what to do', async (_, payload, code) => {
  const answer = await send(payload);
  expect(answer.json()).toMatchObject({ code });
});

test('a city that takes no reports says so', async () => {
  const closed = await startTestApi({ city: { mapDir: null, isReportingOpen: false, reportDays: 90 } });
  try {
    const answer = await closed.call({ method: 'POST', url: '/api/v1/public/reports', payload: REPORT });
    expect(answer.json()).toMatchObject({ status: 403, code: 'TC_REPORTS_CLOSED' });
    expect((await closed.call({ method: 'GET', url: '/api/v1/public/report-form' })).json().isOpen).toBe(false);
  } finally {
    await closed.close();
  }
});

test('an address may only send so many in an hour', async () => {
  const strict = await startTestApi({ reportsPerHour: 2 });
  try {
    const answers = [];
    for (let count = 0; count < 3; count += 1) {
      answers.push(await strict.call({ method: 'POST', url: '/api/v1/public/reports', payload: REPORT }));
    }
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 429]);
    expect(answers[2]!.json().code).toBe('TC_RATE_LIMITED');
  } finally {
    await strict.close();
  }
});

test('a token that nobody was given tells nothing', async () => {
  expect((await look('A'.repeat(32))).json()).toMatchObject({ status: 404, code: 'TC_REPORT_NOT_FOUND' });
  expect((await look('short')).statusCode).toBe(400);
  expect((await putPhoto('A'.repeat(32), await jpegWithPlace())).statusCode).toBe(404);
});

test('the token is not stored, and what the citizen wrote is not shown by it', async () => {
  const { token, number } = (await send({ ...REPORT, phone: '0912 345 678' })).json();
  const row = await api.database.db.selectFrom('citizen_report').selectAll().executeTakeFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain(token);
  expect(api.secretBox.open(row.phone_sealed!)).toBe('0912345678');
  const shown = await look(token);
  expect(shown.json()).toMatchObject({ number, state: 'received', answer: '', hasPhoto: false });
  expect(shown.body).not.toMatch(/xe máy|0912|cam-a|10\.7/);
  const audit = await api.database.db.selectFrom('audit_entry').selectAll().execute();
  expect(audit.find(({ kind }) => kind === 'report.received')).toMatchObject({ address: 'public', actor_id: null });
});

test.each([
  ['text', Buffer.from('hello'), 'image/jpeg'],
  ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'image/png'],
  ['half a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]), 'image/jpeg'],
  ['something called text', Buffer.from('hello'), 'text/plain'],
  ['more than 10 MB', Buffer.alloc(10 * 1024 * 1024 + 1), 'image/jpeg'],
])('a photo that is %s is refused', async (_, bytes, type) => {
  const { token } = (await send()).json();
  expect((await putPhoto(token, bytes, type)).json()).toMatchObject({ status: 422, code: 'TC_PHOTO_REFUSED' });
  expect((await look(token)).json().hasPhoto).toBe(false);
});

test('of a photo only its pixels are kept, and there is one', async () => {
  const { token } = (await send()).json();
  const sent = await jpegWithPlace();
  expect(sent.includes('secret-phone')).toBe(true);
  const answer = await putPhoto(token, sent);
  expect(answer.json().hasPhoto).toBe(true);
  const [stored] = [...api.objects.contents.values()];
  const facts = await sharp(stored).metadata();
  expect([facts.format, facts.width, facts.exif]).toEqual(['jpeg', 2_048, undefined]);
  expect(stored!.includes('secret-phone')).toBe(false);
  expect((await putPhoto(token, sent)).json().code).toBe('TC_REPORT_STEP_REFUSED');
});

test('a report is seen in the ward of the nearest camera and nowhere else', async () => {
  await send();
  const [here, there] = [await wardOfficer('cam-a'), await wardOfficer('cam-b')];
  const [report] = await list(here);
  expect(report).toMatchObject({ category: { vi: 'Tai nạn giao thông' }, state: 'received' });
  expect(await list(there)).toEqual([]);
  for (const url of [`/api/v1/reports/${report.id}`, `/api/v1/reports/${report.id}/photo`]) {
    expect((await api.call({ method: 'GET', url, as: there })).json().code).toBe('TC_REPORT_NOT_FOUND');
  }
  expect((await step(report.id, { to: 'accepted', version: 1 }, there)).statusCode).toBe(404);
});

test('a report far from every camera is for whoever has the whole city', async () => {
  await send({ ...REPORT, latitude: 12, longitude: 109 });
  expect(await list(await wardOfficer('cam-a'))).toEqual([]);
  expect(await list()).toHaveLength(1);
});

test('steps out of order, of an old version or without an answer are refused', async () => {
  await send();
  const [{ id }] = await list();
  expect((await step(id, { to: 'published', version: 1 })).json().code).toBe('TC_REPORT_STEP_REFUSED');
  expect((await step(id, { to: 'refused', version: 1 })).json().code).toBe('TC_REASON_REQUIRED');
  expect((await step(id, { to: 'accepted', version: 7 })).json().code).toBe('TC_VERSION_CONFLICT');
});

test('a report goes from the citizen to the published answer', async () => {
  const { token } = (await send({ ...REPORT, phone: '+84912345678' })).json();
  await putPhoto(token, await jpegWithPlace());
  const [{ id }] = await list();
  const opened = (await api.call({ method: 'GET', url: `/api/v1/reports/${id}`, as: officer })).json();
  expect(opened).toMatchObject({ phone: '+84912345678', hasPhoto: true, version: 2 });
  expect(opened.cameras).toEqual([{ cameraId: 'cam-a', name: 'cam-a', distanceM: expect.any(Number) }]);

  const accepted = (await step(id, { to: 'accepted', version: 2, note: 'Gọi tổ tuần tra' })).json();
  const holds = await api.database.db.selectFrom('recording_hold').selectAll().execute();
  expect(holds).toMatchObject([{ camera_id: 'cam-a', reason: `Phản ánh #${opened.number}` }]);
  expect(holds[0]!.to_at.getTime() - holds[0]!.from_at.getTime()).toBe(600_000);
  const made = (await api.call({ method: 'POST', url: `/api/v1/reports/${id}/incident`, as: officer })).json();
  expect(made.incidentId).toMatch(/^[0-9a-f-]{36}$/);
  const again = (await api.call({ method: 'POST', url: `/api/v1/reports/${id}/incident`, as: officer })).json();
  expect(again.incidentId).toBe(made.incidentId);
  expect(accepted.next).toEqual(['in-progress', 'refused']);

  const working = (await step(id, { to: 'in-progress', version: again.version })).json();
  const photo = { payload: await jpegWithPlace(), headers: { 'content-type': 'image/jpeg' } };
  const shown = await api.call({ method: 'PUT', url: `/api/v1/reports/${id}/result`, as: officer, ...photo });
  expect(shown.json().hasResultPhoto).toBe(true);
  expect((await api.call({ method: 'GET', url: `/api/v1/public/reports/${token}/result` })).statusCode).toBe(404);
  const resolved = await step(id, { to: 'resolved', version: working.version + 1, answer: 'Đã giải toả hiện trường.' });
  expect((await look(token)).json()).toMatchObject({ state: 'resolved', answer: '' });
  expect((await step(id, { to: 'published', version: resolved.json().version })).statusCode).toBe(200);
  const told = await look(token);
  expect(told.json()).toMatchObject({ state: 'published', answer: 'Đã giải toả hiện trường.', hasResultPhoto: true });
  expect(told.json().steps.map(({ state }: { state: string }) => state)).toEqual([
    ...['received', 'accepted', 'in-progress', 'resolved', 'published'],
  ]);
  expect(told.body).not.toMatch(/tuần tra|truc|84912/);
  const result = await api.call({ method: 'GET', url: `/api/v1/public/reports/${token}/result` });
  expect([result.statusCode, result.headers['content-type']]).toEqual([200, 'image/jpeg']);
  expect(await list()).toEqual([]);
  expect(await list(officer, '?state=published')).toHaveLength(1);
});

test('a report that is past its time says so', async () => {
  await send();
  expect(await list(officer, '?state=late')).toEqual([]);
  api.clock.advance(16 * 60_000);
  expect(await list(officer, '?state=late')).toMatchObject([{ isLate: true }]);
});
