import type { PartSpace } from '../fmp4/part-space.ts';
import { seiKind } from '../h264/sei.ts';
import type { Depacketizer, DepacketizerSink } from '../media/depacketizer.ts';
import { FU_END, FU_START, UNIT_SIZE_BYTES, unitEnd } from '../media/payload-units.ts';
import { PictureAssembler, type SliceTraits } from '../media/picture-assembler.ts';
import {
  HEADER_BYTES,
  isKey,
  isSkippedLeading,
  isSlice,
  NAL_PPS,
  NAL_PREFIX_SEI,
  NAL_SUFFIX_SEI,
  NAL_VPS,
  nalType,
  PACKET_AP,
  PACKET_FU,
} from './nal-type.ts';

const FU_TYPE_MASK = 0x3f;
/** Everything of a NAL unit's first header byte but the type. */
const KEPT_HEADER_BITS = 0x81;
/** `nuh_layer_id` is split over both header bytes; layers above the base are for scalable decoders. */
const LAYER_HIGH = 0x01;
const LAYER_LOW = 0xf8;
/** `first_slice_segment_in_pic_flag`. */
const FIRST_SLICE_BIT = 0x80;

const traits = (isKeyFrame: boolean, isFirst: boolean, isLeading: boolean): SliceTraits => ({
  isKeyFrame,
  isFirst,
  isLeading,
  isRecoveryPoint: false,
});
/** Nothing is made for a slice. */
const KEY_FIRST = traits(true, true, false);
const KEY_NEXT = traits(true, false, false);
const LEADING_FIRST = traits(false, true, true);
const LEADING_NEXT = traits(false, false, true);
const FIRST = traits(false, true, false);
const NEXT = traits(false, false, false);

function sliceTraits(type: number, headerByte: number): SliceTraits {
  const isFirst = (headerByte & FIRST_SLICE_BIT) !== 0;
  if (isKey(type)) return isFirst ? KEY_FIRST : KEY_NEXT;
  if (isSkippedLeading(type)) return isFirst ? LEADING_FIRST : LEADING_NEXT;
  return isFirst ? FIRST : NEXT;
}

/**
 * `Depacketizer` of RFC 7798 without decoding order numbers (`sprop-max-don-diff` 0, which is all that cameras send):
 * single NAL units, aggregation packets, fragmentation units. Slices of the base layer and media signing messages are
 * kept. Leading pictures that a start at an open group of pictures cannot decode are left out.
 */
export class H265Depacketizer implements Depacketizer {
  readonly #sink: DepacketizerSink;
  readonly #assembler: PictureAssembler;
  #isSkippingFragments = false;

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
    this.#assembler.at(timestamp90k);
    if (end - start > HEADER_BYTES) this.#payload(packet, start, end);
    if (marker) this.#assembler.atMarker();
  }

  #payload(packet: Buffer, start: number, end: number): void {
    const type = nalType(packet.readUInt8(start));
    if (type === PACKET_FU) {
      this.#fragment(packet, start, end);
      return;
    }
    if (this.#assembler.isInFragment) this.#assembler.damage();
    this.#isSkippingFragments = false;
    if (type === PACKET_AP) this.#aggregate(packet, start + HEADER_BYTES, end);
    else this.#nal(packet, start, end);
  }

  #aggregate(packet: Buffer, start: number, end: number): void {
    for (let at = start; at + UNIT_SIZE_BYTES <= end; ) {
      const unitEndsAt = unitEnd(packet, at, end);
      if (unitEndsAt < 0) {
        this.#assembler.damage();
        return;
      }
      this.#nal(packet, at + UNIT_SIZE_BYTES, unitEndsAt);
      at = unitEndsAt;
    }
  }

  #nal(packet: Buffer, start: number, end: number): void {
    if (end - start <= HEADER_BYTES || isUpperLayer(packet, start)) return;
    const type = nalType(packet.readUInt8(start));
    if (type >= NAL_VPS && type <= NAL_PPS) this.#sink.onParameterSet(packet.subarray(start, end));
    else if (isSlice(type)) {
      this.#assembler.beginSlice(sliceTraits(type, packet.readUInt8(start + HEADER_BYTES)));
      this.#assembler.addNal(packet, start, end);
    } else if (keepsSei(type, packet, start + HEADER_BYTES, end)) this.#assembler.addNal(packet, start, end);
  }

  #fragment(packet: Buffer, start: number, end: number): void {
    const from = start + HEADER_BYTES + 1;
    if (end <= from) {
      this.#assembler.damage();
      return;
    }
    const header = packet.readUInt8(start + HEADER_BYTES);
    const type = header & FU_TYPE_MASK;
    if ((header & FU_START) !== 0) this.#beginFragments(packet, start, end, type);
    if (this.#isSkippingFragments) return;
    if (this.#assembler.isInFragment) this.#assembler.addFragment(packet, from, end, (header & FU_END) !== 0);
    else if (isSlice(type)) this.#assembler.damage();
  }

  #beginFragments(packet: Buffer, start: number, end: number, type: number): void {
    if (this.#assembler.isInFragment) this.#assembler.damage();
    const from = start + HEADER_BYTES + 1;
    const isKept = !isUpperLayer(packet, start) && (isSlice(type) || keepsSei(type, packet, from, end));
    this.#isSkippingFragments = !isKept;
    if (!isKept) return;
    if (isSlice(type)) this.#assembler.beginSlice(sliceTraits(type, packet.readUInt8(from)));
    const first = (packet.readUInt8(start) & KEPT_HEADER_BITS) | (type << 1);
    this.#assembler.beginFragments(first, packet.readUInt8(start + 1));
  }
}

const isUpperLayer = (packet: Buffer, start: number): boolean =>
  (packet.readUInt8(start) & LAYER_HIGH) !== 0 || (packet.readUInt8(start + 1) & LAYER_LOW) !== 0;

const keepsSei = (type: number, packet: Buffer, start: number, end: number): boolean =>
  (type === NAL_PREFIX_SEI || type === NAL_SUFFIX_SEI) && seiKind(packet, start, end) === 'signing';
