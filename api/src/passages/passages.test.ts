import { createHash } from 'node:crypto';
import { parsePassageId } from '@thapcanh/core/ids';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAuditRecorder } from '../audit/audit-recorder.ts';
import { ANONYMOUS } from '../identity/access.ts';
import { NOW_MS, startTestApi, type TestApi } from '../testing/test-api.fixture.ts';
import { createPassageRepository } from './passage.repository.ts';
import { createPassageService } from './passage.service.ts';
import { platePattern } from './plate-pattern.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);

let api: TestApi;
let as: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('truc', 'operator');
  as = await api.login('truc');
  for (const id of ['gate-car', 'gate-moto']) {
    await api.database.db
      .insertInto('camera')
      .values({ id, name: `Cổng ${id}`, search_key: id, main_url: 'rtsp://x/' })
      .execute();
  }
});
afterAll(() => api?.close());

async function addPassage(passage: {
  atMs: number;
  cameraId?: string;
  plate?: { text: string; display: string };
  cropKey?: string;
}): Promise<string> {
  const id = crypto.randomUUID();
  const at = new Date(passage.atMs);
  const { plate } = passage;
  if (passage.cropKey) {
    await api.objects.put(passage.cropKey, JPEG);
    await api.database.db
      .insertInto('object_ledger')
      .values({
        key: passage.cropKey,
        sha256: createHash('sha256').update(JPEG).digest(),
        bytes: JPEG.length,
        content_type: 'image/jpeg',
      })
      .execute();
  }
  await api.database.db
    .insertInto('passage')
    .values({
      id,
      camera_id: passage.cameraId ?? 'gate-car',
      track_key: id,
      started_at: at,
      ended_at: new Date(passage.atMs + 2000),
      best_at: new Date(passage.atMs + 900),
      object_class: 'car',
      vehicle_colour: 'white',
      plate_text: plate?.text ?? null,
      plate_key: plate?.text.replaceAll('Đ', 'D') ?? null,
      plate_display: plate?.display ?? null,
      plate_confidence: plate ? 0.93 : null,
      plate_lines: plate ? 1 : null,
      plate_ground: plate ? 'white' : null,
      plate_kinds: JSON.stringify(plate ? ['civil'] : []),
      reads: JSON.stringify(plate ? [{ atMs: passage.atMs, text: plate.text, confidence: 0.9 }] : []),
      read_count: plate ? 1 : 0,
      crop_key: passage.cropKey ?? null,
      plate_box: plate ? JSON.stringify({ x: 1, y: 2, width: 30, height: 10 }) : null,
    })
    .execute();
  return id;
}

function get(path: string, headers: Record<string, string> = {}) {
  return api.call({ method: 'GET', url: `/api/v1${path}`, as, headers });
}

test('no method of the passage service serves the anonymous', async () => {
  const service = createPassageService({
    passages: createPassageRepository(api.database.db),
    objects: api.objects,
    audit: createAuditRecorder({ db: api.database.db, clock: api.clock }),
  });
  const id = parsePassageId(crypto.randomUUID())!;
  const refused = { code: 'TC_SESSION_REQUIRED' };
  await expect(service.list(ANONYMOUS, {})).rejects.toMatchObject(refused);
  await expect(service.get(ANONYMOUS, id)).rejects.toMatchObject(refused);
  const options = { ifNoneMatch: undefined, signal: AbortSignal.timeout(1000) };
  await expect(service.picture(ANONYMOUS, id, 'crop', options)).rejects.toMatchObject(refused);
});

test('a passage carries its camera, its plate as printed and its reads', async () => {
  const id = await addPassage({ atMs: NOW_MS, plate: { text: '29MĐ112345', display: '29-MĐ1 123.45' } });
  const answer = await get(`/passages/${id}`);
  expect(answer.json()).toEqual({
    id,
    cameraId: 'gate-car',
    cameraName: 'Cổng gate-car',
    startedAt: '2026-10-01T05:00:00.000Z',
    endedAt: '2026-10-01T05:00:02.000Z',
    bestAt: '2026-10-01T05:00:00.900Z',
    objectClass: 'car',
    colour: 'white',
    plate: {
      text: '29MĐ112345',
      display: '29-MĐ1 123.45',
      confidence: expect.closeTo(0.93),
      lines: 1,
      ground: 'white',
      kindCandidates: ['civil'],
      reads: [{ at: '2026-10-01T05:00:00.000Z', text: '29MĐ112345', confidence: 0.9 }],
    },
    readCount: 1,
    hasCrop: false,
    hasScene: false,
    plateBox: { x: 1, y: 2, width: 30, height: 10 },
  });
  expect((await get(`/passages/${crypto.randomUUID()}`)).json().code).toBe('TC_PASSAGE_NOT_FOUND');
});

