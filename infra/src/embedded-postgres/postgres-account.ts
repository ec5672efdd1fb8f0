import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { infraError } from '../errors/infra-errors.ts';
import { systemErrorCode } from '../errors/storage-failure.ts';

/** `nobody`: exists on every system, so that initdb can look the user up. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const SETPRIV_PLACES = ['/usr/bin/setpriv', '/bin/setpriv', '/usr/local/bin/setpriv', '/sbin/setpriv'];

/** Whom PostgreSQL runs as and how a command is wrapped for it. */
export interface PostgresAccount {
  /** Null: the user of this process. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  /** Command and arguments that put `program` under this account and let it die with its parent where possible. */
  wrap(program: string, args: readonly string[]): { command: string; args: string[] };
}

/**
 * PostgreSQL refuses to run as root, so root hands it to the owner of an existing cluster, else to `nobody`, through
 * setpriv of util-linux. The parent-death signal (INT, a fast shutdown) takes it down when its supervisor is killed.
 */
export async function choosePostgresAccount(clusterDir: string): Promise<PostgresAccount> {
  const setpriv = process.platform === 'linux' ? await findSetpriv() : null;
  if (process.getuid?.() !== 0) {
    return {
      owner: null,
      wrap: (program, args) =>
        setpriv === null
          ? { command: program, args: [...args] }
          : { command: setpriv, args: ['--pdeathsig', 'INT', program, ...args] },
    };
  }
  if (setpriv === null) throw infraError('TC_POSTGRES_NO_SETPRIV');
  const owner = (await ownerOf(clusterDir)) ?? NOBODY;
  const identity = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', '--pdeathsig', 'INT'];
  return { owner, wrap: (program, args) => ({ command: setpriv, args: [...identity, program, ...args] }) };
}

/** The nearest directory on the way to `target` that the account may not enter, or null when the way is open. */
export async function findClosedParent(target: string, account: PostgresAccount): Promise<string | null> {
  if (account.owner === null) return null;
  for (let dir = path.dirname(target); ; dir = path.dirname(dir)) {
    const info = await stat(dir);
    const bit =
      info.uid === account.owner.uid
        ? constants.S_IXUSR
        : info.gid === account.owner.gid
          ? constants.S_IXGRP
          : constants.S_IXOTH;
    if ((info.mode & bit) === 0) return dir;
    if (dir === path.dirname(dir)) return null;
  }
}

async function findSetpriv(): Promise<string | null> {
  for (const place of SETPRIV_PLACES) {
    try {
      await access(place, constants.X_OK);
      return place;
    } catch {
      // Not here; the next place may have it.
    }
  }
  return null;
}

async function ownerOf(dir: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const { uid, gid } = await stat(dir);
    return uid === 0 ? null : { uid, gid };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
