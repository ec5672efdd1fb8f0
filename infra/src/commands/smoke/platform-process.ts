import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What the supervisor tells a parent process over IPC once every role is up. */
export interface PlatformReady {
  readonly type: 'ready';
  readonly url: string;
  readonly admin: { readonly username: string; readonly password: string } | null;
}

/** The whole platform as a user starts it (`npm start`), owned by a command. */
export class PlatformProcess {
  readonly startedAtMs = performance.now();
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;
  #output = '';

  /** `env` is added to this process's own environment. */
  constructor(dataDir: string, extraArgs: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    const entry = fileURLToPath(new URL('../../../bootstrap/start.mjs', import.meta.url));
    this.#child = fork(entry, ['--data', dataDir, ...extraArgs], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A test runner's own flags (its export conditions) must not reach the platform.
      execArgv: [],
      env: { ...process.env, ...env },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output = (this.#output + chunk.toString()).slice(-20_000);
      });
    }
    this.#exited = new Promise((resolve) => this.#child.once('exit', (code) => resolve(code)));
  }

  /** The last 20,000 characters the platform printed. */
  get output(): string {
    return this.#output;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Resolves with the address and the first-run login; rejects when the platform exits first. */
  ready(): Promise<PlatformReady> {
    return new Promise((resolve, reject) => {
      this.#child.on('message', (message) => {
        if (isReady(message)) resolve(message);
      });
      void this.#exited.then((code) => reject(new Error(`the platform exited with ${code}:\n${this.#output}`)));
    });
  }

  /** SIGKILL of the supervisor alone; resolves when it is gone. Its children follow by themselves. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** Stops as Ctrl-C would and resolves with the exit code. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return this.#exited;
  }
}

function isReady(message: unknown): message is PlatformReady {
  return typeof message === 'object' && message !== null && (message as { type?: unknown }).type === 'ready';
}
