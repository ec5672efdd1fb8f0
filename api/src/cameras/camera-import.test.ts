import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../testing/test-api.fixture.ts';

let api: TestApi;
let admin: string;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  await api.reset();
  await api.addUser('sep', 'admin');
  admin = await api.login('sep');
});
afterAll(() => api?.close());

function send(csv: string | Buffer, mode = 'all', as = admin) {
  const headers = { 'content-type': 'text/csv' };
  return api.call({ method: 'POST', url: `/api/v1/cameras/import?mode=${mode}`, as, headers, payload: csv });
}
const exported = (as = admin) => api.call({ method: 'GET', url: '/api/v1/cameras/export.csv', as });
const rows = () => api.database.db.selectFrom('camera').selectAll().orderBy('number').execute();
const kinds = async () => {
  const entries = await api.database.db.selectFrom('audit_entry').selectAll().orderBy('id').execute();
  return entries.filter(({ kind }) => kind.startsWith('camera.'));
};

test('an operator neither imports nor exports', async () => {
  await api.addUser('truc', 'operator');
  const operator = await api.login('truc');
  expect((await send('name,mainUrl\nA,rtsp://a/', 'check', operator)).json().code).toBe('TC_ACCESS_DENIED');
  expect((await exported(operator)).json().code).toBe('TC_ACCESS_DENIED');
});

test.each([
  ['an empty file', '', 'tệp trống'],
  ['a file that is not UTF-8', Buffer.from([0x6e, 0xff, 0xfe]), 'không phải UTF-8'],
  ['a header alone', 'name,mainUrl\n', 'chỉ có dòng tiêu đề'],
  ['a file without a header', 'Cổng,rtsp://u:bimat@h/\n', 'cột thứ 1'],
  ['a header without addresses', 'name,password\nA,bimat\n', 'mainUrl'],
  ['a column twice', 'name,mainUrl,tên\nA,rtsp://a/,B\n', 'name có hai lần'],
  ['a quote out of place', 'name,mainUrl\nA,"rtsp://u:bimat"x\n', 'ngoặc kép ở gần dòng 2'],
  ['more than 2,000 rows', `name,mainUrl\n${'A,rtsp://a/\n'.repeat(2001)}`, 'quá 2000 dòng'],
  ['a file of more than 5 MB', 'x'.repeat(5_000_001), 'lớn hơn 5 MB'],
])('%s is refused with its remedy, repeating nothing of it', async (_what, csv, cause) => {
  const answer = await send(csv);
  expect(answer.json()).toMatchObject({ status: 422, code: 'TC_CSV_UNREADABLE' });
  expect(answer.json().messages.vi).toContain(cause);
  expect(answer.body).not.toContain('bimat');
  expect(await rows()).toEqual([]);
});

const MIXED = [
  'Tên;Địa chỉ;Mật khẩu;Số;Vĩ độ;Kinh độ;Khu vực;Phân tích',
  'Cổng Đông;rtsp://10.0.0.1/a;bimat1;7;10,5;105.1;;plate-gate',
  'Cổng Tây;http://u:bimat2@10.0.0.2/a;;;;;;',
  ';rtsp://10.0.0.3/a;;0;;;;bimat3',
  'Cổng Nam;rtsp://10.0.0.4/a;;7;;;;',
  'Cổng Bắc;rtsp://10.0.0.5/a;;;10.5;;;',
  'Chợ;rtsp://10.0.0.6/a;;;;;khong-co;',
  ';;;;;;;',
  'Bến xe;rtsp://10.0.0.7/a;;;;;;;x',
  'Bến tàu;rtsp://u:bimat4@10.0.0.8/a;;;;;;',
].join('\r\n');

