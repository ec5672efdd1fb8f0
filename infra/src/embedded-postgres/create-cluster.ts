import { spawn } from 'node:child_process';
import { chown, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { infraError } from '../errors/infra-errors.ts';
import { systemErrorCode } from '../errors/storage-failure.ts';
import type { PostgresAccount } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { serverFailure } from './server-failure.ts';

export interface ClusterOptions {
  /** Holds the cluster and nothing else; exists and belongs to the account. */
  readonly parentDir: string;
  readonly clusterDir: string;
  readonly user: string;
  readonly password: string;
  readonly isDurable: boolean;
}

/**
 * Creates the cluster unless it exists. It is made beside its place and renamed, so that a start broken half way leaves
 * nothing that looks like a database. Refuses a cluster of another major version.
 */
export async function createCluster(
  binaries: PostgresBinaries,
  account: PostgresAccount,
  options: ClusterOptions,
): Promise<'created' | 'exists'> {
  const found = await readMajor(options.clusterDir);
  if (found !== null) {
    if (found === binaries.major) return 'exists';
    throw infraError('TC_POSTGRES_VERSION', { path: options.clusterDir, found, expected: binaries.major });
  }
  for (const name of await readdir(options.parentDir)) {
    if (name.startsWith('draft-')) await rm(path.join(options.parentDir, name), { recursive: true, force: true });
  }
  const draft = path.join(options.parentDir, `draft-${process.pid}`);
  const passwordFile = path.join(options.parentDir, `draft-${process.pid}.password`);
  try {
    await writeFile(passwordFile, options.password, { mode: 0o600 });
    if (account.owner) await chown(passwordFile, account.owner.uid, account.owner.gid);
    // The built-in provider sorts by code point on every system alike; the C library's own C.UTF-8 differs by version.
    await runInitdb(binaries, account, draft, [
      ...['--username', options.user, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
      ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions'],
      ...(options.isDurable ? [] : ['--no-sync']),
    ]);
    await rename(draft, options.clusterDir);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
  return 'created';
}

async function readMajor(clusterDir: string): Promise<string | null> {
  try {
    return (await readFile(path.join(clusterDir, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function runInitdb(
  binaries: PostgresBinaries,
  account: PostgresAccount,
  dir: string,
  options: readonly string[],
): Promise<void> {
  const { command, args } = account.wrap(binaries.initdb, ['-D', dir, ...options]);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], env: { LC_ALL: 'C' } });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-8_000);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(serverFailure(path.dirname(dir), output, `initdb ${code}`));
    });
  });
}
