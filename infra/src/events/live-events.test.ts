import type { LiveEvent } from '@thapcanh/core/events/live-event';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { createLiveEventListener, publishLiveEvent } from './live-events.ts';
import { parseLiveEvent } from './parse-live-event.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());

const log = createLogger('silent', 'test');
const event: LiveEvent = { type: 'passage.created', cameraId: 'gate', passageId: 'p1' };

test.each([
  '',
  '[]',
  'null',
  '{"type":"camera.changed"}',
  '{"type":"x","cameraId":"a"}',
  '{"type":"passage.created","cameraId":"a"}',
])('the payload %j is no event', (payload) => expect(parseLiveEvent(payload)).toBeNull());

test('a listener that cannot connect says so at start', async () => {
  const listener = createLiveEventListener({ databaseUrl: 'postgresql://u:p@127.0.0.1:9/none' }, log);
  await expect(listener.start()).rejects.toThrow('ECONNREFUSED');
  await listener.close();
});

test('events arrive in order, a rolled back one never, and again after the connection was cut', async () => {
  const heard: LiveEvent[] = [];
  let gaps = 0;
  const listener = createLiveEventListener({ databaseUrl: database.url }, log);
  await listener.start();
  const unsubscribe = listener.subscribe(
    (item) => heard.push(item),
    () => gaps++,
  );
  await database.db
    .transaction()
    .execute(async (transaction) => {
      await publishLiveEvent(transaction, { type: 'camera.changed', cameraId: 'rolled-back' });
      throw new Error('roll back');
    })
    .catch(() => undefined);
  for (let n = 0; n < 20; n++) await publishLiveEvent(database.db, { ...event, passageId: `p${n}` });
  await vi.waitFor(() => expect(heard).toHaveLength(20));
  expect(heard.map((item) => ('passageId' in item ? item.passageId : item.cameraId))).toEqual(
    Array.from({ length: 20 }, (_, n) => `p${n}`),
  );

  await database.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'thapcanh-events'",
  );
  await vi.waitFor(() => expect(gaps).toBe(1), { timeout: 5_000 });
  await publishLiveEvent(database.db, event);
  await vi.waitFor(() => expect(heard).toHaveLength(21));
  unsubscribe();
  await listener.close();
  await listener.close();
});
