/** What a client asked for in SETUP, reduced to what this server does. */
export type ChosenTransport =
  | { readonly kind: 'tcp'; readonly rtpChannel: number; readonly rtcpChannel: number }
  | { readonly kind: 'udp'; readonly rtpPort: number; readonly rtcpPort: number };

/** Picks the first usable alternative of a Transport header (RFC 2326, 12.39); null when there is none (461). */
export function chooseTransport(header: string | undefined, only: 'tcp' | 'udp' | null): ChosenTransport | null {
  for (const alternative of (header ?? '').split(',')) {
    const chosen = readAlternative(alternative.split(';').map((part) => part.trim()));
    if (chosen !== null && (only === null || chosen.kind === only)) return chosen;
  }
  return null;
}

function readAlternative(parts: readonly string[]): ChosenTransport | null {
  const [profile = '', ...parameters] = parts;
  if (parameters.some((parameter) => /^multicast$/i.test(parameter))) return null;
  if (/^RTP\/AVP\/TCP$/i.test(profile)) {
    const channels = readPair(parameters, 'interleaved', 255) ?? [0, 1];
    return { kind: 'tcp', rtpChannel: channels[0], rtcpChannel: channels[1] };
  }
  if (!/^RTP\/AVP(\/UDP)?$/i.test(profile)) return null;
  const ports = readPair(parameters, 'client_port', 65_535);
  return ports === null || ports[0] === 0 ? null : { kind: 'udp', rtpPort: ports[0], rtcpPort: ports[1] };
}

function readPair(parameters: readonly string[], name: string, max: number): [number, number] | null {
  for (const parameter of parameters) {
    const match = /^([a-z_]+)=(\d{1,5})(?:-(\d{1,5}))?$/i.exec(parameter);
    if (match === null || match[1]?.toLowerCase() !== name) continue;
    const first = Number(match[2]);
    const second = match[3] === undefined ? first + 1 : Number(match[3]);
    return first <= max && second <= max && first !== second ? [first, second] : null;
  }
  return null;
}

/** The Transport header of the answer, without SSRC. */
export function describeTransport(transport: ChosenTransport, serverRtpPort: number): string {
  if (transport.kind === 'tcp') {
    return `RTP/AVP/TCP;unicast;interleaved=${transport.rtpChannel}-${transport.rtcpChannel}`;
  }
  const clientPorts = `client_port=${transport.rtpPort}-${transport.rtcpPort}`;
  return `RTP/AVP;unicast;${clientPorts};server_port=${serverRtpPort}-${serverRtpPort + 1}`;
}
