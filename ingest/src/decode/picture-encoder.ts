import {
  AV_CODEC_FLAG_QSCALE,
  AV_CODEC_ID_MJPEG,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUVJ420P,
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_BT470BG,
  AVCOL_SPC_SMPTE170M,
  AVCOL_SPC_UNSPECIFIED,
  FF_QP2LAMBDA,
} from 'node-av/constants';
import { Codec, CodecContext, FFmpegError, Frame, Packet, Rational, SoftwareScaleContext } from 'node-av/lib';
import type { DecodedPicture } from './frame-decoder.ts';

/** libavcodec's scale of 2 (best) to 31; 3 lies between IJG quality 88 and 90 on street scenes, 2 about 92. */
export const USUAL_QSCALE = 3;
export const BEST_QSCALE = 2;
/** One encoder a picture size; the least recently used one goes. */
const MAX_ENCODERS = 8;

/** Decoded pictures to JPEG. Only the decoder child may load this file: node-av's binary is GPL. */
export class PictureEncoder {
  readonly #fullRange = new Frame();
  readonly #packet = new Packet();
  readonly #scaler = new SoftwareScaleContext();
  readonly #encoders = new Map<string, CodecContext>();
  #pictures = 0n;

  constructor() {
    this.#fullRange.alloc();
    this.#packet.alloc();
    this.#scaler.allocContext();
  }

  /** Null when the encoder refuses it. The JPEG is memory of its own. `decoded` stays the caller's. */
  encode(decoded: Frame, qscale: number): DecodedPicture | null {
    const { width, height } = decoded;
    try {
      const picture = this.#levelled(decoded);
      picture.quality = FF_QP2LAMBDA * qscale;
      this.#pictures += 1n;
      picture.pts = this.#pictures;
      const encoder = this.#encoderFor(width, height);
      if (encoder.sendFrameSync(picture) < 0 || encoder.receivePacketSync(this.#packet) < 0) return null;
      const { data } = this.#packet;
      return data === null ? null : { jpeg: Buffer.from(data), width, height };
    } finally {
      this.#fullRange.unref();
      this.#packet.unref();
    }
  }

  /** Full range, BT.601, 4:2:0: the picture itself when the camera sends it so, which saves a pass over all pixels. */
  #levelled(decoded: Frame): Frame {
    const isFullRange = decoded.format === AV_PIX_FMT_YUVJ420P || decoded.colorRange === AVCOL_RANGE_JPEG;
    const is420 = decoded.format === AV_PIX_FMT_YUVJ420P || decoded.format === AV_PIX_FMT_YUV420P;
    const isJfifMatrix = [AVCOL_SPC_UNSPECIFIED, AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M].some(
      (space) => decoded.colorSpace === space,
    );
    const target = this.#fullRange;
    if (isFullRange && is420 && isJfifMatrix) {
      FFmpegError.throwIfError(target.ref(decoded), 'refer to the picture');
      target.format = AV_PIX_FMT_YUV420P;
    } else {
      target.format = AV_PIX_FMT_YUV420P;
      target.width = decoded.width;
      target.height = decoded.height;
      FFmpegError.throwIfError(target.getBuffer(), 'allocate picture');
    }
    target.colorRange = AVCOL_RANGE_JPEG;
    target.colorSpace = AVCOL_SPC_BT470BG;
    if (!(isFullRange && is420 && isJfifMatrix)) {
      FFmpegError.throwIfError(this.#scaler.scaleFrameSync(target, decoded), 'convert levels');
    }
    return target;
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
  const codec = Codec.findEncoder(AV_CODEC_ID_MJPEG);
  if (codec === null) throw new Error('this FFmpeg has no JPEG encoder');
  const encoder = new CodecContext();
  encoder.allocContext3(codec);
  encoder.width = width;
  encoder.height = height;
  encoder.pixelFormat = AV_PIX_FMT_YUV420P;
  encoder.colorRange = AVCOL_RANGE_JPEG;
  encoder.colorSpace = AVCOL_SPC_BT470BG;
  encoder.timeBase = new Rational(1, 25);
  encoder.setFlags(AV_CODEC_FLAG_QSCALE);
  encoder.globalQuality = FF_QP2LAMBDA * USUAL_QSCALE;
  encoder.threadCount = 1;
  // The tables of T.81 annex K instead of a second pass for its own ones: a fifth less time for a fifth more bytes.
  FFmpegError.throwIfError(encoder.setOption('huffman', 'default'), 'set JPEG tables');
  FFmpegError.throwIfError(encoder.open2Sync(codec), 'open JPEG encoder');
  return encoder;
}
