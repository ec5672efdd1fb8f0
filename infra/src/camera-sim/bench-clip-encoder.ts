import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_LOG_QUIET,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  FF_ENCODER_LIBX264,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  FormatContext,
  Frame,
  InputFormat,
  Log,
  Packet,
  Rational,
} from 'node-av/lib';
import type { BenchClipRecipe } from './bench-clip-recipe.ts';

/**
 * Encodes a bench clip with libx264 inside node-av, for machines without an ffmpeg program. Only benches load this
 * file: the binary of node-av is under the GPL. @throws FFmpegError, or the signal's reason
 */
export async function encodeWithNodeAv(
  file: string,
  picture: string,
  clip: BenchClipRecipe,
  signal?: AbortSignal,
): Promise<void> {
  Log.setLevel(AV_LOG_QUIET);
  const source = await openPicture(picture);
  const encoder = await openEncoder(clip);
  const output = await openOutput(file, encoder);
  const [raw, packet, frame] = [new Packet(), new Packet(), new Frame()];
  raw.alloc();
  packet.alloc();
  frame.alloc();
  const drain = async (): Promise<void> => {
    while ((await encoder.receivePacket(packet)) >= 0) {
      packet.streamIndex = 0;
      packet.duration = 1n;
      packet.rescaleTs(encoder.timeBase, output.streams[0]?.timeBase ?? encoder.timeBase);
      check(await output.interleavedWriteFrame(packet), 'write a picture');
    }
  };
  let pictures = 0n;
  const encodeDecoded = async (): Promise<void> => {
    while ((await source.decoder.receiveFrame(frame)) >= 0) {
      frame.pts = pictures++;
      // Raw pictures say they are intra pictures; the encoder would obey.
      frame.pictType = AV_PICTURE_TYPE_NONE;
      check(await encoder.sendFrame(frame), 'encode a picture');
      frame.unref();
      await drain();
    }
  };
  try {
    while ((await source.input.readFrame(raw)) >= 0) {
      signal?.throwIfAborted();
      check(await source.decoder.sendPacket(raw), 'read a picture');
      raw.unref();
      await encodeDecoded();
    }
    await source.decoder.sendPacket(null);
    await encodeDecoded();
    await encoder.sendFrame(null);
    await drain();
    check(await output.writeTrailer(), 'finish the clip');
  } finally {
    await output.closeOutput();
    await source.input.closeInput();
    for (const held of [raw, packet, frame]) held.free();
    source.decoder.freeContext();
    encoder.freeContext();
    output.freeContext();
  }
}

async function openPicture(picture: string): Promise<{ input: FormatContext; decoder: CodecContext }> {
  const input = new FormatContext();
  input.allocContext();
  check(await input.openInput(picture, InputFormat.findInputFormat('lavfi')), 'open the test picture');
  const parameters = input.streams[0]?.codecpar;
  const codec = parameters === undefined ? null : Codec.findDecoder(parameters.codecId);
  if (parameters === undefined || codec === null) throw new Error('the test picture has no stream');
  const decoder = new CodecContext();
  decoder.allocContext3(codec);
  check(decoder.parametersToContext(parameters), 'open the test picture');
  check(await decoder.open2(codec), 'open the test picture');
  return { input, decoder };
}

async function openEncoder({ width, height, fps, kbps, gopFrames }: BenchClipRecipe): Promise<CodecContext> {
  const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264);
  if (codec === null) throw new Error('this FFmpeg has no libx264');
  const encoder = new CodecContext();
  encoder.allocContext3(codec);
  encoder.width = width;
  encoder.height = height;
  encoder.pixelFormat = AV_PIX_FMT_YUV420P;
  encoder.timeBase = new Rational(1, fps);
  encoder.framerate = new Rational(fps, 1);
  encoder.bitRate = BigInt(kbps) * 1000n;
  encoder.rcMaxRate = BigInt(kbps) * 1000n;
  encoder.rcBufferSize = kbps * 2000;
  encoder.gopSize = gopFrames;
  encoder.maxBFrames = 0;
  encoder.flags = AV_CODEC_FLAG_GLOBAL_HEADER;
  const options = Dictionary.fromObject({
    preset: 'veryfast',
    profile: 'high',
    'x264-params': `keyint=${gopFrames}:min-keyint=${gopFrames}:scenecut=0`,
  });
  check(await encoder.open2(codec, options), 'open libx264');
  return encoder;
}

async function openOutput(file: string, encoder: CodecContext): Promise<FormatContext> {
  const output = new FormatContext();
  check(output.allocOutputContext2(null, 'mp4', file), 'open the clip');
  const stream = output.newStream();
  check(stream.codecpar.fromContext(encoder), 'open the clip');
  stream.timeBase = new Rational(1, 90_000);
  check(await output.openOutput(), 'open the clip');
  check(await output.writeHeader(Dictionary.fromObject({ movflags: '+faststart' })), 'open the clip');
  return output;
}

function check(code: number, what: string): void {
  FFmpegError.throwIfError(code, what);
}
