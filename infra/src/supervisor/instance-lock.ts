import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { infraError } from '../errors/infra-errors.ts';
import { systemErrorCode } from '../errors/storage-failure.ts';

/** Held while this process lives: the kernel gives it free however the process ends. */
export interface InstanceLock {
  release(): Promise<void>;
}

const SOCKET_NAME = 'supervisor.sock';
const ANSWER_PATIENCE_MS = 1_000;
const ATTEMPTS = 3;

/**
 * Takes the lock of a data directory by listening on a socket in its run directory; whoever connects is told the holder's
 * pid. Throws `TC_ALREADY_RUNNING` with that pid. A socket left by a killed process is replaced.
 */
export async function takeInstanceLock(runDir: string, dataDir: string): Promise<InstanceLock> {
  const socket = path.join(runDir, SOCKET_NAME);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const server = createServer((connection) => {
      connection.on('error', () => undefined);
      connection.end(`${process.pid}\n`);
    });
    if (await listen(server, socket)) {
      // Two starts may both have found a dead socket and replaced each other's: the one that answers there has the lock.
      if ((await askHolder(socket)) === String(process.pid)) return { release: () => close(server) };
      await close(server);
    }
    const holder = await askHolder(socket);
    if (holder !== null) throw infraError('TC_ALREADY_RUNNING', { path: dataDir, pid: holder });
    await rm(socket, { force: true });
  }
  throw infraError('TC_ALREADY_RUNNING', { path: dataDir, pid: '?' });
}

/** Whether some supervisor holds the lock of this run directory now. */
export async function isInstanceRunning(runDir: string): Promise<boolean> {
  return (await askHolder(path.join(runDir, SOCKET_NAME))) !== null;
}

function listen(server: Server, socket: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => (systemErrorCode(error) === 'EADDRINUSE' ? resolve(false) : reject(error)));
    server.listen(socket, () => resolve(true));
  });
}

/** The pid that answers on the socket, or null when nobody does. */
function askHolder(socket: string): Promise<string | null> {
  return new Promise((resolve) => {
    let answer = '';
    const connection = connect(socket);
    connection.setTimeout(ANSWER_PATIENCE_MS, () => connection.destroy(new Error('no answer')));
    connection.setEncoding('utf8').on('data', (chunk: string) => {
      answer = (answer + chunk).slice(0, 20);
    });
    connection.on('error', (error) =>
      resolve(systemErrorCode(error) === 'ECONNREFUSED' || systemErrorCode(error) === 'ENOENT' ? null : '?'),
    );
    connection.on('close', () => resolve(answer.trim() === '' ? null : answer.trim()));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
