/** Bytes of an RTP header without extensions (RFC 3550, 5.1). */
export const RTP_HEADER_BYTES = 12;
/** `$`, channel, 16-bit length before every packet in the RTSP connection (RFC 2326, 10.12). */
export const INTERLEAVED_HEADER_BYTES = 4;

/** Largest RTP payload: with IP, UDP and RTP headers the packet stays below an Ethernet MTU of 1,500. */
export const MTU_PAYLOAD_BYTES = 1400;

/** All packets of one access unit, laid end to end, each behind its interleaved header (channel 0). */
export interface FramePackets {
  /** Sequence numbers, time stamps and SSRC are zero; the sender fills them in a copy. */
  readonly template: Buffer;
  /** Where each packet's interleaved header starts in the template. */
  readonly offsets: readonly number[];
  /** Sum of the RTP payloads, for sender reports. */
  readonly payloadBytes: number;
}

/** How a camera cuts its pictures into packets. */
export interface PacketStyle {
  /** Some cameras send interleaved packets of 8 KB or more, which no datagram could carry. */
  readonly maxPayloadBytes: number;
  /** Whether parameter sets go before every key frame; else only the SDP has them. */
  readonly hasInBandSets: boolean;
  /** Whether access unit delimiters, SEI messages and NAL units of a reserved type stand before each picture. */
  readonly hasPrivateNals: boolean;
}

export const PLAIN_STYLE: PacketStyle = {
  maxPayloadBytes: MTU_PAYLOAD_BYTES,
  hasInBandSets: true,
  hasPrivateNals: false,
};

interface CodecPacking {
  readonly headerBytes: number;
  /** Types of the parameter sets, which the packer places itself. */
  readonly setTypes: readonly number[];
  /** Delimiter, SEI with user data, reserved. */
  readonly privateNals: readonly Buffer[];
  typeOf(nal: Buffer): number;
  /** Payload header of an aggregation packet. */
  aggregate(sets: readonly Buffer[]): Buffer;
  /** Payload header of a fragment. */
  fragment(nal: Buffer, startEnd: number): Buffer;
}

const SEI_TEXT = Buffer.from('0123456789abcdefprivate camera data');

/** RFC 6184, packetization mode 1: STAP-A (24) and FU-A (28). */
const H264: CodecPacking = {
  headerBytes: 1,
  setTypes: [7, 8],
  privateNals: [
    Buffer.of(0x09, 0xf0),
    Buffer.concat([Buffer.of(0x06, 5, SEI_TEXT.length), SEI_TEXT, Buffer.of(0x80)]),
    Buffer.from([0x1f, 1, 2, 3, 4]),
  ],
  typeOf: (nal) => nal.readUInt8(0) & 0x1f,
  aggregate: (sets) => Buffer.of(Math.max(...sets.map((set) => set.readUInt8(0) & 0x60)) | 24),
  fragment: (nal, startEnd) => Buffer.of((nal.readUInt8(0) & 0xe0) | 28, startEnd | (nal.readUInt8(0) & 0x1f)),
};

/** RFC 7798 without DONL fields: aggregation packets (48) and fragmentation units (49). */
const H265: CodecPacking = {
  headerBytes: 2,
  setTypes: [32, 33, 34],
  privateNals: [
    Buffer.of(0x46, 0x01, 0x50),
    Buffer.concat([Buffer.of(0x4e, 0x01, 5, SEI_TEXT.length), SEI_TEXT, Buffer.of(0x80)]),
    Buffer.from([0x7e, 0x01, 1, 2, 3, 4]),
  ],
  typeOf: (nal) => (nal.readUInt8(0) >> 1) & 0x3f,
  aggregate: () => Buffer.of(48 << 1, 1),
  fragment: (nal, startEnd) => {
    const [first = 0, second = 0] = nal;
    return Buffer.of((first & 0x81) | (49 << 1), second, startEnd | ((first >> 1) & 0x3f));
  },
};

/**
 * Packs one access unit of H.264 (RFC 6184) or H.265 (RFC 7798): single NAL units and fragments; before a key frame one
 * aggregation packet with the parameter sets. In-band parameter sets of the clip are left out, `parameterSets` take
 * their place. The marker bit is on the last packet. A picture that holds nothing else has no packets.
 */
export function packFrame(
  codec: 'h264' | 'h265',
  nals: readonly Buffer[],
  isKey: boolean,
  parameterSets: readonly Buffer[],
  payloadType: number,
  style: PacketStyle = PLAIN_STYLE,
): FramePackets {
  const packing = codec === 'h264' ? H264 : H265;
  const payloads: Buffer[] = [];
  const pictureNals = nals.filter((nal) => !packing.setTypes.includes(packing.typeOf(nal)));
  if (pictureNals.length === 0) return layOut([], payloadType);
  const [delimiter, ...others] = style.hasPrivateNals ? packing.privateNals : [];
  if (delimiter !== undefined) payloads.push(delimiter);
  if (isKey && style.hasInBandSets) payloads.push(...packParameterSets(packing, parameterSets, style.maxPayloadBytes));
  for (const nal of [...others, ...pictureNals]) {
    if (nal.length <= style.maxPayloadBytes) payloads.push(nal);
    else payloads.push(...fragment(packing, nal, style.maxPayloadBytes));
  }
  return layOut(payloads, payloadType);
}

function packParameterSets(packing: CodecPacking, sets: readonly Buffer[], maxPayloadBytes: number): Buffer[] {
  const bytes = packing.headerBytes + sets.reduce((sum, set) => sum + 2 + set.length, 0);
  if (sets.length === 0 || bytes > maxPayloadBytes) return [...sets];
  const parts: Buffer[] = [packing.aggregate(sets)];
  for (const set of sets) {
    const size = Buffer.alloc(2);
    size.writeUInt16BE(set.length);
    parts.push(size, set);
  }
  return [Buffer.concat(parts)];
}

function fragment(packing: CodecPacking, nal: Buffer, maxPayloadBytes: number): Buffer[] {
  const room = maxPayloadBytes - packing.headerBytes - 1;
  const fragments: Buffer[] = [];
  for (let at = packing.headerBytes; at < nal.length; at += room) {
    const startEnd = (at === packing.headerBytes ? 0x80 : 0) | (at + room >= nal.length ? 0x40 : 0);
    fragments.push(Buffer.concat([packing.fragment(nal, startEnd), nal.subarray(at, at + room)]));
  }
  return fragments;
}

/** Lays RTP packets with these payloads end to end; the last one has the marker bit. */
export function layOut(payloads: readonly Buffer[], payloadType: number): FramePackets {
  const payloadBytes = payloads.reduce((sum, payload) => sum + payload.length, 0);
  const template = Buffer.alloc(payloadBytes + payloads.length * (INTERLEAVED_HEADER_BYTES + RTP_HEADER_BYTES));
  const offsets: number[] = [];
  let at = 0;
  for (const [index, payload] of payloads.entries()) {
    const isLast = index === payloads.length - 1;
    offsets.push(at);
    template.writeUInt8(0x24, at);
    template.writeUInt16BE(RTP_HEADER_BYTES + payload.length, at + 2);
    template.writeUInt8(0x80, at + 4);
    template.writeUInt8((isLast ? 0x80 : 0) | payloadType, at + 5);
    payload.copy(template, at + INTERLEAVED_HEADER_BYTES + RTP_HEADER_BYTES);
    at += INTERLEAVED_HEADER_BYTES + RTP_HEADER_BYTES + payload.length;
  }
  return { template, offsets, payloadBytes };
}
