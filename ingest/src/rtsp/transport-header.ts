const CHANNELS = /(?:^|;)\s*interleaved\s*=\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?/i;

export interface InterleavedChannels {
  readonly rtp: number;
  readonly rtcp: number;
}

/** What we ask for, and what an answer without a `Transport` header means. */
export const REQUESTED_CHANNELS: InterleavedChannels = { rtp: 0, rtcp: 1 };

/** The channels a SETUP answer grants (RFC 2326 12.39); null when it grants another transport. */
export function parseTransport(header: string | undefined): InterleavedChannels | null {
  if (header === undefined) return REQUESTED_CHANNELS;
  const match = CHANNELS.exec(header);
  if (match === null) return /udp|client_port/i.test(header) ? null : REQUESTED_CHANNELS;
  const rtp = Number(match[1]);
  const rtcp = match[2] === undefined ? rtp + 1 : Number(match[2]);
  return rtp <= 255 && rtcp <= 255 && rtp !== rtcp ? { rtp, rtcp } : null;
}