test('pages go from new to old without losing or repeating any, also where many started at once', async () => {
  const ids = new Set<string>();
  for (let index = 0; index < 7; index += 1) ids.add(await addPassage({ atMs: NOW_MS + (index >> 2) }));
  const seen: string[] = [];
  const starts: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await get(`/passages?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
    const page: { items: { id: string; startedAt: string }[]; next: string | null } = answer.json();
    seen.push(...page.items.map((item) => item.id));
    starts.push(...page.items.map((item) => item.startedAt));
    cursor = page.next;
  }
  expect(new Set(seen)).toEqual(ids);
  expect(seen).toHaveLength(7);
  expect(starts).toEqual([...starts].sort().reverse());
  expect((await get('/passages?cursor=khong-phai')).json().code).toBe('TC_CURSOR_INVALID');
});

test('passages are found by camera, period and whether a plate was read', async () => {
  const old = await addPassage({ atMs: NOW_MS - 60_000, plate: { text: '30A12345', display: '30A-123.45' } });
  const bare = await addPassage({ atMs: NOW_MS, cameraId: 'gate-moto' });
  const ids = async (query: string) =>
    (await get(`/passages?${query}`)).json().items.map((item: { id: string }) => item.id);
  expect(await ids('cameraId=gate-moto')).toEqual([bare]);
  expect(await ids('hasPlate=true')).toEqual([old]);
  expect(await ids('hasPlate=false')).toEqual([bare]);
  expect(await ids(`to=${new Date(NOW_MS).toISOString()}`)).toEqual([old]);
  expect(await ids(`from=${new Date(NOW_MS).toISOString()}`)).toEqual([bare]);
  expect((await get('/passages?limit=0')).json().code).toBe('TC_REQUEST_INVALID');
});

test.each([
  ['30a-123.45', 'contains', ['30A12345']],
  ['123', 'contains', ['29MĐ112345', '30A12345', '51F12388']],
  ['123', 'prefix', []],
  ['30A', 'prefix', ['30A12345']],
  ['30A', 'exact', []],
  ['30A 12345', 'exact', ['30A12345']],
  ['29mđ1', 'contains', ['29MĐ112345']],
  ['29MD1', 'contains', ['29MĐ112345']],
  ['??a*', 'contains', ['30A12345']],
  ['*45', 'contains', ['29MĐ112345', '30A12345']],
  ['%', 'contains', []],
])('plate %s (%s) finds %j', async (plate, plateMatch, expected) => {
  await addPassage({ atMs: NOW_MS, plate: { text: '30A12345', display: '30A-123.45' } });
  await addPassage({ atMs: NOW_MS, plate: { text: '51F12388', display: '51F-123.88' } });
  await addPassage({ atMs: NOW_MS, plate: { text: '29MĐ112345', display: '29-MĐ1 123.45' } });
  const answer = await get(`/passages?plate=${encodeURIComponent(plate)}&plateMatch=${plateMatch}`);
  const texts = answer.json().items.map((item: { plate: { text: string } }) => item.plate.text);
  expect(texts.sort()).toEqual(expected);
});

test('no search text can smuggle a LIKE character in', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const match = platePattern(text, 'exact');
      if (match?.kind === 'equals') expect(match.key).toMatch(/^[0-9A-Z]+$/);
      if (match?.kind === 'like') expect(match.pattern).toMatch(/^[0-9A-Z%_]+$/);
    }),
  );
});

test('a picture is streamed under the hash of its content and not sent twice', async () => {
  const id = await addPassage({ atMs: NOW_MS, cropKey: 'crops/2026/a.jpg' });
  const answer = await get(`/passages/${id}/crop`);
  expect(answer.headers['content-type']).toBe('image/jpeg');
  expect(answer.rawPayload.equals(JPEG)).toBe(true);
  const etag = `"${createHash('sha256').update(JPEG).digest('hex')}"`;
  expect(answer.headers.etag).toBe(etag);
  const again = await get(`/passages/${id}/crop`, { 'if-none-match': etag });
  expect([again.statusCode, again.body]).toEqual([304, '']);
  expect((await get(`/passages/${id}/scene`)).json().code).toBe('TC_PICTURE_MISSING');
  api.objects.contents.clear();
  expect((await get(`/passages/${id}/crop`)).json().code).toBe('TC_PICTURE_MISSING');
});
