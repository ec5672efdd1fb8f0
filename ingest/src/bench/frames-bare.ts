import type { Codec, CodecContext } from 'node-av/lib';
import type { BenchTranscoder } from './bench-transcoder.ts';

/**
 * What there is to compare with: libavcodec called straight from one process, nothing around it. The same work on each
 * packet, the same settings (one thread, full-range 4:2:0, scale 3, fixed tables), no gate, no second process. node-av
 * is loaded only here, never beside our own engine.
 */
export async function createBareTranscoder(): Promise<BenchTranscoder> {
  const [{ Codec, CodecContext, Frame, Log, Packet, Rational, SoftwareScaleContext }, constants] = await Promise.all([
    import('node-av/lib'),
    import('node-av/constants'),
  ]);
  const { AV_PIX_FMT_YUV420P, AVCOL_RANGE_JPEG, AVCOL_SPC_BT470BG, FF_QP2LAMBDA } = constants;
  Log.setLevel(constants.AV_LOG_QUIET);
  const opened = (codec: Codec | null, set: (context: CodecContext) => void): CodecContext => {
    if (codec === null) throw new Error('this FFmpeg lacks a codec');
    const context = new CodecContext();
    context.allocContext3(codec);
    context.threadCount = 1;
    set(context);
    if (context.open2Sync(codec) < 0) throw new Error('a codec does not open');
    return context;
  };
  const decoders = {
    h264: opened(Codec.findDecoder(constants.AV_CODEC_ID_H264), () => undefined),
    h265: opened(Codec.findDecoder(constants.AV_CODEC_ID_HEVC), () => undefined),
  };
  const encoders = new Map<string, CodecContext>();
  const encoderFor = (width: number, height: number): CodecContext => {
    const key = `${width}x${height}`;
    const known = encoders.get(key);
    if (known !== undefined) return known;
    const encoder = opened(Codec.findEncoder(constants.AV_CODEC_ID_MJPEG), (context) => {
      context.width = width;
      context.height = height;
      context.pixelFormat = AV_PIX_FMT_YUV420P;
      context.colorRange = AVCOL_RANGE_JPEG;
      context.colorSpace = AVCOL_SPC_BT470BG;
      context.timeBase = new Rational(1, 25);
      context.setFlags(constants.AV_CODEC_FLAG_QSCALE);
      context.globalQuality = FF_QP2LAMBDA * 3;
      context.setOption('huffman', 'default');
    });
    encoders.set(key, encoder);
    return encoder;
  };
  const packet = new Packet();
  packet.alloc();
  const decoded = new Frame();
  decoded.alloc();
  const picture = new Frame();
  picture.alloc();
  const scaler = new SoftwareScaleContext();
  scaler.allocContext();
  let pictures = 0n;
  return {
    width: 1,
    transcode(_camera, { codec, accessUnit }) {
      const decoder = decoders[codec];
      packet.data = accessUnit;
      decoder.sendPacketSync(packet);
      packet.unref();
      decoder.sendPacketSync(null);
      if (decoder.receiveFrameSync(decoded) < 0) throw new Error('a key frame of the clip gave no picture');
      decoder.flushBuffers();
      picture.format = AV_PIX_FMT_YUV420P;
      picture.width = decoded.width;
      picture.height = decoded.height;
      picture.colorRange = AVCOL_RANGE_JPEG;
      picture.colorSpace = AVCOL_SPC_BT470BG;
      picture.getBuffer();
      scaler.scaleFrameSync(picture, decoded);
      picture.quality = FF_QP2LAMBDA * 3;
      pictures += 1n;
      picture.pts = pictures;
      const encoder = encoderFor(decoded.width, decoded.height);
      encoder.sendFrameSync(picture);
      encoder.receivePacketSync(packet);
      const jpeg = Buffer.from(packet.data ?? []);
      packet.unref();
      picture.unref();
      decoded.unref();
      return jpeg.length;
    },
  };
}
