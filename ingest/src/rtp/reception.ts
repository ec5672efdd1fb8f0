import { parseSenderReport } from './sender-report.ts';

const HALF_RANGE = 0x8000;
const SEQUENCE_RANGE = 0x1_0000;
const RTP_FIXED_BYTES = 12;
/** The source number is looked at once in 32 packets: a report that is late in naming a new one does no harm. */
const SOURCE_CHECK_MASK = 31;
const REPORT_BYTES = 32;
const PACKET_RECEIVER_REPORT = 201;
const PACKET_SOURCE_DESCRIPTION = 202;
const SDES_CNAME = 1;
const CANONICAL_NAME = Buffer.from('thapcanh', 'latin1');
const SDES_BYTES = 8 + Math.ceil((2 + CANONICAL_NAME.length + 1) / 4) * 4;
const NTP_TO_UNIX_SECONDS = 2_208_988_800;

/** What was received from one RTP source, as receiver reports (RFC 3550 6.4.2) tell it. A few numbers, no history. */
export class Reception {
  readonly #ownSsrc: number;
  #ssrc = -1;
  #highest = 0;
  #cycles = 0;
  #base = 0;
  #received = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #senderNtpMiddle = 0;
  #senderReportAtMs = 0;

  /** `ownSsrc`: any number, 32 bits. */
  constructor(ownSsrc: number) {
    this.#ownSsrc = ownSsrc >>> 0;
  }

  /** Counts one RTP packet; allocates nothing. */
  onRtp(bytes: Buffer, start: number, end: number): void {
    if (end - start < RTP_FIXED_BYTES) return;
    const sequence = ((bytes[start + 2] ?? 0) << 8) | (bytes[start + 3] ?? 0);
    if ((this.#received & SOURCE_CHECK_MASK) === 0) {
      const ssrc = bytes.readUInt32BE(start + 8);
      if (ssrc !== this.#ssrc) this.#restart(ssrc, sequence);
    }
    const ahead = (sequence - this.#highest) & 0xffff;
    if (ahead < HALF_RANGE) {
      if (sequence < this.#highest) this.#cycles += SEQUENCE_RANGE;
      this.#highest = sequence;
    }
    this.#received++;
  }

  onRtcp(bytes: Buffer, start: number, end: number, nowMs: number): void {
    const report = parseSenderReport(bytes, start, end);
    if (report === null) return;
    const seconds = report.ntpMs / 1000 + NTP_TO_UNIX_SECONDS;
    this.#senderNtpMiddle = Math.floor(seconds * SEQUENCE_RANGE) % 2 ** 32;
    this.#senderReportAtMs = nowMs;
  }

  /** A compound packet of receiver report and CNAME; null before the first packet. */
  report(nowMs: number): Buffer | null {
    if (this.#ssrc < 0) return null;
    const expected = this.#cycles + this.#highest - this.#base + 1;
    const expectedNow = expected - this.#expectedBefore;
    const lostNow = expectedNow - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    const fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : Math.min(255, Math.floor((lostNow * 256) / expectedNow));
    const lost = Math.max(0, Math.min(0x7f_ffff, expected - this.#received));
    const bytes = Buffer.alloc(REPORT_BYTES + SDES_BYTES);
    bytes[0] = 0x81;
    bytes[1] = PACKET_RECEIVER_REPORT;
    bytes.writeUInt16BE(REPORT_BYTES / 4 - 1, 2);
    bytes.writeUInt32BE(this.#ownSsrc, 4);
    bytes.writeUInt32BE(this.#ssrc, 8);
    bytes.writeUInt32BE(((fraction << 24) | lost) >>> 0, 12);
    bytes.writeUInt32BE((this.#cycles + this.#highest) % 2 ** 32, 16);
    if (this.#senderReportAtMs > 0) {
      bytes.writeUInt32BE(this.#senderNtpMiddle, 24);
      const delay = Math.floor(((nowMs - this.#senderReportAtMs) / 1000) * SEQUENCE_RANGE);
      bytes.writeUInt32BE(Math.max(0, delay) % 2 ** 32, 28);
    }
    bytes[REPORT_BYTES] = 0x81;
    bytes[REPORT_BYTES + 1] = PACKET_SOURCE_DESCRIPTION;
    bytes.writeUInt16BE(SDES_BYTES / 4 - 1, REPORT_BYTES + 2);
    bytes.writeUInt32BE(this.#ownSsrc, REPORT_BYTES + 4);
    bytes[REPORT_BYTES + 8] = SDES_CNAME;
    bytes[REPORT_BYTES + 9] = CANONICAL_NAME.length;
    CANONICAL_NAME.copy(bytes, REPORT_BYTES + 10);
    return bytes;
  }

  #restart(ssrc: number, sequence: number): void {
    this.#ssrc = ssrc;
    this.#base = sequence;
    this.#highest = sequence;
    this.#cycles = 0;
    this.#received = 0;
    this.#expectedBefore = 0;
    this.#receivedBefore = 0;
  }
}
