import { type ChildProcess, spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/** The full path of a program on PATH or in the system directories, or null when it is not installed. */
export async function findProgram(name: string): Promise<string | null> {
  const dirs = [...(process.env.PATH ?? '').split(':'), '/usr/bin', '/usr/sbin', '/usr/local/bin'];
  for (const dir of dirs.filter((item) => item !== '')) {
    try {
      await access(path.join(dir, name), constants.X_OK);
      return path.join(dir, name);
    } catch {
      // Not in this directory.
    }
  }
  return null;
}

export interface EngineProcess {
  /** The last lines it printed. */
  output(): string;
  /** Rejects when the process ends while `isReady` still says no. */
  waitFor(isReady: () => Promise<boolean>, patienceMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** A server program started for a test; killed with the test process where setpriv is there. */
export async function startEngine(program: string, args: readonly string[], cwd: string): Promise<EngineProcess> {
  const setpriv = await findProgram('setpriv');
  const [command, ...prefix] = setpriv === null ? [program] : [setpriv, '--pdeathsig', 'KILL', program];
  const child = spawn(command ?? program, [...prefix, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-4_000);
    });
  }
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return {
    output: () => output,
    async waitFor(isReady, patienceMs) {
      const deadline = performance.now() + patienceMs;
      while (!(await isReady().catch(() => false))) {
        if (hasEnded(child)) {
          throw new Error(`${path.basename(program)} ended (${child.exitCode ?? child.signalCode}): ${output}`);
        }
        if (performance.now() > deadline) throw new Error(`${path.basename(program)} is not ready: ${output}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async stop() {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(force);
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
