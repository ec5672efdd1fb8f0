/** Where one RTP packet (RFC 3550 5.1) has its payload; reused from packet to packet to spare allocations. */
export interface RtpHeader {
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  ssrc: number;
  /** Payload is `[payloadStart, payloadEnd)` of the buffer the packet lies in. */
  payloadStart: number;
  payloadEnd: number;
}

export const createRtpHeader = (): RtpHeader => ({
  payloadType: 0,
  marker: false,
  sequence: 0,
  timestamp: 0,
  ssrc: 0,
  payloadStart: 0,
  payloadEnd: 0,
});

const FIXED_BYTES = 12;

const u16 = (bytes: Buffer, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const u32 = (bytes: Buffer, at: number): number => ((u16(bytes, at) << 16) | u16(bytes, at + 2)) >>> 0;

/**
 * Fills `header` from the packet at `[start, end)`. False (header undefined) when it is not a sound RTP 2 packet. Bytes are
 * read by index: at ten thousands of packets a second the checks of `readUInt32BE` show.
 */
export function parseRtpHeader(bytes: Buffer, start: number, end: number, header: RtpHeader): boolean {
  if (end - start < FIXED_BYTES || end > bytes.length) return false;
  const first = bytes[start] ?? 0;
  if (first >> 6 !== 2) return false;
  const second = bytes[start + 1] ?? 0;
  let payloadStart = start + FIXED_BYTES + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) {
    if (payloadStart + 4 > end) return false;
    payloadStart += 4 + u16(bytes, payloadStart + 2) * 4;
  }
  let payloadEnd = end;
  if ((first & 0x20) !== 0) {
    const padding = bytes[end - 1] ?? 0;
    if (padding === 0) return false;
    payloadEnd -= padding;
  }
  if (payloadStart > payloadEnd) return false;
  header.payloadType = second & 0x7f;
  header.marker = (second & 0x80) !== 0;
  header.sequence = u16(bytes, start + 2);
  header.timestamp = u32(bytes, start + 4);
  header.ssrc = u32(bytes, start + 8);
  header.payloadStart = payloadStart;
  header.payloadEnd = payloadEnd;
  return true;
}
