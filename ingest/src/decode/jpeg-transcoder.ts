import {
  AV_CODEC_FLAG_QSCALE,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_MJPEG,
  AV_LOG_QUIET,
  AV_PIX_FMT_YUV420P,
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_BT470BG,
  FF_QP2LAMBDA,
} from 'node-av/constants';
import { Codec, CodecContext, FFmpegError, Frame, Log, Packet, Rational, SoftwareScaleContext } from 'node-av/lib';
import type { DecodedPicture } from './frame-decoder.ts';

/** libavcodec's scale of 2 (best) to 31; 3 lies between IJG quality 88 and 90 on street scenes. */
const JPEG_QSCALE = 3;
/** One encoder a picture size; the least recently used one goes. */
const MAX_ENCODERS = 8;
const MAX_PIXELS = 8192 * 8192;

function codecOrThrow(codec: Codec | null, name: string): Codec {
  if (codec === null) throw new Error(`this FFmpeg has no ${name}`);
  return codec;
}

/**
 * H.264 key frame to JPEG with libavcodec inside the calling process. Only `decoder-child.ts` may load this file:
 * node-av's binary is FFmpeg under the GPL, which must stay out of the ingest process, and a fault in it takes the
 * whole process down.
 */
export class JpegTranscoder {
  readonly #decoder = new CodecContext();
  readonly #packet = new Packet();
  readonly #decoded = new Frame();
  readonly #fullRange = new Frame();
  readonly #scaler = new SoftwareScaleContext();
  readonly #encoders = new Map<string, CodecContext>();
  #pictures = 0n;

  constructor() {
    Log.setLevel(AV_LOG_QUIET);
    const codec = codecOrThrow(Codec.findDecoder(AV_CODEC_ID_H264), 'H.264 decoder');
    this.#decoder.allocContext3(codec);
    // More threads would delay a picture by one frame each, and many cameras share this decoder anyway.
    this.#decoder.threadCount = 1;
    FFmpegError.throwIfError(this.#decoder.open2Sync(codec), 'open H.264 decoder');
    this.#packet.alloc();
    this.#decoded.alloc();
    this.#fullRange.alloc();
    this.#scaler.allocContext();
  }

  /** Null when the unit holds no decodable picture. Calls must not overlap. */
  async transcode(accessUnit: Buffer): Promise<DecodedPicture | null> {
    try {
      if (!(await this.#decode(accessUnit))) return null;
      return await this.#encode();
    } finally {
      this.#decoded.unref();
      this.#fullRange.unref();
      this.#packet.unref();
    }
  }

  /** Each key frame is decoded as a stream of its own: sent, drained, forgotten. */
  async #decode(accessUnit: Buffer): Promise<boolean> {
    this.#packet.data = accessUnit;
    this.#packet.pts = 0n;
    const sent = await this.#decoder.sendPacket(this.#packet);
    this.#packet.unref();
    await this.#decoder.sendPacket(null);
    const received = await this.#decoder.receiveFrame(this.#decoded);
    this.#decoder.flushBuffers();
    const { width, height } = this.#decoded;
    return sent >= 0 && received >= 0 && width > 0 && height > 0 && width * height <= MAX_PIXELS;
  }

  async #encode(): Promise<DecodedPicture | null> {
    const { width, height } = this.#decoded;
    const target = this.#fullRange;
    target.format = AV_PIX_FMT_YUV420P;
    target.width = width;
    target.height = height;
    target.colorRange = AVCOL_RANGE_JPEG;
    target.colorSpace = AVCOL_SPC_BT470BG;
    FFmpegError.throwIfError(target.getBuffer(), 'allocate picture');
    FFmpegError.throwIfError(await this.#scaler.scaleFrame(target, this.#decoded), 'convert levels');
    target.quality = FF_QP2LAMBDA * JPEG_QSCALE;
    this.#pictures += 1n;
    target.pts = this.#pictures;
    const encoder = this.#encoderFor(width, height);
    if ((await encoder.sendFrame(target)) < 0) return null;
    if ((await encoder.receivePacket(this.#packet)) < 0) return null;
    const { data } = this.#packet;
    return data === null ? null : { jpeg: Buffer.from(data), width, height };
  }

  #encoderFor(width: number, height: number): CodecContext {
    const key = `${width}x${height}`;
    const known = this.#encoders.get(key);
    if (known !== undefined) {
      this.#encoders.delete(key);
      this.#encoders.set(key, known);
      return known;
    }
    for (const [oldest, encoder] of this.#encoders) {
      if (this.#encoders.size < MAX_ENCODERS) break;
      encoder.freeContext();
      this.#encoders.delete(oldest);
    }
    const encoder = openEncoder(width, height);
    this.#encoders.set(key, encoder);
    return encoder;
  }
}

function openEncoder(width: number, height: number): CodecContext {
  const codec = codecOrThrow(Codec.findEncoder(AV_CODEC_ID_MJPEG), 'JPEG encoder');
  const encoder = new CodecContext();
  encoder.allocContext3(codec);
  encoder.width = width;
  encoder.height = height;
  encoder.pixelFormat = AV_PIX_FMT_YUV420P;
  encoder.colorRange = AVCOL_RANGE_JPEG;
  encoder.colorSpace = AVCOL_SPC_BT470BG;
  encoder.timeBase = new Rational(1, 25);
  encoder.setFlags(AV_CODEC_FLAG_QSCALE);
  encoder.globalQuality = FF_QP2LAMBDA * JPEG_QSCALE;
  encoder.threadCount = 1;
  FFmpegError.throwIfError(encoder.open2Sync(codec), 'open JPEG encoder');
  return encoder;
}
