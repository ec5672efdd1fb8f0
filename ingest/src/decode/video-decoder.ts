import { AV_CODEC_FLAG_LOW_DELAY, AV_CODEC_ID_H264, AV_CODEC_ID_HEVC } from 'node-av/constants';
import { Codec, CodecContext, FFmpegError, Frame, Packet } from 'node-av/lib';
import type { VideoCodec } from '../media/media-types.ts';

const MAX_PIXELS = 8192 * 8192;

/** One libavcodec decoder of one thread. Only the decoder child may load this file: node-av's binary is GPL. */
export class VideoDecoder {
  readonly #context = new CodecContext();
  readonly #packet = new Packet();
  readonly #frame = new Frame();

  /** `isReordered` false: pictures come out as they go in, whatever the stream's own limits allow. */
  constructor(name: VideoCodec, isReordered: boolean) {
    const codec = Codec.findDecoder(name === 'h265' ? AV_CODEC_ID_HEVC : AV_CODEC_ID_H264);
    if (codec === null) throw new Error(`this FFmpeg has no ${name} decoder`);
    this.#context.allocContext3(codec);
    // More threads would delay a picture by one frame each, and there is a process for each core anyway.
    this.#context.threadCount = 1;
    if (!isReordered) this.#context.setFlags(AV_CODEC_FLAG_LOW_DELAY);
    FFmpegError.throwIfError(this.#context.open2Sync(codec), `open ${name} decoder`);
    this.#packet.alloc();
    this.#frame.alloc();
  }

  /** Takes one unit; `onPicture` is called for each picture that comes out, in order of display, valid in the call only. */
  push(accessUnit: Buffer, shownAtMs: number, onPicture: (frame: Frame, shownAtMs: number) => void): void {
    this.#packet.data = accessUnit;
    // Microseconds as time stamps, so that a picture that comes out later still knows its instant.
    this.#packet.pts = BigInt(Math.round(shownAtMs * 1_000));
    this.#packet.dts = this.#packet.pts;
    this.#context.sendPacketSync(this.#packet);
    this.#packet.unref();
    this.#receive(onPicture);
  }

  /** Gives out what is still held back and forgets everything. */
  drain(onPicture: (frame: Frame, shownAtMs: number) => void): void {
    this.#context.sendPacketSync(null);
    this.#receive(onPicture);
    this.#context.flushBuffers();
  }

  reset(): void {
    this.#context.flushBuffers();
  }

  close(): void {
    this.#packet.free();
    this.#frame.free();
    this.#context.freeContext();
  }

  #receive(onPicture: (frame: Frame, shownAtMs: number) => void): void {
    while (this.#context.receiveFrameSync(this.#frame) >= 0) {
      const { width, height, pts } = this.#frame;
      try {
        if (width > 0 && height > 0 && width * height <= MAX_PIXELS) onPicture(this.#frame, Number(pts) / 1_000);
      } finally {
        this.#frame.unref();
      }
    }
  }
}
