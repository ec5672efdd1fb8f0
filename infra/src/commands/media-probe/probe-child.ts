/**
 * Reads a whole fMP4 file from standard input with libavformat/libavcodec and prints one JSON line (`MediaProbe`).
 * A program of its own on purpose: it is an independent judge of the files that our own writer makes, and the FFmpeg
 * build inside `node-av` is GPL, which must stay out of our processes.
 */
import { Decoder, Demuxer } from 'node-av/api';
import type { MediaProbe } from './media-probe.ts';

async function readInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function probe(media: Buffer): Promise<MediaProbe> {
  await using input = await Demuxer.open(media);
  const video = input.video();
  if (video === undefined) throw new Error('no video stream');
  const { num, den } = video.timeBase;
  using decoder = await Decoder.create(video);
  const ptsMs: number[] = [];
  let decoded: { width: number; height: number } | null = null;
  for await (using packet of input.packets(video.index)) {
    if (packet === null) break;
    ptsMs.push((Number(packet.pts) * 1000 * num) / den);
    if (decoded !== null) continue;
    await decoder.decode(packet);
    using frame = await decoder.receive();
    if (frame !== null && typeof frame === 'object') decoded = { width: frame.width, height: frame.height };
  }
  if (decoded === null) {
    await decoder.flush();
    using frame = await decoder.receive();
    if (frame !== null && typeof frame === 'object') decoded = { width: frame.width, height: frame.height };
  }
  return { ptsMs, decoded };
}

const result = await probe(await readInput()).catch(
  (error: unknown): MediaProbe => ({
    ptsMs: [],
    decoded: null,
    error: error instanceof Error ? error.message : String(error),
  }),
);
process.stdout.write(`${JSON.stringify(result)}\n`);
