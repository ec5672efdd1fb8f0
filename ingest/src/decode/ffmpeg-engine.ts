import { type ChildProcess, execFile, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { VideoCodec } from '../media/media-types.ts';
import { judgeDifference, LUMA_CELLS, LUMA_COLUMNS, LUMA_ROWS } from './difference-gate.ts';
import type { DecodeEngine, EngineAnswer, GroupOfPictures, KeyFrame } from './frame-decoder.ts';
import { jpegSize } from './jpeg-size.ts';
import { startsWithParameterSets } from './parameter-set-check.ts';

export interface FfmpegEngineOptions {
  readonly program?: string;
  readonly watchdogMs?: number;
}

const MAX_JPEG_BYTES = 32 * 1024 * 1024;
const DEFAULT_WATCHDOG_MS = 5_000;
const QUIET = ['-hide_banner', '-loglevel', 'quiet', '-nostdin', '-threads', '1'];
const USUAL_QSCALE = '3';
const BEST_QSCALE = '2';

const input = (codec: VideoCodec): string[] => ['-f', codec === 'h265' ? 'hevc' : 'h264', '-i', 'pipe:0'];
const jpeg = (qscale: string): string[] => [
  ...['-frames:v', '1', '-an', '-c:v', 'mjpeg', '-q:v', qscale, '-pix_fmt', 'yuvj420p', '-f', 'image2pipe', 'pipe:1'],
];
const LUMA_OUTPUT = [
  ...['-frames:v', '1', '-an', '-vf', `scale=${LUMA_COLUMNS}:${LUMA_ROWS}:flags=area`, '-pix_fmt', 'gray'],
  ...['-f', 'rawvideo', 'pipe:3'],
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
 * matched to the wrong camera. It cannot decode continuously.
 */
export function createFfmpegEngine(options: FfmpegEngineOptions = {}): DecodeEngine {
  return new FfmpegEngine(options);
}

class FfmpegEngine implements DecodeEngine {
  readonly name = 'ffmpeg';
  readonly motion = null;
  readonly #program: string;
  readonly #watchdogMs: number;
  readonly #children = new Set<ChildProcess>();
  #isClosed = false;

  constructor(options: FfmpegEngineOptions) {
    this.#program = options.program ?? 'ffmpeg';
    this.#watchdogMs = options.watchdogMs ?? DEFAULT_WATCHDOG_MS;
  }

  get isRunning(): boolean {
    return this.#children.size > 0;
  }

  async decode({ codec, accessUnit, gate }: KeyFrame): Promise<EngineAnswer> {
    if (!startsWithParameterSets(codec, accessUnit)) return null;
    const outputs = gate === undefined ? [] : LUMA_OUTPUT;
    const [bytes, luma] = await this.#run([...input(codec), ...jpeg(USUAL_QSCALE), ...outputs], [accessUnit]);
    const size = jpegSize(bytes);
    if (size === null) return null;
    const picture = { jpeg: bytes, ...size };
    if (gate === undefined || luma.length !== LUMA_CELLS) {
      return { kind: 'picture', picture, isChanged: true, gateState: null, shownAtMs: 0 };
    }
    const { isChanged, state } = judgeDifference(luma, gate.state, gate.settings, gate.isWanted);
    if (!isChanged && !gate.isWanted) return { kind: 'unchanged', gateState: state };
    return { kind: 'picture', picture, isChanged, gateState: state, shownAtMs: 0 };
  }

  async pictureAt({ codec, units, atMs }: GroupOfPictures): Promise<EngineAnswer> {
    const shown = units.map((unit) => unit.shownAtMs).sort((a, b) => a - b);
    const place = Math.max(
      0,
      shown.findLastIndex((shownAtMs) => shownAtMs <= atMs),
    );
    const shownAtMs = shown[place];
    if (shownAtMs === undefined) return null;
    const select = ['-vsync', '0', '-vf', `select=eq(n\\,${place})`];
    const pieces = units.map((unit) => unit.accessUnit);
    const [bytes] = await this.#run([...input(codec), ...select, ...jpeg(BEST_QSCALE)], pieces);
    const size = jpegSize(bytes);
    if (size === null) return null;
    return { kind: 'picture', picture: { jpeg: bytes, ...size }, isChanged: true, gateState: null, shownAtMs };
  }

  kill(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const ended = [...this.#children].map((child) => new Promise((resolve) => child.once('close', resolve)));
    this.kill();
    await Promise.all(ended);
  }

  /** What the program wrote to its standard output and to its fourth channel. */
  #run(args: readonly string[], pieces: readonly Buffer[]): Promise<[Buffer, Buffer]> {
    if (this.#isClosed) return Promise.reject(new Error('the decoder is closed'));
    return new Promise((resolve, reject) => {
      const stdio = ['pipe', 'pipe', 'ignore', 'pipe'] as const;
      const child = spawn(this.#program, [...QUIET, ...args], { stdio: [...stdio] });
      this.#children.add(child);
      const watchdog = setTimeout(() => child.kill('SIGKILL'), this.#watchdogMs);
      const collect = (stream: Readable | null): Buffer[] => {
        const output: Buffer[] = [];
        let bytes = 0;
        stream?.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MAX_JPEG_BYTES) child.kill('SIGKILL');
          else output.push(chunk);
        });
        stream?.on('error', () => undefined);
        return output;
      };
      const picture = collect(child.stdout);
      const fourth = child.stdio[3];
      const luma = collect(fourth && 'read' in fourth ? fourth : null);
      // It stops reading as soon as it has its picture.
      child.stdin?.on('error', () => undefined);
      const end = (error: Error | null): void => {
        clearTimeout(watchdog);
        this.#children.delete(child);
        if (error !== null) reject(error);
        else resolve([Buffer.concat(picture), Buffer.concat(luma)]);
      };
      child.on('error', end);
      child.on('close', (_code, signal) => end(signal === null ? null : new Error(`ffmpeg ended (${signal})`)));
      for (const piece of pieces) child.stdin?.write(piece);
      child.stdin?.end();
    });
  }
}
