import { runMigrations } from 'bullmq';
import type pg from 'pg';
import type { Config } from '../config/config.ts';

/** Creates or updates BullMQ's own schema `bullmq` when the queue lives in PostgreSQL. Safe from many processes at once. */
export async function migrateQueue(config: Pick<Config, 'redisUrl'>, pool: pg.Pool): Promise<void> {
  if (config.redisUrl !== null) return;
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
}
