import type { PartSpace } from '../fmp4/part-space.ts';
import type { Depacketizer, DepacketizerSink } from '../media/depacketizer.ts';
import { FU_END, FU_START, UNIT_SIZE_BYTES, unitEnd } from '../media/payload-units.ts';
import { PictureAssembler, type SliceTraits } from '../media/picture-assembler.ts';
import { BitReader } from './bit-reader.ts';
import {
  isSlice,
  NAL_IDR_SLICE,
  NAL_PPS,
  NAL_SEI,
  NAL_SPS,
  NAL_TYPE_MASK,
  PACKET_FU_A,
  PACKET_FU_B,
  PACKET_MTAP_16,
  PACKET_MTAP_24,
  PACKET_STAP_A,
  PACKET_STAP_B,
} from './nal-type.ts';
import { seiKind } from './sei.ts';

const NAL_REF_MASK = 0xe0;
/** Set in the first byte of a slice header when `first_mb_in_slice` is 0: the picture's first slice. */
const FIRST_SLICE_BIT = 0x80;
/** Enough of a slice header for two Exp-Golomb codes. */
const SLICE_HEAD_BYTES = 12;

const traits = (isKeyFrame: boolean, isFirst: boolean, isRecoveryPoint: boolean): SliceTraits => ({
  isKeyFrame,
  isFirst,
  isLeading: false,
  isRecoveryPoint,
});
/** Nothing is made for a slice. */
const KEY_FIRST = traits(true, true, false);
const KEY_NEXT = traits(true, false, false);
const FIRST = traits(false, true, false);
const NEXT = traits(false, false, false);
const RECOVERY_FIRST = traits(false, true, true);
const RECOVERY_NEXT = traits(false, false, true);

/** Whether `slice_type` (7.4.3) is I or SI; the slice header is at `[start, end)`. */
function isIntra(packet: Buffer, start: number, end: number): boolean {
  try {
    const reader = new BitReader(packet.subarray(start, Math.min(end, start + SLICE_HEAD_BYTES)), 0);
    reader.unsigned();
    const type = reader.unsigned() % 5;
    return type === 2 || type === 4;
  } catch {
    return false;
  }
}

/**
 * `Depacketizer` of RFC 6184: single NAL units, STAP-A, FU-A (packetisation modes 0 and 1). Slices and media signing
 * messages are kept; delimiters, other SEI and private units are dropped.
 */
export class H264Depacketizer implements Depacketizer {
  readonly #sink: DepacketizerSink;
  readonly #assembler: PictureAssembler;
  /** Fragments of a unit that is not kept are skipped without calling them damage. */
  #isSkippingFragments = false;
  #isAtRecoveryPoint = false;
  #timestamp90k = 0;

  constructor(sink: DepacketizerSink, space: PartSpace) {
    this.#sink = sink;
    this.#assembler = new PictureAssembler(sink, space);
  }

  get droppedFrames(): number {
    return this.#assembler.droppedFrames;
  }

  markLoss(): void {
    this.#isSkippingFragments = false;
    this.#assembler.markLoss();
  }

  push(packet: Buffer, start: number, end: number, timestamp90k: number, marker: boolean): void {
    if (timestamp90k !== this.#timestamp90k) {
      this.#assembler.at(timestamp90k);
      this.#timestamp90k = timestamp90k;
      this.#isAtRecoveryPoint = false;
    }
    if (end > start) this.#payload(packet, start, end);
    if (marker) this.#assembler.atMarker();
  }

  #payload(packet: Buffer, start: number, end: number): void {
    const type = (packet[start] ?? 0) & NAL_TYPE_MASK;
    if (type === PACKET_FU_A) {
      this.#fragment(packet, start, end);
      return;
    }
    if (this.#assembler.isInFragment) this.#damage();
    this.#isSkippingFragments = false;
    if (type === PACKET_STAP_A) this.#aggregate(packet, start + 1, end);
    else if (type === PACKET_STAP_B || type === PACKET_MTAP_16 || type === PACKET_MTAP_24 || type === PACKET_FU_B)
      this.#damage();
    else this.#nal(packet, start, end);
  }

  #aggregate(packet: Buffer, start: number, end: number): void {
    for (let at = start; at + UNIT_SIZE_BYTES <= end; ) {
      const unitEndsAt = unitEnd(packet, at, end);
      if (unitEndsAt < 0) {
        this.#damage();
        return;
      }
      this.#nal(packet, at + UNIT_SIZE_BYTES, unitEndsAt);
      at = unitEndsAt;
    }
  }

  #nal(packet: Buffer, start: number, end: number): void {
    const type = packet.readUInt8(start) & NAL_TYPE_MASK;
    if (type === NAL_SPS || type === NAL_PPS) this.#sink.onParameterSet(packet.subarray(start, end));
    else if (type === NAL_SEI) {
      if (this.#keepsSei(packet, start + 1, end)) this.#assembler.addNal(packet, start, end);
    } else if (isSlice(type)) {
      this.#assembler.beginSlice(this.#traits(type, packet, start + 1, end));
      this.#assembler.addNal(packet, start, end);
    }
  }

  #fragment(packet: Buffer, start: number, end: number): void {
    if (end - start < 3) {
      this.#damage();
      return;
    }
    const header = packet[start + 1] ?? 0;
    if ((header & FU_START) !== 0) this.#beginFragments(packet, start, end, header & NAL_TYPE_MASK);
    if (this.#isSkippingFragments) return;
    if (this.#assembler.isInFragment) this.#assembler.addFragment(packet, start + 2, end, (header & FU_END) !== 0);
    else if (isSlice(header & NAL_TYPE_MASK)) this.#damage();
  }

  #beginFragments(packet: Buffer, start: number, end: number, type: number): void {
    if (this.#assembler.isInFragment) this.#damage();
    const isKept = isSlice(type) || (type === NAL_SEI && this.#keepsSei(packet, start + 2, end));
    this.#isSkippingFragments = !isKept;
    if (!isKept) return;
    if (isSlice(type)) this.#assembler.beginSlice(this.#traits(type, packet, start + 2, end));
    this.#assembler.beginFragments((packet.readUInt8(start) & NAL_REF_MASK) | type, -1);
  }

  #keepsSei(packet: Buffer, start: number, end: number): boolean {
    const kind = seiKind(packet, start, end);
    if (kind === 'recovery-point') this.#isAtRecoveryPoint = true;
    return kind === 'signing';
  }

  #traits(type: number, packet: Buffer, start: number, end: number): SliceTraits {
    const isFirst = start < end && (packet.readUInt8(start) & FIRST_SLICE_BIT) !== 0;
    if (type === NAL_IDR_SLICE) return isFirst ? KEY_FIRST : KEY_NEXT;
    if (this.#isAtRecoveryPoint && isIntra(packet, start, end)) return isFirst ? RECOVERY_FIRST : RECOVERY_NEXT;
    return isFirst ? FIRST : NEXT;
  }

  #damage(): void {
    this.#isSkippingFragments = false;
    this.#assembler.damage();
  }
}