test('a file with faults is told by line and column and leaves nothing behind unless the good rows are asked for', async () => {
  const checked = await send(`\uFEFF${MIXED}`, 'check');
  expect(checked.json()).toMatchObject({ rows: 8, good: 2, created: 0 });
  const at = checked.json().faults.map(({ line, column }: { line: number; column: string }) => `${line} ${column}`);
  expect(at).toEqual(['3 mainUrl', '4 name', '4 number', '4 profile', '5 number', '6 latitude', '7 areaId', '9 null']);
  expect(checked.body).not.toContain('bimat');
  expect((await send(MIXED, 'all')).json()).toEqual(checked.json());
  expect(await rows()).toEqual([]);
  expect(await kinds()).toEqual([]);

  const good = await send(MIXED, 'good');
  expect(good.json()).toEqual({ ...checked.json(), created: 2 });
  expect(await rows()).toMatchObject([
    { name: 'Bến tàu', number: 1, username: 'u', main_url: 'rtsp://10.0.0.8/a', profile: 'none' },
    { name: 'Cổng Đông', number: 7, latitude: 10.5, longitude: 105.1, profile: 'plate-gate' },
  ]);
  expect(api.secretBox.open((await rows())[1]!.password_sealed!)).toBe('bimat1');
  const noted = await kinds();
  expect(noted.map(({ kind }) => kind)).toEqual(['camera.imported', 'camera.created', 'camera.created']);
  expect(noted[0]?.details).toEqual({ mode: 'good', rows: 8, created: 2, faults: 8 });
  expect(JSON.stringify(noted)).not.toContain('bimat');
  expect(api.published).toHaveLength(2);
});

test('whoever manages one ward puts cameras nowhere else and chooses no ids', async () => {
  const { db } = api.database;
  for (const [id, kind, parent_id] of [
    ['tinh', 'province', null],
    ['phuong-a', 'ward', 'tinh'],
    ['phuong-b', 'ward', 'tinh'],
  ] as const) {
    await db.insertInto('area').values({ id, kind, parent_id, name: id, search_key: id }).execute();
  }
  const userId = await api.addUser('phuong', null);
  const grantId = crypto.randomUUID();
  await db
    .insertInto('access_grant')
    .values({ id: grantId, user_id: userId, role: 'admin', is_everything: false, purposes: ['public-order'] })
    .execute();
  await db.insertInto('access_grant_part').values({ grant_id: grantId, area_id: 'phuong-a' }).execute();
  const ward = await api.login('phuong');
  await send('name,mainUrl,areaId\nCamera khác,rtsp://b/,phuong-b\n');
  const file = 'id,name,mainUrl,areaId\n,A,rtsp://a/,phuong-a\n,B,rtsp://b/,phuong-b\nc,C,rtsp://c/,phuong-a\n';
  const answer = await send(file, 'good', ward);
  expect(answer.json()).toMatchObject({
    created: 1,
    faults: [
      { line: 3, column: 'areaId' },
      { line: 4, column: 'id' },
    ],
  });
  const csv = (await exported(ward)).body;
  expect(csv).toContain(',A,');
  expect(csv).not.toContain('Camera khác');
});

test('an export opens in a spreadsheet without formulas and passwords, and comes back as it was', async () => {
  await send(
    'name,mainUrl,password,site\n"=HYPERLINK(""x"")",rtsp://10.0.0.1/a,bimat,"@tủ, 3"\nÂu Cơ,rtsp://10.0.0.2/a,,\n',
  );
  const answer = await exported();
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(answer.body.startsWith('\uFEFFid,name,number,mainUrl,')).toBe(true);
  expect(answer.body).toContain(`"'=HYPERLINK(""x"")"`);
  expect(answer.body).toContain(`"'@tủ, 3"`);
  expect(answer.body).not.toContain('bimat');
  expect((await kinds()).at(-1)).toMatchObject({ kind: 'camera.exported', details: { cameras: 2 } });
  const again = await send(answer.body, 'check');
  expect(again.json().faults.map(({ column }: { column: string }) => column)).toEqual(['id', 'id']);
  const before = await rows();
  await api.database.db.deleteFrom('camera').execute();
  expect((await send(answer.body)).json()).toMatchObject({ created: 2, faults: [] });
  const facts = ({ id, name, number, main_url, site, purposes }: (typeof before)[number]) => [
    ...[id, name, number, main_url, site, purposes],
  ];
  expect((await rows()).map(facts)).toEqual(before.map(facts));
});

test('a thousand cameras come in at once, and the next one by hand gets a number that is free', async () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `Camera ${index + 1},rtsp://10.0.0.1/${index},${index + 1}`);
  const file = `name,mainUrl,number\n${lines.join('\n')}\n`;
  expect((await send(file, 'check')).json()).toMatchObject({ rows: 1000, good: 1000, created: 0, faults: [] });
  expect((await send(file)).json()).toMatchObject({ rows: 1000, created: 1000, faults: [] });
  expect(await rows()).toHaveLength(1000);
  const payload = { name: 'Mới', mainUrl: 'rtsp://a/', profile: 'none' };
  const made = await api.call({ method: 'POST', url: '/api/v1/cameras', as: admin, payload });
  expect(made.json().number).toBe(1001);
}, 60_000);
