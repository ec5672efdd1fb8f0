import { type ChildProcess, fork } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { ApiSession } from '../smoke/api-session.ts';

/** The supervisor from the build, as `npm start` runs it once everything is built. */
const ENTRY = fileURLToPath(new URL('../../../bootstrap/supervise.mjs', import.meta.url));

export interface Login {
  readonly username: string;
  readonly password: string;
}

interface Ready {
  readonly type: 'ready';
  readonly url: string;
  readonly admin: Login | null;
}

/** One line of a role's log, parsed. */
export interface LogLine {
  readonly level: string;
  readonly role: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/**
 * A platform in a process of its own, started in `workDir` and keeping its frames there, with everything it printed.
 * Whoever made it ends it with `kill` or `stop`.
 */
export class StartedPlatform {
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #readyMessage: Promise<Ready>;
  #output = '';

  constructor(args: readonly string[], env: Readonly<Record<string, string>>, workDir: string) {
    const base = Object.entries(process.env).filter(([key]) => !/^(THAPCANH_|DATABASE_URL|REDIS_URL|S3_)/.test(key));
    this.#child = fork(ENTRY, args, {
      cwd: workDir,
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...Object.fromEntries(base), THAPCANH_FRAMES_DIR: path.join(workDir, 'frames'), ...env },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.#output += chunk;
      });
    }
    // `close` comes after the last output, also of children that share it.
    this.exited = new Promise((resolve) => this.#child.once('close', resolve));
    this.#readyMessage = new Promise((resolve) =>
      this.#child.on('message', (message) => {
        if (isReady(message)) resolve(message);
      }),
    );
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the platform did not start');
    return this.#child.pid;
  }

  /** Everything printed so far, standard output and standard error together. */
  get output(): string {
    return this.#output;
  }

  get logLines(): LogLine[] {
    return this.#output.split('\n').flatMap((line) => {
      try {
        return line.startsWith('{') ? [JSON.parse(line) as LogLine] : [];
      } catch {
        // The last line may be half there.
        return [];
      }
    });
  }

  /** Rejects with the output when the platform ends first. */
  ready(): Promise<Ready> {
    const ended = this.exited.then((code) => {
      throw new Error(`the platform ended with ${code}:\n${this.#output}`);
    });
    return Promise.race([this.#readyMessage, ended]);
  }

  /** Logged in with the first-run login of this start, or with `login` from an earlier one. */
  async session(login?: Login): Promise<ApiSession> {
    const { url, admin } = await this.ready();
    const account = login ?? admin;
    if (account === null) throw new Error('no login is known');
    const session = new ApiSession(url);
    await session.login(account.username, account.password);
    return session;
  }

  /** SIGKILL of the supervisor alone; resolves when it and whoever shares its output are gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  /** As Ctrl-C; resolves with the exit code. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return this.exited;
  }
}

function isReady(message: unknown): message is Ready {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}

/** An empty directory that `remove` takes away again, also while a killed process still leaves it. */
export async function makeWorkDir(): Promise<{ dir: string; remove: () => Promise<void> }> {
  const dir = await mkdtemp(path.join(tmpdir(), 'tc-sys-'));
  // Started by root, the database runs as another account and must be able to pass.
  await chmod(dir, 0o711);
  return {
    dir,
    remove: async () => {
      await vi.waitFor(() => rm(dir, { recursive: true, force: true }), { timeout: 15_000 });
    },
  };
}
