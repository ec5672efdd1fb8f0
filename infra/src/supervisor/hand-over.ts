import { readdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemErrorCode } from '../errors/storage-failure.ts';

/**
 * How an ingest process whose supervisor was killed leaves its cameras to its successor. It listens on
 * `<runDir>/ingest-<slot>.orphan`; whoever connects is told its pid and asks it by that to leave its cameras, and the
 * connection ends when it takes no more pictures of them; it finishes its files then.
 */
const orphanPath = (runDir: string, slot: number): string => path.join(runDir, `ingest-${slot}.orphan`);

/** An orphan that is not done by then is killed: its cameras must not be recorded twice. */
const HAND_OVER_MS = 2_500;

/** Whether workers outlived an earlier supervisor. */
export async function hasOrphans(runDir: string): Promise<boolean> {
  return (await readdir(runDir)).some((name) => name.endsWith('.orphan'));
}

export interface OrphanSocket {
  /** Tells the successor that it may begin. Idempotent. */
  release(): Promise<void>;
}

/** `onAsked` is called once, at the first successor that asks. */
export async function listenAsOrphan(runDir: string, slot: number, onAsked: () => void): Promise<OrphanSocket> {
  const file = orphanPath(runDir, slot);
  await rm(file, { force: true });
  const waiting = new Set<{ end(): void }>();
  let isAsked = false;
  const server = createServer((connection) => {
    connection.on('error', () => undefined);
    connection.write(`${process.pid}\n`);
    waiting.add(connection);
    if (!isAsked) onAsked();
    isAsked = true;
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(file, resolve);
  });
  return {
    release: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const connection of waiting) connection.end();
      }),
  };
}

/**
 * Asks an orphan of this slot for its cameras and resolves when they may be taken, with true when there was one. Never
 * rejects; one that does not finish within 2.5 s is killed.
 */
export async function takeOverFromOrphan(runDir: string, slot: number): Promise<boolean> {
  const connection = connect(orphanPath(runDir, slot));
  let answer = '';
  let isConnected = false;
  let isDead = false;
  const over = new Promise<void>((resolve) => {
    connection.on('connect', () => {
      isConnected = true;
    });
    connection.setEncoding('utf8').on('data', (chunk: string) => {
      answer = (answer + chunk).slice(0, 20);
    });
    connection.on('error', (error) => {
      isDead = systemErrorCode(error) === 'ECONNREFUSED';
    });
    connection.on('close', () => resolve());
  });
  const late = new AbortController();
  const isOver = await Promise.race([
    over.then(() => true),
    delay(HAND_OVER_MS, false, { signal: late.signal }).catch(() => true),
  ]);
  late.abort();
  const pid = Number(answer.trim());
  // It holds its end of the connection: the pid is still its own.
  if (!isOver && Number.isSafeInteger(pid) && pid > 1) kill(pid);
  connection.destroy();
  // One that was killed leaves its socket behind.
  if (isDead && !isConnected) await rm(orphanPath(runDir, slot), { force: true });
  return isConnected;
}

/** One that ended in this moment need not be killed, one of another account cannot. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (systemErrorCode(error) === null) throw error;
  }
}
