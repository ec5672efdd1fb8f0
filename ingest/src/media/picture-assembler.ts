import type { PartSpace } from '../fmp4/part-space.ts';
import type { DepacketizerSink } from './depacketizer.ts';

export const MAX_ACCESS_UNIT_BYTES = 8 * 1024 * 1024;
const LENGTH_BYTES = 4;
/** Without a key frame for this long, pictures that promise clean decoding from themselves on are taken for one. */
const NO_KEY_90K = 5 * 90_000;

/** What a slice header and its NAL unit say about the picture. */
export interface SliceTraits {
  readonly isKeyFrame: boolean;
  /** The first slice of the picture. */
  readonly isFirst: boolean;
  /** Only decodable together with pictures before the preceding key frame (H.265 RASL). */
  readonly isLeading: boolean;
  /** Intra coded, and a recovery point message with count 0 stands in front of it. */
  readonly isRecoveryPoint: boolean;
}

/**
 * Puts NAL units together to pictures in the space of the coming part, and decides which pictures are whole and
 * decodable. Codecs tell it what their packets mean. A picture ends at the marker bit or at a new timestamp; cameras
 * that set the marker on every slice are found out and then only the timestamp counts.
 */
export class PictureAssembler {
  readonly #sink: DepacketizerSink;
  readonly #space: PartSpace;
  #timestamp90k = 0;
  #hasSlice = false;
  #isKeyFrame = false;
  #isRecoveryPoint = false;
  #isLeading = false;
  #isDamaged = false;
  /** Place of the length prefix of the NAL unit that fragments are being added to, or -1. */
  #fragmentAt = -1;
  #isWaitingForKey = true;
  /** The newest start was no full reset of the decoder: its leading pictures have no reference. */
  #skipsLeading = false;
  #hasDelivered = false;
  #isAfterLoss = false;
  #droppedFrames = 0;
  #lastKey90k: number | null = null;
  #lacksKeys = false;
  #endedByMarker90k: number | null = null;
  #ignoresMarkers = false;

  constructor(sink: DepacketizerSink, space: PartSpace) {
    this.#sink = sink;
    this.#space = space;
  }

  get droppedFrames(): number {
    return this.#droppedFrames;
  }

  get isInFragment(): boolean {
    return this.#fragmentAt >= 0;
  }

  markLoss(): void {
    this.#isWaitingForKey = true;
    this.#fragmentAt = -1;
    this.#endedByMarker90k = null;
    if (this.#space.pictureBytes > 0 || this.#hasSlice) this.#isDamaged = true;
  }

  /** Before a packet's payload. */
  at(timestamp90k: number): void {
    if (timestamp90k === this.#timestamp90k) return;
    this.#finish();
    this.#timestamp90k = timestamp90k;
    this.#endedByMarker90k = null;
  }

  /** After a packet with the marker bit. */
  atMarker(): void {
    if (this.#ignoresMarkers || !this.#hasSlice) return;
    this.#finish();
    this.#endedByMarker90k = this.#timestamp90k;
  }

  /** Before a slice is added. */
  beginSlice(slice: SliceTraits): void {
    if (this.#hasSlice) {
      if (!slice.isRecoveryPoint) this.#isRecoveryPoint = false;
      if (slice.isKeyFrame) this.#isKeyFrame = true;
      return;
    }
    // After a loss the packets that began this picture may be the ones missing.
    if (!slice.isFirst) {
      this.#isDamaged = true;
      if (this.#endedByMarker90k !== null) this.#ignoresMarkers = true;
    }
    this.#hasSlice = true;
    this.#isKeyFrame = slice.isKeyFrame;
    this.#isLeading = slice.isLeading;
    this.#lastKey90k ??= this.#timestamp90k;
    const sinceKey90k = (this.#timestamp90k - this.#lastKey90k) | 0;
    if (sinceKey90k > NO_KEY_90K || sinceKey90k < 0) this.#lacksKeys = true;
    this.#isRecoveryPoint = slice.isRecoveryPoint && this.#lacksKeys;
    this.#space.beginPicture(slice.isKeyFrame || this.#isRecoveryPoint, this.#timestamp90k);
  }

  addNal(packet: Buffer, start: number, end: number): void {
    if (!this.#fits(LENGTH_BYTES + end - start)) return;
    this.#space.appendLength(end - start);
    this.#space.append(packet, start, end);
  }

  /** Begins a NAL unit that comes in fragments with its header, one byte (`second` -1) or two. */
  beginFragments(first: number, second: number): void {
    if (!this.#fits(LENGTH_BYTES + 2)) return;
    this.#fragmentAt = this.#space.appendLength(0);
    this.#space.appendByte(first);
    if (second >= 0) this.#space.appendByte(second);
  }

  addFragment(packet: Buffer, start: number, end: number, isLast: boolean): void {
    if (this.#fragmentAt < 0 || !this.#fits(end - start)) return;
    this.#space.append(packet, start, end);
    if (!isLast) return;
    this.#space.setLength(this.#fragmentAt, this.#space.pictureBytes - this.#fragmentAt - LENGTH_BYTES);
    this.#fragmentAt = -1;
  }

  /** The picture in progress is not what the camera coded. */
  damage(): void {
    this.#isDamaged = true;
    this.#hasSlice = true;
    this.#fragmentAt = -1;
  }

  #fits(bytes: number): boolean {
    if (this.#space.pictureBytes + bytes <= MAX_ACCESS_UNIT_BYTES) return true;
    this.damage();
    this.#space.dropPicture();
    return false;
  }

  #finish(): void {
    const space = this.#space;
    const isPicture = this.#hasSlice;
    const isWhole = isPicture && !this.#isDamaged && this.#fragmentAt < 0 && space.pictureBytes > 0;
    const isKeyFrame = this.#isKeyFrame || this.#isRecoveryPoint;
    const isRealKey = this.#isKeyFrame;
    const isLeading = this.#isLeading;
    this.#hasSlice = false;
    this.#isKeyFrame = false;
    this.#isRecoveryPoint = false;
    this.#isLeading = false;
    this.#isDamaged = false;
    this.#fragmentAt = -1;
    if (isWhole && isRealKey) {
      this.#lastKey90k = this.#timestamp90k;
      this.#lacksKeys = false;
    }
    if (isWhole && isKeyFrame) this.#skipsLeading = this.#isWaitingForKey;
    else if (isWhole && !this.#isWaitingForKey && isLeading && this.#skipsLeading) {
      // Part of how such a start looks, no loss.
      space.dropPicture();
      return;
    }
    if (isPicture && !isWhole) this.#isWaitingForKey = true;
    if (!isWhole || (this.#isWaitingForKey && !isKeyFrame)) {
      space.dropPicture();
      // Joining in the middle of a group of pictures is not a loss.
      if (!isPicture || !this.#hasDelivered) return;
      this.#droppedFrames++;
      this.#isAfterLoss = true;
      return;
    }
    const isAfterLoss = this.#isAfterLoss;
    this.#isWaitingForKey = false;
    this.#isAfterLoss = false;
    this.#hasDelivered = true;
    const avcc = space.picture();
    this.#sink.onUnit({ avcc, isKeyFrame, isAfterLoss, pts90k: this.#timestamp90k });
    space.dropPicture();
  }
}
