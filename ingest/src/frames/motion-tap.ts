import type { DecodedPicture, FrameDecoder, MotionSession } from '../decode/frame-decoder.ts';
import { toAnnexB } from '../h264/annex-b.ts';
import type { AccessUnit, StreamDescription } from '../media/media-types.ts';

export interface MotionTapOptions {
  readonly key: string;
  readonly fps: number;
  readonly decoder: () => FrameDecoder | null;
  readonly onPicture: (picture: DecodedPicture, shownAtMs: number) => void;
}

/** A stream without pictures for this long was interrupted. */
const GAP_90K = 45_000;
/** A session that was refused is asked for again after this. */
const REFUSED_MS = 30_000;
/** Without pictures for this long the camera is served by its key frames again. */
const SILENT_MS = 3_000;

/** Feeds every picture of one stream to a session of the decoder and says whether that works. */
export class MotionTap {
  readonly #options: MotionTapOptions;
  #session: MotionSession | null = null;
  #lastAt90k = 0;
  #description: StreamDescription | null = null;
  #refusedAtMs = Number.NEGATIVE_INFINITY;
  #pictureAtMs = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(options: MotionTapOptions) {
    this.#options = options;
  }

  /** Whether pictures of the session came up to shortly before `atMs`, the time of the stream. */
  isWorking(atMs: number): boolean {
    return atMs - this.#pictureAtMs < SILENT_MS;
  }

  push(unit: AccessUnit): void {
    const session = this.#isClosed ? null : this.#opened(unit.atMs);
    if (session === null) return;
    const { description, isKeyFrame, compositionOffset90k, decodeTime90k } = unit;
    const isDiscontinuity = description !== this.#description || decodeTime90k - this.#lastAt90k > GAP_90K;
    this.#description = description;
    this.#lastAt90k = decodeTime90k;
    session.push({
      codec: description.videoCodec,
      isKeyFrame,
      isReordered: description.isReordered,
      isDiscontinuity,
      shownAtMs: unit.atMs + compositionOffset90k / 90,
      accessUnit: toAnnexB(unit),
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#session?.close();
  }

  #opened(atMs: number): MotionSession | null {
    if (this.#session !== null || atMs - this.#refusedAtMs < REFUSED_MS) return this.#session;
    const decoder = this.#options.decoder();
    if (decoder === null) return null;
    const { key, fps, onPicture } = this.#options;
    this.#session = decoder.openMotion(key, {
      fps,
      onPicture: (picture, shownAtMs) => {
        if (this.#isClosed) return;
        this.#pictureAtMs = shownAtMs;
        onPicture(picture, shownAtMs);
      },
    });
    if (this.#session === null) this.#refusedAtMs = atMs;
    return this.#session;
  }
}
