import { parseCameraId } from '@thapcanh/core/ids';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../database/database.ts';
import { createLogger } from '../telemetry/logger.ts';
import { startTestRedis, type TestRedis } from '../testing/redis-server.ts';
import { createFrameQueue } from './create-frame-queue.ts';
import { describeFrameQueue } from './frame-queue.conformance.ts';

// Never connected to: the queue lives in Redis.
const pool = createPool({ databaseUrl: 'postgresql://127.0.0.1:9/none' });
let redis: TestRedis;

beforeAll(async () => {
  const started = await startTestRedis();
  if (started === null) throw new Error('redis-server is not installed (apt-get install redis-server)');
  redis = started;
});
afterAll(async () => {
  await redis?.close();
  await pool.end();
});

test('an offer fails clearly while Redis is away', async () => {
  const queue = createFrameQueue({ redisUrl: 'redis://u:hunter2@127.0.0.1:9' }, pool, createLogger('silent', 'test'));
  const frame = { cameraId: parseCameraId('a')!, stream: 'main', capturedAtMs: 1, width: 1, height: 1 } as const;
  const failure = await queue.offer({ frame }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'TC_QUEUE_UNAVAILABLE', params: { where: 'redis://***@127.0.0.1:9' } });
  expect(String(failure)).not.toContain('hunter2');
  await queue.close();
});

describeFrameQueue(() => ({ redisUrl: redis.url, pool }));
