import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { FfmpegCommand } from './ffmpeg-command.ts';

const MAX_LAST_WORDS_BYTES = 4_096;
const GOODBYE_MS = 1_000;

export interface FfmpegExit {
  /** The program is not installed. */
  readonly isMissing: boolean;
  /** The end of what it wrote to standard error; may hold the camera's account. */
  readonly lastWords: string;
}

/** One ffmpeg. Its standard error is drained always and kept up to 4 KB; it never outlives `close`. */
export class FfmpegChild {
  /** Resolves once, when the process is gone. */
  readonly exited: Promise<FfmpegExit>;
  readonly #child: ChildProcessByStdio<Writable, null, Readable>;
  #lastWords = '';
  #isGone = false;

  constructor({ args, script }: FfmpegCommand) {
    const { PATH = '' } = process.env;
    this.#child = spawn('ffmpeg', [...args], { stdio: ['pipe', 'ignore', 'pipe'], env: { PATH } });
    const { stdin, stderr } = this.#child;
    stdin.on('error', () => undefined);
    stderr.on('data', (data: Buffer) => {
      this.#lastWords = `${this.#lastWords}${data.toString('utf8')}`.slice(-MAX_LAST_WORDS_BYTES);
    });
    stderr.on('error', () => undefined);
    this.exited = new Promise((resolve) => {
      const end = (isMissing: boolean): void => {
        this.#isGone = true;
        resolve({ isMissing, lastWords: this.#lastWords });
      };
      this.#child.once('error', (error) => end('code' in error && error.code === 'ENOENT'));
      this.#child.once('close', () => end(false));
    });
    stdin.end(script);
  }

  /** Ends it at once. */
  kill(): void {
    if (!this.#isGone) this.#child.kill('SIGKILL');
  }

  /** Lets it say goodbye to the camera, at most a second. */
  async close(): Promise<void> {
    if (!this.#isGone) this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), GOODBYE_MS);
    await this.exited;
    clearTimeout(timer);
  }
}
