/** The camera's claim that RTP time `rtpTimestamp` was wall time `ntpMs` (UTC ms). */
export interface SenderReport {
  readonly ssrc: number;
  readonly ntpMs: number;
  readonly rtpTimestamp: number;
}

const NTP_TO_UNIX_SECONDS = 2_208_988_800;
const PACKET_SENDER_REPORT = 200;
const SENDER_REPORT_BYTES = 28;

/** Finds the sender report in a compound RTCP packet (RFC 3550 6.4.1) at `[start, end)`; null when there is none. */
export function parseSenderReport(bytes: Buffer, start: number, end: number): SenderReport | null {
  const limit = Math.min(end, bytes.length);
  let at = start;
  while (at + 4 <= limit) {
    if (bytes.readUInt8(at) >> 6 !== 2) return null;
    const packetBytes = (bytes.readUInt16BE(at + 2) + 1) * 4;
    if (bytes.readUInt8(at + 1) === PACKET_SENDER_REPORT && at + SENDER_REPORT_BYTES <= limit) {
      const seconds = bytes.readUInt32BE(at + 8);
      // Cameras without a set clock report zero: no claim at all.
      if (seconds === 0) return null;
      return {
        ssrc: bytes.readUInt32BE(at + 4),
        ntpMs: (seconds - NTP_TO_UNIX_SECONDS) * 1000 + (bytes.readUInt32BE(at + 12) / 2 ** 32) * 1000,
        rtpTimestamp: bytes.readUInt32BE(at + 16),
      };
    }
    at += packetBytes;
  }
  return null;
}
