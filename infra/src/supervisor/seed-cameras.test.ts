import { randomBytes } from 'node:crypto';
import { PURPOSES } from '@thapcanh/core/people/purpose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CameraSeed } from '../config/config.ts';
import { createSecretBox } from '../secrets/secret-box.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { createFirstAdmin } from './first-admin.ts';
import { disableDemoCameras, hasRealCamera, seedCameras } from './seed-cameras.ts';

let database: TestDatabase;
const box = createSecretBox(randomBytes(32).toString('hex'));
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query('truncate camera, app_user cascade');
});

const seed = (changes: Partial<CameraSeed> = {}): CameraSeed => ({
  id: 'cong',
  name: 'Cổng Đông',
  mainUrl: 'rtsp://10.0.0.1/1',
  subUrl: null,
  username: 'admin',
  password: 'mật khẩu',
  profile: 'plate-gate',
  origin: 'file',
  ...changes,
});
const read = () => database.db.selectFrom('camera').selectAll().orderBy('id').execute();

test('a demo camera that a person removed or that another took the place of is not brought back', async () => {
  await seedCameras(database.db, box, [
    seed({ id: 'gate-car', origin: 'demo' }),
    seed({ id: 'avenue', origin: 'file' }),
  ]);
  await database.db
    .updateTable('camera')
    .set({ removed_at: new Date(), is_enabled: false })
    .where('id', '=', 'gate-car')
    .execute();
  const changed = await seedCameras(database.db, box, [
    seed({ id: 'gate-car', origin: 'demo', mainUrl: 'rtsp://127.0.0.1:9/x' }),
    seed({ id: 'avenue', origin: 'demo', mainUrl: 'rtsp://127.0.0.1:9/y' }),
  ]);
  expect(changed).toEqual([]);
  expect((await read()).map(({ id, origin, is_enabled }) => [id, origin, is_enabled])).toEqual([
    ['avenue', 'file', true],
    ['gate-car', 'demo', false],
  ]);
});

test('a seed is written with its password sealed, and the same seed again changes nothing', async () => {
  expect(await seedCameras(database.db, box, [seed()])).toEqual(['cong']);
  const [row] = await read();
  expect(row).toMatchObject({ search_key: 'cong dong', main_url: 'rtsp://10.0.0.1/1', version: 1, is_enabled: true });
  expect(box.open(row!.password_sealed!)).toBe('mật khẩu');
  expect(await seedCameras(database.db, box, [seed()])).toEqual([]);
  expect((await read())[0]?.version).toBe(1);
});

test('a changed seed counts over the row and raises its version', async () => {
  await seedCameras(database.db, box, [seed()]);
  expect(await seedCameras(database.db, box, [seed({ password: 'mới', profile: 'street' })])).toEqual(['cong']);
  const [row] = await read();
  expect(row).toMatchObject({ profile: 'street', version: 2 });
  expect(box.open(row!.password_sealed!)).toBe('mới');
});

test('the demo city gives way to a real camera', async () => {
  await seedCameras(database.db, box, [seed({ id: 'avenue', origin: 'demo' })]);
  expect(await hasRealCamera(database.db)).toBe(false);
  await seedCameras(database.db, box, [seed()]);
  expect(await hasRealCamera(database.db)).toBe(true);
  await disableDemoCameras(database.db);
  expect((await read()).map(({ id, is_enabled }) => [id, is_enabled])).toEqual([
    ['avenue', false],
    ['cong', true],
  ]);
});

test('the first admin is made once, with a password that is nowhere in the database', async () => {
  const login = await createFirstAdmin(database.db);
  expect(login?.password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  const rows = await database.db.selectFrom('app_user').selectAll().execute();
  expect(rows).toMatchObject([{ username: 'admin', must_change_password: false }]);
  const grants = await database.db.selectFrom('access_grant').selectAll().execute();
  expect(grants).toMatchObject([{ user_id: rows[0]?.id, role: 'admin', is_everything: true, purposes: PURPOSES }]);
  expect(JSON.stringify(rows)).not.toContain(login?.password);
  expect(rows[0]?.password_hash).toMatch(/^\$argon2id\$/);
  expect(await createFirstAdmin(database.db)).toBeNull();
});
