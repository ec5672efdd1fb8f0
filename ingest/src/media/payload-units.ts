/**
 * What RFC 6184 and RFC 7798 share in how they pack NAL units: the S and E bits of a fragmentation header, and the
 * 16-bit sizes of an aggregation packet.
 */
export const FU_START = 0x80;
export const FU_END = 0x40;
export const UNIT_SIZE_BYTES = 2;

/**
 * The end of the aggregated unit whose size stands at `at` (`UNIT_SIZE_BYTES` of it are there); -1 when it is empty or
 * reaches past `end`.
 */
export function unitEnd(packet: Buffer, at: number, end: number): number {
  const bytes = packet.readUInt16BE(at);
  const unitEndsAt = at + UNIT_SIZE_BYTES + bytes;
  return bytes === 0 || unitEndsAt > end ? -1 : unitEndsAt;
}
