import {
  AV_LOG_QUIET,
  AV_PIX_FMT_GRAY8,
  AV_PIX_FMT_NV12,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV422P,
  AV_PIX_FMT_YUV444P,
  AV_PIX_FMT_YUVJ420P,
  AV_PIX_FMT_YUVJ422P,
  AV_PIX_FMT_YUVJ444P,
} from 'node-av/constants';
import { type Frame, Log } from 'node-av/lib';
import type { VideoCodec } from '../media/media-types.ts';
import { judgeDifference } from './difference-gate.ts';
import type { EngineAnswer, GateQuestion, GroupOfPictures, KeyFrame, MotionUnit } from './frame-decoder.ts';
import { LumaGrid } from './luma-grid.ts';
import { startsWithParameterSets } from './parameter-set-check.ts';
import { BEST_QSCALE, PictureEncoder, USUAL_QSCALE } from './picture-encoder.ts';
import { VideoDecoder } from './video-decoder.ts';

/** Formats whose first plane is the luma, a byte a pixel. */
const BYTE_LUMA: readonly number[] = [
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUVJ420P,
  AV_PIX_FMT_YUV422P,
  AV_PIX_FMT_YUVJ422P,
  AV_PIX_FMT_YUV444P,
  AV_PIX_FMT_YUVJ444P,
  AV_PIX_FMT_NV12,
  AV_PIX_FMT_GRAY8,
];
/** A picture a little earlier than its turn is taken: cameras do not keep exact time. */
const EARLY_SHARE = 0.1;

interface Motion {
  readonly decoder: VideoDecoder;
  readonly codec: VideoCodec;
  readonly isReordered: boolean;
  nextAtMs: number;
}

/**
 * Units in, JPEGs out with libavcodec inside the calling process. Only `decoder-child.ts` may load this file: node-av's
 * binary is FFmpeg under the GPL, which must stay out of the ingest process, and a fault in it takes the process down.
 */
export class PictureTranscoder {
  readonly #encoder = new PictureEncoder();
  readonly #luma = new LumaGrid();
  readonly #decoders = new Map<string, VideoDecoder>();
  readonly #motions = new Map<number, Motion>();

  constructor() {
    Log.setLevel(AV_LOG_QUIET);
  }

  /** Each key frame is decoded as a stream of its own: sent, drained, forgotten. */
  keyFrame({ codec, accessUnit, gate }: KeyFrame): EngineAnswer {
    // Parameter sets stay in a decoder: without its own, a picture would be read with those of another camera.
    if (!startsWithParameterSets(codec, accessUnit)) return null;
    const decoder = this.#decoderOf(codec, false);
    let answer: EngineAnswer = null;
    const onPicture = (frame: Frame): void => {
      answer ??= this.#judge(frame, gate);
    };
    decoder.push(accessUnit, 0, onPicture);
    decoder.drain(onPicture);
    return answer;
  }

  /** The picture of a group that is on the screen at an instant. */
  group({ codec, units, atMs }: GroupOfPictures): EngineAnswer {
    const first = units[0];
    if (first === undefined || !startsWithParameterSets(codec, first.accessUnit)) return null;
    const shown = units.map((unit) => unit.shownAtMs);
    const wantedAtMs = Math.max(Math.min(...shown), ...shown.filter((shownAtMs) => shownAtMs <= atMs));
    const decoder = this.#decoderOf(codec, true);
    let answer: EngineAnswer = null;
    let isFound = false;
    const onPicture = (frame: Frame, shownAtMs: number): void => {
      // Time stamps are whole microseconds. Should the wanted picture be damaged and missing, the next one serves.
      if (isFound || shownAtMs < wantedAtMs - 0.01) return;
      isFound = true;
      const picture = this.#encoder.encode(frame, BEST_QSCALE);
      answer = picture && { kind: 'picture', picture, isChanged: true, gateState: null, shownAtMs };
    };
    for (const unit of units) {
      if (!isFound) decoder.push(unit.accessUnit, unit.shownAtMs, onPicture);
    }
    if (isFound) decoder.reset();
    else decoder.drain(onPicture);
    return answer;
  }

  /** One unit of a session that decodes every picture. */
  motion(session: number, unit: MotionUnit, isFirst: boolean, fps: number): EngineAnswer {
    const { codec, isReordered } = unit;
    let motion = this.#motions.get(session);
    if (motion !== undefined && (motion.codec !== codec || motion.isReordered !== isReordered)) {
      this.endMotion(session);
      motion = undefined;
    }
    if (motion === undefined) {
      // A process that died with nothing to answer left nobody to ask for a beginning: the next key frame is one.
      if (!isFirst && !unit.isKeyFrame) return null;
      motion = { decoder: new VideoDecoder(codec, isReordered), codec, isReordered, nextAtMs: 0 };
      this.#motions.set(session, motion);
    } else if (isFirst) motion.decoder.reset();
    const running = motion;
    const everyMs = 1_000 / fps;
    let answer: EngineAnswer = null;
    running.decoder.push(unit.accessUnit, unit.shownAtMs, (frame, shownAtMs) => {
      if (shownAtMs < running.nextAtMs - everyMs * EARLY_SHARE) return;
      const picture = this.#encoder.encode(frame, USUAL_QSCALE);
      if (picture === null) return;
      // On a grid, so that the mean rate is the wanted one; anew after a pause.
      running.nextAtMs = Math.max(running.nextAtMs + everyMs, shownAtMs + everyMs / 2);
      answer = { kind: 'picture', picture, isChanged: true, gateState: null, shownAtMs };
    });
    return answer;
  }

  endMotion(session: number): void {
    this.#motions.get(session)?.decoder.close();
    this.#motions.delete(session);
  }

  #judge(frame: Frame, gate: GateQuestion | undefined): EngineAnswer {
    const luma = gate === undefined ? null : this.#lumaOf(frame);
    const verdict =
      gate === undefined || luma === null ? null : judgeDifference(luma, gate.state, gate.settings, gate.isWanted);
    const isChanged = verdict?.isChanged ?? true;
    const gateState = verdict?.state ?? null;
    if (!isChanged && !gate?.isWanted) return { kind: 'unchanged', gateState };
    const picture = this.#encoder.encode(frame, USUAL_QSCALE);
    return picture && { kind: 'picture', picture, isChanged, gateState, shownAtMs: 0 };
  }

  /** Null for pictures of more than eight bits: those always count as changed. */
  #lumaOf(frame: Frame): Uint8Array | null {
    const plane = frame.data?.[0];
    const stride = frame.linesize[0];
    if (plane === undefined || stride === undefined || !BYTE_LUMA.includes(frame.format)) return null;
    if (frame.width < 4 || stride < frame.width || plane.length < stride * (frame.height - 1) + frame.width)
      return null;
    return this.#luma.of(plane, frame.width, frame.height, stride);
  }

  #decoderOf(codec: VideoCodec, isReordered: boolean): VideoDecoder {
    const key = `${codec}/${isReordered}`;
    const known = this.#decoders.get(key);
    if (known !== undefined) return known;
    const decoder = new VideoDecoder(codec, isReordered);
    this.#decoders.set(key, decoder);
    return decoder;
  }
}
