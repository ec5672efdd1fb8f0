import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import type { DecodedPicture, DecodeEngine } from './frame-decoder.ts';
import { jpegSize } from './jpeg-size.ts';

const MAX_JPEG_BYTES = 32 * 1024 * 1024;
const ARGUMENTS = [
  ...['-hide_banner', '-loglevel', 'quiet', '-nostdin', '-threads', '1', '-f', 'h264', '-i', 'pipe:0'],
  ...['-frames:v', '1', '-an', '-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p', '-f', 'image2pipe', 'pipe:1'],
];

/** Whether `program` can be run at all. */
export async function isFfmpegPresent(program = 'ffmpeg'): Promise<boolean> {
  return promisify(execFile)(program, ['-version'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

/**
 * The second engine: `ffmpeg` from PATH, one short process per key frame. That costs about twice the CPU of a process
 * that stays (its raw H.264 reader hands a picture out only when the next one arrives), but a picture can never be
 * matched to the wrong camera.
 */
export function createFfmpegEngine(program = 'ffmpeg'): DecodeEngine {
  return new FfmpegEngine(program);
}

class FfmpegEngine implements DecodeEngine {
  readonly name = 'ffmpeg';
  readonly #program: string;
  #child: ChildProcess | null = null;
  #ended: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(program: string) {
    this.#program = program;
  }

  decode(accessUnit: Buffer): Promise<DecodedPicture | null> {
    if (this.#isClosed) return Promise.reject(new Error('the decoder is closed'));
    const picture = this.#run(accessUnit);
    this.#ended = picture.catch(() => undefined);
    return picture;
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.kill();
    await this.#ended;
  }

  #run(accessUnit: Buffer): Promise<DecodedPicture | null> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.#program, ARGUMENTS, { stdio: ['pipe', 'pipe', 'ignore'] });
      this.#child = child;
      const output: Buffer[] = [];
      let bytes = 0;
      child.stdout.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_JPEG_BYTES) child.kill('SIGKILL');
        else output.push(chunk);
      });
      // It stops reading as soon as it has its picture.
      child.stdin.on('error', () => undefined);
      child.on('error', reject);
      child.on('close', (_code, signal) => {
        this.#child = null;
        if (signal !== null) reject(new Error(`ffmpeg ended (${signal})`));
        const jpeg = Buffer.concat(output);
        const size = jpegSize(jpeg);
        resolve(size === null ? null : { jpeg, ...size });
      });
      child.stdin.end(accessUnit);
    });
  }
}
