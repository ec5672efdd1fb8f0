import type { ChildProcess } from 'node:child_process';

/** Something that takes a number of cameras, running in processes of its own. */
export interface BenchEngine {
  readonly cameras: number;
  readonly pids: readonly number[];
  /** Resolves when every camera is being worked on; rejects when a process ends before. */
  readonly working: Promise<void>;
  /** Ends every process and resolves when they are gone. Idempotent. */
  stop(): Promise<void>;
}

const STOP_PATIENCE_MS = 6_000;

/** The process ids of children that were started. @throws Error when one could not be. */
export function pidsOf(children: readonly ChildProcess[]): number[] {
  return children.map(({ pid }) => {
    if (pid === undefined) throw new Error('a process of the bench could not be started');
    return pid;
  });
}

/** Resolves with how the process ended; a process that never began has ended too. */
export function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
}

/** SIGTERM, then SIGKILL to the ones that stay; `ended` are their ends. */
export async function stopAll(children: readonly ChildProcess[], ended: Promise<unknown>): Promise<void> {
  for (const child of children) child.kill('SIGTERM');
  const force = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, STOP_PATIENCE_MS);
  await ended;
  clearTimeout(force);
}
