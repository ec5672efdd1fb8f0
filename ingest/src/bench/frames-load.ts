/**
 * The load program of `npm run bench -- frames`: key frames to JPEGs, by our pool or by libavcodec in this very process.
 * Over IPC comes `{type: 'start', engine: 'pool' | 'bare', clips, processes}`, back goes `{type: 'ready'}`; then each
 * `{type: 'run', frames}` is answered with `{type: 'ran', frames, jpegBytes}`. It ends when its parent is gone.
 */
import { readFile } from 'node:fs/promises';
import { parseMp4Video } from '@thapcanh/infra/camera-sim/mp4-video';
import type { KeyFrame } from '../decode/frame-decoder.ts';
import type { BenchTranscoder } from './bench-transcoder.ts';
import { createBareTranscoder } from './frames-bare.ts';
import { createPoolTranscoder } from './frames-pool.ts';

interface ClipFrame {
  readonly camera: string;
  readonly frame: KeyFrame;
}

interface Message {
  readonly type?: unknown;
  readonly engine?: unknown;
  readonly clips?: unknown;
  readonly processes?: unknown;
  readonly frames?: unknown;
}

async function keyFramesOf(path: string): Promise<ClipFrame[]> {
  const clip = parseMp4Video(await readFile(path));
  const startCode = Buffer.from([0, 0, 0, 1]);
  const isSet = (nal: Buffer): boolean => clip.codec === 'h264' && [7, 8].includes(nal.readUInt8(0) & 31);
  return clip.accessUnits
    .filter((unit) => unit.isKey)
    .map(({ nals }) => {
      const all = [...clip.vps, ...clip.sps, ...clip.pps, ...nals.filter((nal) => !isSet(nal))];
      const accessUnit = Buffer.concat(all.flatMap((nal) => [startCode, nal]));
      return { camera: path, frame: { codec: clip.codec, accessUnit } };
    });
}

/** The frames of all clips in turn, as they come from cameras: sizes alternate. */
function inTurn(clips: readonly (readonly ClipFrame[])[]): ClipFrame[] {
  const longest = Math.max(...clips.map((clip) => clip.length));
  return Array.from({ length: longest }, (_, n) => clips.flatMap((clip) => clip[n] ?? [])).flat();
}

async function run(transcoder: BenchTranscoder, frames: readonly ClipFrame[], count: number): Promise<number> {
  let next = 0;
  let jpegBytes = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const item = frames[next % frames.length];
      next += 1;
      if (item === undefined) continue;
      const bytes = await transcoder.transcode(`${item.camera}/${next}`, item.frame);
      jpegBytes += bytes;
    }
  };
  await Promise.all(Array.from({ length: transcoder.width }, work));
  return jpegBytes;
}

let frames: ClipFrame[] = [];
let transcoder: BenchTranscoder | null = null;

async function answer(message: Message): Promise<object> {
  if (message.type === 'start' && Array.isArray(message.clips)) {
    frames = inTurn(await Promise.all(message.clips.map((path) => keyFramesOf(String(path)))));
    const processes = Number(message.processes);
    transcoder = message.engine === 'bare' ? await createBareTranscoder() : createPoolTranscoder(processes);
    return { type: 'ready' };
  }
  if (message.type !== 'run' || transcoder === null) throw new Error('an unknown message');
  const count = Number(message.frames);
  return { type: 'ran', frames: count, jpegBytes: await run(transcoder, frames, count) };
}

process.on('disconnect', () => process.exit(0));
process.on('message', (message: object) => {
  answer(message).then(
    (reply) => process.send?.(reply),
    (error: unknown) => {
      process.stderr.write(`frames-load: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
});
