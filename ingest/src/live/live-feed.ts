import {
  encodeDescription,
  encodePartHead,
  encodeState,
  encodeUnitHead,
  type LiveUnitHead,
} from '@thapcanh/core/live/live-frame';
import type { AccessUnit, MediaPart, StreamDescription } from '../media/media-types.ts';
import { unitsOfPart } from './part-units.ts';

/** `parts`: fragments for Media Source Extensions; `units`: single pictures for WebRTC, a part's length sooner. */
export type LiveFeedKind = 'parts' | 'units';

/** Who is told of a window's media; calls are synchronous and in order. */
export interface LiveListener {
  onPart(part: MediaPart): void;
  onUnit(unit: AccessUnit): void;
  onClose(): void;
}

/** Where a feed goes. `write` takes the bytes over; what it has not sent yet is `backlogBytes`. */
export interface LiveFeedOutput {
  write(pieces: readonly Uint8Array[]): void;
  readonly backlogBytes: number;
}

/** Unsent bytes of one reader from which on media is dropped up to the next key frame. */
export const FEED_BACKLOG_BYTES = 8 * 1024 * 1024;
/** A camera that sent nothing for this long is said to be silent. */
export const FEED_SILENT_MS = 3_000;

interface KeptUnit extends LiveUnitHead {
  readonly description: StreamDescription;
  readonly data: Buffer;
}

const copyOf = (unit: AccessUnit): KeptUnit => ({
  description: unit.description,
  isKey: unit.isKeyFrame,
  atMs: unit.atMs,
  decodeTime90k: unit.decodeTime90k,
  compositionOffset90k: unit.compositionOffset90k,
  data: Buffer.from(unit.avcc),
});

/**
 * One reader's stream of frames (`core/live/live-frame`): what is held since the newest key frame, then everything as
 * it comes. A reader that is too slow loses media up to the next key frame, which is counted.
 *
 * Units join without a hole: pictures that arrived after the newest part are in the next one, so until that part comes
 * the arriving pictures are kept aside, and those it does not hold follow it.
 */
export class LiveFeed implements LiveListener {
  readonly #kind: LiveFeedKind;
  readonly #output: LiveFeedOutput;
  readonly #onDropped: () => void;
  readonly onClose: () => void;
  #description: StreamDescription | null = null;
  #isDropping = true;
  #aside: KeptUnit[] | null = [];
  #dropped = 0;

  constructor(kind: LiveFeedKind, output: LiveFeedOutput, onClose: () => void, onDropped: () => void) {
    this.onClose = onClose;
    this.#kind = kind;
    this.#output = output;
    this.#onDropped = onDropped;
  }

  /** What is held since the newest key frame, oldest first; empty when there is nothing fresh. */
  start(parts: readonly MediaPart[]): void {
    for (const part of parts) this.#push(part);
  }

  onPart(part: MediaPart): void {
    const aside = this.#aside;
    if (this.#kind === 'units' && aside === null) return;
    this.#aside = null;
    this.#push(part);
    if (this.#kind === 'parts' || aside === null) return;
    const end90k = part.decodeTime90k + part.duration90k;
    for (const unit of aside) if (unit.decodeTime90k >= end90k) this.#keptUnit(unit);
  }

  onUnit(unit: AccessUnit): void {
    if (this.#kind !== 'units') return;
    if (this.#aside !== null) {
      this.#aside.push(copyOf(unit));
      return;
    }
    this.#keptUnit(copyOf(unit));
  }

  /** Says how the feed stands; also what shows a reader that the connection lives. */
  tell(state: 'waiting' | 'flowing'): void {
    this.#output.write([encodeState({ state, dropped: this.#dropped })]);
  }

  #push(part: MediaPart): void {
    this.#describe(part.description);
    if (this.#kind === 'units') {
      for (const unit of unitsOfPart(part)) this.#unit(unit);
      return;
    }
    if (!this.#admits(part.startsWithKeyFrame)) return;
    const { startsAtMs, decodeTime90k, duration90k, data } = part;
    const isDiscontinuity = part.discontinuity !== null;
    const head = { isKey: part.startsWithKeyFrame, isDiscontinuity, startsAtMs, decodeTime90k, duration90k };
    this.#output.write([encodePartHead(head, data.length), data]);
  }

  #keptUnit(unit: KeptUnit): void {
    this.#describe(unit.description);
    this.#unit(unit);
  }

  #unit(unit: LiveUnitHead & { readonly data: Buffer }): void {
    if (this.#admits(unit.isKey)) this.#output.write([encodeUnitHead(unit, unit.data.length), unit.data]);
  }

  #describe(description: StreamDescription): void {
    if (description === this.#description) return;
    this.#description = description;
    this.#isDropping = true;
    const { codec, audio, width, height, videoCodec, isReordered, initSegment, vps, sps, pps } = description;
    this.#output.write([
      encodeDescription(
        {
          codec,
          audioCodec: audio?.codec ?? null,
          width,
          height,
          videoCodec,
          isReordered,
          initBytes: initSegment.length,
          parameterSets: [...vps, ...sps, ...pps].map((set) => set.toString('base64')),
        },
        initSegment,
      ),
    ]);
  }

  #admits(isKey: boolean): boolean {
    const isSlow = this.#output.backlogBytes > FEED_BACKLOG_BYTES;
    if (isKey && !isSlow) this.#isDropping = false;
    if (isSlow) this.#isDropping = true;
    if (!this.#isDropping) return true;
    this.#dropped += 1;
    this.#onDropped();
    return false;
  }
}
