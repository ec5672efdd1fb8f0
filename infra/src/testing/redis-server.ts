import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { findProgram, startEngine } from './engine-process.ts';
import { findFreePort } from './local-address.ts';

export interface TestRedis {
  readonly url: string;
  close(): Promise<void>;
}

/** A private Redis without persistence, or null when redis-server is not installed. */
export async function startTestRedis(): Promise<TestRedis | null> {
  const program = await findProgram('redis-server');
  if (program === null) return null;
  const dir = await mkdtemp(path.join(tmpdir(), 'tc-redis-'));
  const port = await findFreePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir];
  const engine = await startEngine(program, args, dir);
  const client = new Redis(port, '127.0.0.1', {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  client.on('error', () => undefined);
  await engine.waitFor(async () => {
    if (client.status !== 'ready') await client.connect();
    return (await client.ping()) === 'PONG';
  }, 10_000);
  client.disconnect();
  return {
    url: `redis://127.0.0.1:${port}`,
    async close() {
      await engine.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
