/** Seconds between 1900 (NTP) and 1970 (Unix). */
const NTP_UNIX_OFFSET_S = 2_208_988_800;
const CNAME = 'camera@thapcanh.invalid';

export interface SenderReport {
  readonly ssrc: number;
  readonly wallMs: number;
  /** RTP time stamp of the same instant. */
  readonly rtpTimestamp: number;
  readonly packetCount: number;
  readonly payloadBytes: number;
}

/** A compound RTCP packet of sender report and source description (RFC 3550, 6.4.1 and 6.5). */
export function encodeSenderReport(report: SenderReport): Buffer {
  const sdesBytes = Math.ceil((4 + 4 + 2 + CNAME.length + 1) / 4) * 4;
  const bytes = Buffer.alloc(28 + sdesBytes);
  bytes.writeUInt16BE(0x80c8, 0);
  bytes.writeUInt16BE(6, 2);
  bytes.writeUInt32BE(report.ssrc, 4);
  const seconds = Math.floor(report.wallMs / 1000);
  bytes.writeUInt32BE((seconds + NTP_UNIX_OFFSET_S) % 2 ** 32, 8);
  bytes.writeUInt32BE(Math.floor(((report.wallMs - seconds * 1000) / 1000) * 2 ** 32), 12);
  bytes.writeUInt32BE(report.rtpTimestamp, 16);
  bytes.writeUInt32BE(report.packetCount % 2 ** 32, 20);
  bytes.writeUInt32BE(report.payloadBytes % 2 ** 32, 24);
  bytes.writeUInt16BE(0x81ca, 28);
  bytes.writeUInt16BE(sdesBytes / 4 - 1, 30);
  bytes.writeUInt32BE(report.ssrc, 32);
  bytes.writeUInt8(1, 36);
  bytes.writeUInt8(CNAME.length, 37);
  bytes.write(CNAME, 38, 'latin1');
  return bytes;
}
