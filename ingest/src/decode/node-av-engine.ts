import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DecodeCommand, DecoderMessage } from './decoder-messages.ts';
import type { DecodedPicture, DecodeEngine } from './frame-decoder.ts';

export interface NodeAvEngineOptions {
  /** The decoder program; by default the compiled `decoder-child` beside this file. */
  readonly childPath?: string;
  /** How long a new process may take to load its libraries. */
  readonly startMs?: number;
  /** A process that died this shortly after another is not replaced before the time is over. */
  readonly restartMs?: number;
}

interface Pending {
  readonly id: number;
  readonly resolve: (picture: DecodedPicture | null) => void;
  readonly reject: (error: Error) => void;
}

const DEFAULT_START_MS = 10_000;
const DEFAULT_RESTART_MS = 1_000;

/**
 * The default engine: node-av (FFmpeg's libraries from npm) in a child process that `decoder-child.ts` describes.
 * This file and everything else that ingest loads must never import node-av: its binary is GPL.
 */
export function createNodeAvEngine(options: NodeAvEngineOptions = {}): DecodeEngine {
  return new NodeAvEngine(options);
}

class NodeAvEngine implements DecodeEngine {
  readonly name = 'node-av';
  readonly #childPath: string;
  readonly #startMs: number;
  readonly #restartMs: number;
  #starting: Promise<ChildProcess> | null = null;
  #child: ChildProcess | null = null;
  #pending: Pending | null = null;
  #nextId = 1;
  #startedAtMs = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(options: NodeAvEngineOptions) {
    this.#childPath = options.childPath ?? fileURLToPath(new URL('./decoder-child.js', import.meta.url));
    this.#startMs = options.startMs ?? DEFAULT_START_MS;
    this.#restartMs = options.restartMs ?? DEFAULT_RESTART_MS;
  }

  async decode(accessUnit: Buffer): Promise<DecodedPicture | null> {
    const child = await this.#running();
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#pending = { id, resolve, reject };
      const command: DecodeCommand = { id, accessUnit };
      child.send(command, (error) => {
        if (error !== null) this.#fail(child, error);
      });
    });
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  #running(): Promise<ChildProcess> {
    if (this.#isClosed) return Promise.reject(new Error('the decoder is closed'));
    this.#starting ??= this.#start().catch((error: unknown) => {
      this.#starting = null;
      throw error;
    });
    return this.#starting;
  }

  async #start(): Promise<ChildProcess> {
    const nowMs = performance.now();
    if (nowMs - this.#startedAtMs < this.#restartMs) throw new Error('the decoder died a moment ago');
    this.#startedAtMs = nowMs;
    // No environment: a decoder of untrusted pictures needs none of our secrets.
    const child = fork(this.#childPath, [], {
      serialization: 'advanced',
      execArgv: [],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child = child;
    const ready = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error('the decoder did not start in time'));
      }, this.#startMs);
      const settle = (error: Error | null): void => {
        clearTimeout(late);
        if (error === null) resolve();
        else reject(error);
      };
      child.on('error', (error) => {
        settle(error);
        this.#fail(child, error);
      });
      child.on('exit', (code, signal) => {
        const error = new Error(`the decoder ended (${signal ?? `code ${code}`})`);
        settle(error);
        this.#fail(child, error);
      });
      // Only our own program is at the other end of this channel.
      child.on('message', (message) => {
        const told = message as DecoderMessage;
        if (told.type === 'ready') settle(null);
        else this.#answer(told);
      });
    });
    await ready;
    return child;
  }

  #answer(message: Exclude<DecoderMessage, { type: 'ready' }>): void {
    const pending = this.#pending;
    if (pending === null || pending.id !== message.id) return;
    this.#pending = null;
    if (message.type === 'no-picture') pending.resolve(null);
    else {
      const { jpeg, width, height } = message;
      pending.resolve({ jpeg: Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength), width, height });
    }
  }

  #fail(child: ChildProcess, error: Error): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#starting = null;
    const pending = this.#pending;
    this.#pending = null;
    pending?.reject(error);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}
