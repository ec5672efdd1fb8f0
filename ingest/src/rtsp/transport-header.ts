export interface InterleavedChannels {
  readonly rtp: number;
  readonly rtcp: number;
}

/** What a SETUP answer grants; ports of the camera are null when it names none. */
export type GrantedTransport =
  | { readonly kind: 'tcp'; readonly channels: InterleavedChannels }
  | { readonly kind: 'udp'; readonly serverPorts: { readonly rtp: number; readonly rtcp: number } | null };

const MAX_HEADER_CHARACTERS = 1_024;

function pair(header: string, name: string, max: number): { rtp: number; rtcp: number } | null {
  const match = new RegExp(`(?:^|[;,\\s])${name}\\s*=\\s*(\\d{1,5})(?:\\s*-\\s*(\\d{1,5}))?`, 'i').exec(header);
  if (match === null) return null;
  const rtp = Number(match[1]);
  const rtcp = match[2] === undefined ? rtp + 1 : Number(match[2]);
  return rtp <= max && rtcp <= max ? { rtp, rtcp } : null;
}

/**
 * What the `Transport` header of a SETUP answer (RFC 2326 12.39) grants. Cameras leave the header or the channels out
 * and mean what was asked for; one pair `n-n` means `n` and `n + 1`.
 */
export function parseTransport(
  header: string | undefined,
  asked: { readonly kind: 'tcp'; readonly channels: InterleavedChannels } | { readonly kind: 'udp' },
): GrantedTransport {
  const text = (header ?? '').slice(0, MAX_HEADER_CHARACTERS);
  const channels = pair(text, 'interleaved', 255);
  const serverPorts = pair(text, 'server_port', 65_535);
  if (channels !== null) {
    const rtcp = channels.rtcp === channels.rtp ? Math.min(255, channels.rtp + 1) : channels.rtcp;
    return { kind: 'tcp', channels: { rtp: channels.rtp, rtcp } };
  }
  const saysUdp = serverPorts !== null || /client_port|RTP\/AVPF?(?:\/UDP)?\s*(?:;|$)/i.test(text);
  const saysTcp = /\/TCP/i.test(text);
  if (asked.kind === 'tcp') return saysUdp && !saysTcp ? { kind: 'udp', serverPorts } : asked;
  return saysTcp && !saysUdp
    ? { kind: 'tcp', channels: { rtp: 0, rtcp: 1 } }
    : { kind: 'udp', serverPorts: serverPorts !== null && serverPorts.rtp > 0 ? serverPorts : null };
}
