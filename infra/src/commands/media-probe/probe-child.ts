/**
 * Reads one media file with libavformat/libavcodec and prints one JSON line (`MediaProbe`): `node probe-child.js FILE`.
 * A program of its own on purpose: it is an independent judge of the files that our own writer makes, and the FFmpeg
 * build inside `node-av` is GPL, which must stay out of our processes. The low-level interface is used because the
 * package's high-level one needs Node 22.
 */
import { AVMEDIA_TYPE_VIDEO } from 'node-av/constants';
import { Codec, CodecContext, FFmpegError, FormatContext, Frame, Packet } from 'node-av/lib';
import type { MediaProbe } from './media-probe.ts';

async function probe(file: string): Promise<MediaProbe> {
  const format = new FormatContext();
  FFmpegError.throwIfError(await format.openInput(file), 'open');
  FFmpegError.throwIfError(await format.findStreamInfo(), 'streams');
  const index = format.findBestStream(AVMEDIA_TYPE_VIDEO);
  const stream = format.streams?.[index];
  const codec = stream === undefined ? null : Codec.findDecoder(stream.codecpar.codecId);
  if (stream === undefined || codec === null) throw new Error('no video stream that can be decoded');
  const decoder = new CodecContext();
  decoder.allocContext3(codec);
  FFmpegError.throwIfError(decoder.parametersToContext(stream.codecpar), 'parameters');
  FFmpegError.throwIfError(await decoder.open2(codec, null), 'decoder');

  const { num, den } = stream.timeBase;
  const packet = new Packet();
  packet.alloc();
  const frame = new Frame();
  frame.alloc();
  const ptsMs: number[] = [];
  let decoded: MediaProbe['decoded'] = null;
  const takePicture = async (): Promise<void> => {
    if (decoded === null && (await decoder.receiveFrame(frame)) >= 0) {
      decoded = { width: frame.width, height: frame.height };
    }
  };
  while ((await format.readFrame(packet)) >= 0) {
    if (packet.streamIndex === index) {
      ptsMs.push((Number(packet.pts) * 1000 * num) / den);
      if (decoded === null) {
        await decoder.sendPacket(packet);
        await takePicture();
      }
    }
    packet.unref();
  }
  if (decoded === null) {
    await decoder.sendPacket(null);
    await takePicture();
  }
  await format.closeInput();
  return { ptsMs, decoded };
}

const result = await probe(process.argv[2] ?? '').catch(
  (error: unknown): MediaProbe => ({
    ptsMs: [],
    decoded: null,
    error: error instanceof Error ? error.message : String(error),
  }),
);
process.stdout.write(`${JSON.stringify(result)}\n`);
