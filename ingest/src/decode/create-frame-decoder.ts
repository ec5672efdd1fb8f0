import { availableParallelism } from 'node:os';
import type { SessionLog } from '../media/media-types.ts';
import { DecoderPool } from './decoder-pool.ts';
import { createFfmpegEngine, isFfmpegPresent } from './ffmpeg-engine.ts';
import type { FrameDecoder } from './frame-decoder.ts';
import { createNodeAvEngine } from './node-av-engine.ts';

export interface FrameDecoderOptions {
  readonly log: SessionLog;
  readonly childPath?: string;
  /** Decoder processes; by default one less than cores, at least one, at most four. */
  readonly processes?: number;
}

/** Nothing in it decodes; the answer alone shows that the engine's process loads. */
const PROBE = Buffer.from([0, 0, 0, 1, 9, 0xf0]);
const MAX_PROCESSES = 4;

/** Processes for a machine of that many cores. */
export function usualProcesses(cores: number = availableParallelism()): number {
  return Math.min(MAX_PROCESSES, Math.max(1, cores - 1));
}

/**
 * A pool of node-av processes when node-av loads on this machine, with `ffmpeg` from PATH (when it is there) for what
 * node-av yields no pictures of; else a pool of `ffmpeg` alone. With neither node-av stays: every frame is counted as
 * lost and the log says once what to do.
 */
export async function createFrameDecoder({ log, childPath, processes }: FrameDecoderOptions): Promise<FrameDecoder> {
  const createNodeAv = () => createNodeAvEngine(childPath === undefined ? {} : { childPath });
  const pool = { processes: processes ?? usualProcesses(), log };
  const hasFfmpeg = await isFfmpegPresent();
  const probe = createNodeAv();
  try {
    await probe.decode({ codec: 'h264', accessUnit: PROBE });
  } catch (error) {
    if (hasFfmpeg) {
      const vi = 'node-av không nạp được, giải mã hình bằng ffmpeg';
      log.warn({ err: error, vi }, 'node-av does not load, decoding with ffmpeg from PATH');
      return new DecoderPool({ ...pool, createEngine: () => createFfmpegEngine() });
    }
    const vi = 'không có bộ giải mã hình: chạy lại npm ci hoặc cài ffmpeg; vẫn ghi hình';
    log.warn({ err: error, vi }, 'no picture decoder: reinstall with npm ci, or install ffmpeg; recording goes on');
  } finally {
    await probe.close();
  }
  return new DecoderPool({
    ...pool,
    createEngine: createNodeAv,
    createSecondEngine: () => (hasFfmpeg ? createFfmpegEngine() : null),
  });
}
