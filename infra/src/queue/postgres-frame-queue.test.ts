import { parseCameraId } from '@thapcanh/core/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../database/database.ts';
import { createLogger } from '../telemetry/logger.ts';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { createFrameQueue } from './create-frame-queue.ts';
import { describeFrameQueue } from './frame-queue.conformance.ts';
import { migrateQueue } from './migrate-queue.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  await Promise.all([1, 2, 3].map(() => migrateQueue({ redisUrl: null }, database.pool)));
});
afterAll(() => database.close());

test('an offer fails clearly while the database is away', async () => {
  const pool = createPool({ databaseUrl: 'postgresql://u:hunter2@127.0.0.1:9/none' });
  const queue = createFrameQueue({ redisUrl: null }, pool, createLogger('silent', 'test'));
  const frame = { cameraId: parseCameraId('a')!, stream: 'main', capturedAtMs: 1, width: 1, height: 1 } as const;
  const failure = await queue.offer({ frame }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'TC_QUEUE_UNAVAILABLE', params: { where: 'PostgreSQL' } });
  expect(String(failure)).not.toContain('hunter2');
  await queue.close();
  await pool.end();
});

describeFrameQueue(() => ({ redisUrl: null, pool: database.pool }));

test('nothing is left in the queue, and its event table stays small', async () => {
  const { rows } = await database.pool.query(
    'select (select count(*) from bullmq.job) as jobs, (select count(*) from bullmq.event) as events',
  );
  expect(rows[0].jobs).toBe(0);
  expect(rows[0].events).toBeLessThan(1_000);
});
