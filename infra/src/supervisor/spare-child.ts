import { type ChildProcess, fork } from 'node:child_process';

export interface SpareChildOptions {
  /** Program that loads its modules and waits for `{type:'work', env}`. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether its output is piped to this process. */
  readonly isPiped: boolean;
}

/** Loading modules costs seconds of a core, which right after a start or a restart belong to the roles. */
const SETTLE_MS = 5_000;

/**
 * At most one process that has its modules loaded and waits to become a child that died. It holds nothing else: no
 * socket, no connection to the database. One that dies is not replaced before the next `prepare`.
 */
export class SpareChild {
  readonly #options: SpareChildOptions;
  #child: ChildProcess | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(options: SpareChildOptions) {
    this.#options = options;
  }

  /** Makes one a few seconds from now unless there is one; called again, the time begins anew. */
  prepare(): void {
    if (this.#isClosed) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fork(), SETTLE_MS);
    this.#timer.unref();
  }

  /** Hands the process over, told to work with these variables; null when there is none. */
  take(env: Readonly<Record<string, string>>): ChildProcess | null {
    const child = this.#child;
    this.#child = null;
    if (child === null || !child.connected) return null;
    child.removeAllListeners();
    child.on('error', () => undefined);
    child.send({ type: 'work', env }, () => undefined);
    return child;
  }

  /** Ends it at once. Idempotent. */
  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  #fork(): void {
    if (this.#isClosed || this.#child !== null) return;
    const { entry, env, isPiped } = this.#options;
    const child = fork(entry, [], {
      env,
      detached: true,
      execArgv: [],
      stdio: isPiped ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    const onGone = (): void => {
      if (this.#child === child) this.#child = null;
    };
    child.once('error', onGone);
    child.once('exit', onGone);
  }
}
