import type { SessionLog } from '../media/media-types.ts';
import { createFfmpegEngine, isFfmpegPresent } from './ffmpeg-engine.ts';
import type { FrameDecoder } from './frame-decoder.ts';
import { createNodeAvEngine } from './node-av-engine.ts';
import { createQueuedFrameDecoder } from './queued-frame-decoder.ts';

export interface FrameDecoderOptions {
  readonly log: SessionLog;
  readonly childPath?: string;
}

/** Nothing in it decodes; the answer alone shows that the engine's process loads. */
const PROBE = Buffer.from([0, 0, 0, 1, 9, 0xf0]);

/**
 * node-av when it loads on this machine, else `ffmpeg` from PATH. With neither the node-av engine stays: every frame is
 * counted as lost and the log says once what to do.
 */
export async function createFrameDecoder({ log, childPath }: FrameDecoderOptions): Promise<FrameDecoder> {
  const nodeAv = createNodeAvEngine(childPath === undefined ? {} : { childPath });
  try {
    await nodeAv.decode(PROBE);
  } catch (error) {
    if (await isFfmpegPresent()) {
      await nodeAv.close();
      log.warn({ err: error }, 'node-av does not load, decoding with ffmpeg from PATH');
      return createQueuedFrameDecoder({ engine: createFfmpegEngine(), log });
    }
    log.warn({ err: error }, 'no picture decoder: reinstall with npm ci, or install ffmpeg; recording goes on without');
  }
  return createQueuedFrameDecoder({ engine: nodeAv, log });
}
