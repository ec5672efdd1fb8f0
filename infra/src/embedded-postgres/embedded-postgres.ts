import { type ChildProcess, spawn } from 'node:child_process';
import { chown } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AppError } from '@thapcanh/core/errors/app-error';
import pg from 'pg';
import { infraError } from '../errors/infra-errors.ts';
import { withStorageErrors } from '../errors/storage-failure.ts';
import { makeDirectory } from '../files/make-directory.ts';
import type { Logger } from '../telemetry/logger.ts';
import { createCluster } from './create-cluster.ts';
import { choosePostgresAccount, findClosedParent } from './postgres-account.ts';
import { preparePostgresBinaries } from './postgres-binaries.ts';
import { clearStalePostmaster, readPostmasterFile } from './postmaster-file.ts';
import { serverFailure } from './server-failure.ts';

export interface EmbeddedPostgresOptions {
  /** Directory of the cluster and, where needed, of the copied programs. */
  readonly dir: string;
  /** Directory of the unix socket, at most 80 bytes long; the account that runs the server must be able to enter it. */
  readonly socketDir: string;
  readonly password: string;
  readonly log: Logger;
  /** Where programs are copied when they cannot run in place; `<dir>/programs` unless given. */
  readonly programsDir?: string;
  /** False only in tests: no fsync, a crash of the machine loses the cluster. */
  readonly isDurable?: boolean;
  /** Called once if the server ends without `close`: `TC_POSTGRES_ENDED`, or what its last words tell. */
  readonly onUnexpectedExit?: (failure: AppError) => void;
}

export interface EmbeddedPostgres {
  /** Connection string over the unix socket, with the password: goes to child processes by environment, never into logs. */
  readonly url: string;
  readonly pid: number;
  readonly isNew: boolean;
  /** Fast shutdown: open transactions roll back. After `forceAfterMs` the server is told to stop at once. Idempotent. */
  close(forceAfterMs?: number): Promise<void>;
}

const USER = 'thapcanh';
const DATABASE = 'thapcanh';
/** Redo after a crash reads at most `max_wal_size`; 512 MB took about 5 s on the slowest disk seen. */
const START_PATIENCE_MS = 120_000;
const STOP_PATIENCE_MS = 15_000;

/**
 * Runs the PostgreSQL that npm installed as a child of this process: unix socket only, SCRAM with the given password,
 * stopped by the kernel when this process is killed (Linux). The caller holds the instance lock of `dir`.
 * Resolves when the server takes connections and the database exists.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const clusterDir = path.join(options.dir, 'cluster');
  const account = await choosePostgresAccount(clusterDir);
  await withStorageErrors(options.dir, async () => {
    for (const dir of [options.dir, options.socketDir]) {
      await makeDirectory(dir);
      if (account.owner) await chown(dir, account.owner.uid, account.owner.gid);
    }
  });
  const parent = await findClosedParent(options.dir, account);
  if (parent !== null) throw infraError('TC_DATA_DIR_CLOSED', { path: options.dir, parent });
  const binaries = await withStorageErrors(options.dir, () =>
    preparePostgresBinaries(account, options.programsDir ?? path.join(options.dir, 'programs')),
  );
  const isDurable = options.isDurable ?? true;
  const outcome = await withStorageErrors(options.dir, () =>
    createCluster(binaries, account, {
      parentDir: options.dir,
      clusterDir,
      user: USER,
      password: options.password,
      isDurable,
    }),
  );
  const stale = await clearStalePostmaster(clusterDir, STOP_PATIENCE_MS);
  if (stale !== 'none') options.log.warn({ outcome: stale }, 'a database server was left over from an earlier run');

  const { command, args } = account.wrap(binaries.postgres, serverArguments(clusterDir, options.socketDir, isDurable));
  // Its own process group: Ctrl-C reaches the supervisor alone, which stops the database last.
  const child = spawn(command, args, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { LC_ALL: 'C' },
  });
  const output = followOutput(child, options.log);
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
  });
  let isClosing = false;
  const close = async (forceAfterMs = STOP_PATIENCE_MS): Promise<void> => {
    isClosing = true;
    child.kill('SIGINT');
    const force = setTimeout(() => child.kill('SIGQUIT'), forceAfterMs);
    await exited;
    clearTimeout(force);
  };
  try {
    await waitUntilReady(child, clusterDir, exited, output);
    await createDatabase(options.socketDir, options.password);
  } catch (error) {
    await close();
    throw error;
  }
  void exited.then((detail) => {
    if (!isClosing) options.onUnexpectedExit?.(serverFailure(options.dir, output.tail, detail, 'TC_POSTGRES_ENDED'));
  });
  const url = embeddedUrl(options.socketDir, options.password);
  return { url, pid: child.pid ?? 0, isNew: outcome === 'created', close };
}

/** Where an embedded server that runs is reached; by default as the owner of everything in it. */
export function embeddedUrl(socketDir: string, password: string, user: string = USER): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@/${DATABASE}?host=${encodeURIComponent(socketDir)}`;
}

/** Modest: the database shares a small machine with video. */
function serverArguments(clusterDir: string, socketDir: string, isDurable: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    max_connections: '160',
    shared_buffers: '64MB',
    max_wal_size: '512MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    password_encryption: 'scram-sha-256',
    ...(isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '16MB' }),
  };
  return ['-D', clusterDir, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])];
}

function followOutput(child: ChildProcess, log: Logger): { tail: string } {
  const output = { tail: '' };
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    output.tail = (output.tail + chunk).slice(-8_000);
    for (const line of chunk.split('\n')) {
      if (line.trim() === '') continue;
      if (/\b(FATAL|PANIC|WARNING):/.test(line)) log.warn({ postgres: line.slice(0, 1_000) }, 'database server');
      else log.debug({ postgres: line.slice(0, 1_000) }, 'database server');
    }
  });
  return output;
}

async function waitUntilReady(
  child: ChildProcess,
  clusterDir: string,
  exited: Promise<string>,
  output: { tail: string },
): Promise<void> {
  let exit: string | null = null;
  void exited.then((detail) => {
    exit = detail;
  });
  const deadline = performance.now() + START_PATIENCE_MS;
  for (;;) {
    const file = await readPostmasterFile(clusterDir);
    if (file?.isReady && file.pid === child.pid) return;
    if (exit !== null) throw serverFailure(clusterDir, output.tail, exit);
    if (performance.now() > deadline) throw serverFailure(clusterDir, output.tail, 'not ready in time');
    await delay(15);
  }
}

async function createDatabase(socketDir: string, password: string): Promise<void> {
  const client = new pg.Client({ host: socketDir, user: USER, password, database: 'postgres' });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
