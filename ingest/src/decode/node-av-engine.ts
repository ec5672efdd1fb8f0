import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type DecoderRequest, MessageReader, readReply, writeRequest } from './decoder-wire.ts';
import type {
  DecodeEngine,
  EngineAnswer,
  GroupOfPictures,
  KeyFrame,
  MotionEngine,
  MotionUnit,
} from './frame-decoder.ts';

export interface NodeAvEngineOptions {
  /** The decoder program; by default the compiled `decoder-child` beside this file. */
  readonly childPath?: string;
  /** How long a new process may take to load its libraries. */
  readonly startMs?: number;
  /** A process that answers nothing for this long while it has work hangs: it is killed. */
  readonly watchdogMs?: number;
}

interface Pending {
  readonly resolve: (answer: EngineAnswer) => void;
  readonly reject: (error: Error) => void;
}

type Unnumbered = DecoderRequest extends infer Request
  ? Request extends unknown
    ? Omit<Request, 'id'>
    : never
  : never;

interface Running {
  readonly child: ChildProcess;
  readonly pending: Map<number, Pending>;
  readonly watchdog: NodeJS.Timeout;
}

const DEFAULT_START_MS = 10_000;
const DEFAULT_WATCHDOG_MS = 5_000;

/**
 * The default engine: node-av (FFmpeg's libraries from npm) in a child process that `decoder-child.ts` describes.
 * This file and everything else that ingest loads must never import node-av: its binary is GPL.
 */
export function createNodeAvEngine(options: NodeAvEngineOptions = {}): DecodeEngine {
  return new NodeAvEngine(options);
}

class NodeAvEngine implements DecodeEngine, MotionEngine {
  readonly name = 'node-av';
  readonly motion = this;
  readonly #childPath: string;
  readonly #startMs: number;
  readonly #watchdogMs: number;
  #starting: Promise<Running> | null = null;
  #child: ChildProcess | null = null;
  #running: Running | null = null;
  #nextId = 1;
  #isClosed = false;

  constructor(options: NodeAvEngineOptions) {
    this.#childPath = options.childPath ?? fileURLToPath(new URL('./decoder-child.js', import.meta.url));
    this.#startMs = options.startMs ?? DEFAULT_START_MS;
    this.#watchdogMs = options.watchdogMs ?? DEFAULT_WATCHDOG_MS;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  decode(frame: KeyFrame): Promise<EngineAnswer> {
    return this.#ask({ type: 'key-frame', frame });
  }

  pictureAt(group: GroupOfPictures): Promise<EngineAnswer> {
    return this.#ask({ type: 'group', group });
  }

  unit(session: number, unit: MotionUnit, isFirst: boolean, fps: number): Promise<EngineAnswer> {
    return this.#ask({ type: 'motion', session, unit, isFirst, fps });
  }

  end(session: number): void {
    // A process that is gone has forgotten its sessions.
    if (this.#running !== null) void this.#ask({ type: 'motion-end', session }).catch(() => undefined);
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  async #ask(request: Unnumbered): Promise<EngineAnswer> {
    if (this.#isClosed) throw new Error('the decoder is closed');
    const running = this.#running ?? (await this.#started());
    const { child, pending, watchdog } = running;
    if (this.#running !== running || child.stdin === null) throw new Error('the decoder ended');
    const id = this.#nextId;
    this.#nextId = id >= 0xffff_ffff ? 1 : id + 1;
    if (pending.size === 0) watchdog.refresh();
    const { stdin } = child;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      stdin.cork();
      for (const piece of writeRequest({ ...request, id })) stdin.write(piece);
      stdin.uncork();
    });
  }

  #started(): Promise<Running> {
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #start(): Promise<Running> {
    // No environment: a decoder of untrusted pictures needs none of our secrets.
    const child = spawn(process.execPath, [this.#childPath], { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child = child;
    const pending = new Map<number, Pending>();
    const watchdog = setTimeout(() => {
      if (pending.size > 0) child.kill('SIGKILL');
    }, this.#watchdogMs);
    const running: Running = { child, pending, watchdog };
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => fail(new Error('the decoder did not start in time')), this.#startMs);
      const fail = (error: Error): void => {
        clearTimeout(late);
        reject(error);
        this.#fail(running, error);
      };
      const reader = new MessageReader((message) => {
        const { id, answer } = readReply(message);
        if (id === 0) {
          clearTimeout(late);
          this.#running = running;
          resolve();
          return;
        }
        const asked = pending.get(id);
        pending.delete(id);
        if (pending.size > 0) watchdog.refresh();
        asked?.resolve(answer);
      });
      child.stdout?.on('data', (chunk: Buffer) => {
        try {
          reader.push(chunk);
        } catch (error) {
          fail(error instanceof Error ? error : new Error(String(error)));
        }
      });
      child.stdin?.on('error', fail);
      child.on('error', fail);
      child.on('exit', (code, signal) => fail(new Error(`the decoder ended (${signal ?? `code ${code}`})`)));
    });
    return running;
  }

  #fail({ child, pending, watchdog }: Running, error: Error): void {
    clearTimeout(watchdog);
    if (this.#running?.child === child) this.#running = null;
    const waiting = [...pending.values()];
    pending.clear();
    for (const { reject } of waiting) reject(error);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}
