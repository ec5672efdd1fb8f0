import { type ChildProcess, fork } from 'node:child_process';
import { RestartPolicy } from './restart-policy.ts';
import type { SpareChild } from './spare-child.ts';

export interface ChildFailure {
  readonly code: string;
  readonly vi: string;
  readonly en: string;
}

export interface ManagedChildOptions {
  /** How messages name it. */
  readonly name: string;
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  /** Sent over IPC right after each start. */
  readonly firstMessage?: () => object;
  /** Called with the message each time the child says it is ready. */
  readonly onReady?: (message: Readonly<Record<string, unknown>>) => void;
  /** The child refused to start and said why. */
  readonly onFailure?: (failure: ChildFailure) => void;
  /** The child ended without being told to; it is started again after `restartInMs`. */
  readonly onExit?: (detail: string, restartInMs: number) => void;
  /** What is done with the child's output, line by line; without it the child writes to this process's own output. */
  readonly onLine?: (line: string) => void;
  /** Takes the place of a child that died, sooner than a new process could; shared by children of one program. */
  readonly spare?: SpareChild;
}

/**
 * A Node process that is kept running: started again after the pause of `RestartPolicy` whenever it ends by itself. It gets its own process group, so that Ctrl-C reaches the supervisor alone, and ends by itself when this process is
 * gone, because its IPC channel closes.
 */
export class ManagedChild {
  readonly #options: ManagedChildOptions;
  #child: ChildProcess | null = null;
  #restartTimer: NodeJS.Timeout | null = null;
  readonly #policy = new RestartPolicy();
  #readyAtMs: number | null = null;
  #isClosing = false;
  #settle: () => void = () => undefined;
  #announce: () => void = () => undefined;
  /** Resolves when the child is ready for the first time, after however many failures. */
  readonly firstReady: Promise<void>;
  /** Resolves when the child is ready or has failed for the first time. */
  readonly firstOutcome: Promise<void>;

  constructor(options: ManagedChildOptions) {
    this.#options = options;
    this.firstOutcome = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.firstReady = new Promise((resolve) => {
      this.#announce = resolve;
    });
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    this.#begin(this.#fork());
  }

  #fork(): ChildProcess {
    const { entry, env, onLine } = this.#options;
    return fork(entry, [], {
      env,
      detached: true,
      execArgv: [],
      stdio: onLine ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  #begin(child: ChildProcess): void {
    const { onLine, firstMessage } = this.#options;
    this.#readyAtMs = null;
    this.#child = child;
    if (onLine) {
      for (const stream of [child.stdout, child.stderr]) if (stream) readLines(stream, onLine);
    }
    child.on('message', (message) => this.#onMessage(message));
    child.on('error', () => undefined);
    child.once('exit', (code, signal) => this.#onExit(signal ?? `exit ${code}`));
    if (firstMessage) child.send(firstMessage(), () => undefined);
  }

  #restart(): void {
    const { spare, env } = this.#options;
    this.#begin(spare?.take(env) ?? this.#fork());
  }

  /** SIGTERM, then SIGKILL after the patience. Idempotent; resolves when the process is gone. */
  async close(patienceMs: number): Promise<void> {
    this.#isClosing = true;
    if (this.#restartTimer) clearTimeout(this.#restartTimer);
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await gone;
    clearTimeout(force);
  }

  kill(): void {
    this.#isClosing = true;
    this.#child?.kill('SIGKILL');
  }

  #onMessage(message: unknown): void {
    if (typeof message !== 'object' || message === null) return;
    const fields: Record<string, unknown> = { ...message };
    if (fields.type === 'ready') {
      this.#readyAtMs = performance.now();
      this.#options.spare?.prepare();
      this.#options.onReady?.(fields);
      this.#announce();
      this.#settle();
    } else if (fields.type === 'failed') {
      const text = String(fields.message ?? fields.en ?? '');
      this.#options.onFailure?.({
        code: String(fields.code ?? 'TC_ROLE_FAILED'),
        vi: String(fields.vi ?? text),
        en: String(fields.en ?? text),
      });
    }
  }

  #onExit(detail: string): void {
    this.#settle();
    if (this.#isClosing) return;
    const endedAtMs = performance.now();
    const readyForMs = this.#readyAtMs === null ? null : endedAtMs - this.#readyAtMs;
    const restartInMs = this.#policy.pauseAfter({ readyForMs, endedAtMs });
    this.#options.onExit?.(detail, restartInMs);
    this.#restartTimer = setTimeout(() => this.#restart(), restartInMs);
  }
}

const MAX_LINE_CHARACTERS = 64_000;

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(-MAX_LINE_CHARACTERS);
    for (const line of lines) onLine(line);
  });
}
