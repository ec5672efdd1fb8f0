/** Bytes of an RTP header without extensions (RFC 3550, 5.1). */
export const RTP_HEADER_BYTES = 12;
/** `$`, channel, 16-bit length before every packet in the RTSP connection (RFC 2326, 10.12). */
export const INTERLEAVED_HEADER_BYTES = 4;

/** Largest RTP payload: with IP, UDP and RTP headers the packet stays below an Ethernet MTU of 1,500. */
const MAX_PAYLOAD_BYTES = 1400;

const NAL_SPS = 7;
const NAL_PPS = 8;
const TYPE_STAP_A = 24;
const TYPE_FU_A = 28;

/** All packets of one access unit, laid end to end, each behind its interleaved header (channel 0). */
export interface FramePackets {
  /** Sequence numbers and time stamps are zero; the sender fills them in a copy. */
  readonly template: Buffer;
  /** Where each packet's interleaved header starts in the template. */
  readonly offsets: readonly number[];
  /** Sum of the RTP payloads, for sender reports. */
  readonly payloadBytes: number;
}

/**
 * Packs one H.264 access unit by RFC 6184, packetization mode 1: single NAL units and FU-A fragments; before a key
 * frame one STAP-A with the parameter sets. In-band parameter sets are left out, `parameterSets` take their place.
 * The marker bit is on the last packet.
 */
export function packFrame(
  nals: readonly Buffer[],
  isKey: boolean,
  parameterSets: readonly Buffer[],
  payloadType: number,
  ssrc: number,
): FramePackets {
  const payloads: Buffer[] = isKey ? packParameterSets(parameterSets) : [];
  for (const nal of nals) {
    const type = nal.readUInt8(0) & 0x1f;
    if (type === NAL_SPS || type === NAL_PPS) continue;
    if (nal.length <= MAX_PAYLOAD_BYTES) payloads.push(nal);
    else payloads.push(...fragment(nal));
  }
  return layOut(payloads, payloadType, ssrc);
}

function packParameterSets(sets: readonly Buffer[]): Buffer[] {
  const bytes = 1 + sets.reduce((sum, set) => sum + 2 + set.length, 0);
  if (sets.length === 0 || bytes > MAX_PAYLOAD_BYTES) return [...sets];
  const nri = Math.max(...sets.map((set) => set.readUInt8(0) & 0x60));
  const parts: Buffer[] = [Buffer.of(nri | TYPE_STAP_A)];
  for (const set of sets) {
    const size = Buffer.alloc(2);
    size.writeUInt16BE(set.length);
    parts.push(size, set);
  }
  return [Buffer.concat(parts)];
}

function fragment(nal: Buffer): Buffer[] {
  const header = nal.readUInt8(0);
  const indicator = (header & 0xe0) | TYPE_FU_A;
  const room = MAX_PAYLOAD_BYTES - 2;
  const fragments: Buffer[] = [];
  for (let at = 1; at < nal.length; at += room) {
    const isFirst = at === 1;
    const isLast = at + room >= nal.length;
    const fuHeader = (header & 0x1f) | (isFirst ? 0x80 : 0) | (isLast ? 0x40 : 0);
    fragments.push(Buffer.concat([Buffer.of(indicator, fuHeader), nal.subarray(at, at + room)]));
  }
  return fragments;
}

function layOut(payloads: readonly Buffer[], payloadType: number, ssrc: number): FramePackets {
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
    template.writeUInt32BE(ssrc, at + 12);
    payload.copy(template, at + INTERLEAVED_HEADER_BYTES + RTP_HEADER_BYTES);
    at += INTERLEAVED_HEADER_BYTES + RTP_HEADER_BYTES + payload.length;
  }
  return { template, offsets, payloadBytes };
}
