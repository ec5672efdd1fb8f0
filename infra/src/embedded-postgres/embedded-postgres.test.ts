import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts';
import { serverFailure } from './server-failure.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tc-pg-'));
  await chmod(dir, 0o711);
  return () => rm(dir, { recursive: true, force: true });
});

const start = (changes: Partial<EmbeddedPostgresOptions> = {}) =>
  startEmbeddedPostgres({
    dir: path.join(dir, 'postgres'),
    socketDir: path.join(dir, 's'),
    password: 'secret-of-the-test',
    isDurable: false,
    programsDir: path.join(tmpdir(), `thapcanh-postgres-${process.getuid?.() ?? 0}`),
    log: createLogger('silent', 'test'),
    ...changes,
  });

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('the last words of the server become one message with a remedy', () => {
  expect(serverFailure('/data', 'FATAL:  could not write: No space left on device', '')).toMatchObject({
    code: 'TC_DISK_FULL',
  });
  expect(serverFailure('/data', 'initdb: error: could not create: Permission denied', '')).toMatchObject({
    code: 'TC_DATA_DIR_UNWRITABLE',
  });
  expect(serverFailure('/data', 'LOG: x\n2026 UTC [1] FATAL:  bogus setting\n', '')).toMatchObject({
    code: 'TC_POSTGRES_START_FAILED',
    params: { detail: 'FATAL:  bogus setting' },
  });
});

test('a data directory that the database account cannot reach is refused naming the closed parent', async () => {
  if (process.getuid?.() !== 0) return;
  await chmod(dir, 0o700);
  await expect(start()).rejects.toMatchObject({ code: 'TC_DATA_DIR_CLOSED', params: { parent: dir } });
});

test('a cluster of another version and a wrong password are refused; data outlives the server and its killing', async () => {
  const first = await start();
  expect(first.isNew).toBe(true);
  await query(first.url, 'create table kept (id int); insert into kept values (1)');
  await expect(query(first.url.replace('secret-of-the-test', 'guess'), 'select 1')).rejects.toThrow('password');
  await first.close();
  await first.close();

  // A killed server leaves its pid file behind; meanwhile another process may have been given that number.
  const other = spawn('sleep', ['60']);
  const pidFile = path.join(dir, 'postgres/cluster/postmaster.pid');
  await writeFile(pidFile, `${other.pid}\n${path.join(dir, 'postgres/cluster')}\n1\n5432\n\n\n\nready\n`);
  const second = await start();
  expect(second.isNew).toBe(false);
  expect(await query(second.url, 'select id from kept')).toEqual([{ id: 1 }]);
  expect(other.exitCode).toBeNull();
  other.kill();

  // A server that a killed supervisor left running is shut down first.
  const third = await start({ password: 'secret-of-the-test' });
  expect(third.pid).not.toBe(second.pid);
  expect(await query(third.url, 'select id from kept')).toEqual([{ id: 1 }]);
  await third.close();
  await second.close();

  const versionFile = path.join(dir, 'postgres/cluster/PG_VERSION');
  const version = (await readFile(versionFile, 'utf8')).trim();
  await writeFile(versionFile, '15\n');
  await expect(start()).rejects.toMatchObject({
    code: 'TC_POSTGRES_VERSION',
    params: { found: '15', expected: version },
  });
});
