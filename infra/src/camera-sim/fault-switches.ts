/**
 * Faults a client asks for by URL query, so that a test can meet a broken camera without another server:
 * `?drop=0.05` loses that share of RTP packets, `?freeze=2` sends nothing more after 2 s but keeps the connection,
 * `?cut=1` closes the connection after 1 s, `?badsdp=1` describes itself in nonsense, `?novideo=1` offers sound only,
 * `?codec=mjpeg` offers an unsupported codec, `?nosprop=1` leaves the parameter sets out of the SDP, `?garbage=1`
 * answers a web page and noise, `?start=next` waits for the next key frame instead of repeating the newest one,
 * `?transport=udp` or `?transport=tcp` refuses the other one with 461.
 */
export interface FaultSwitches {
  readonly dropShare: number;
  readonly freezeAfterMs: number | null;
  readonly cutAfterMs: number | null;
  readonly isSdpGarbage: boolean;
  readonly isVideoAbsent: boolean;
  readonly codec: 'h264' | 'mjpeg';
  readonly isSpropAbsent: boolean;
  readonly isGarbage: boolean;
  readonly doesStartAtNextKey: boolean;
  readonly onlyTransport: 'tcp' | 'udp' | null;
}

/** Reads the switches; unknown names and unusable values count as not given. */
export function parseFaultSwitches(query: URLSearchParams): FaultSwitches {
  const transport = query.get('transport');
  return {
    dropShare: Math.min(1, readNumber(query, 'drop') ?? 0),
    freezeAfterMs: toMs(readNumber(query, 'freeze')),
    cutAfterMs: toMs(readNumber(query, 'cut')),
    isSdpGarbage: query.get('badsdp') === '1',
    isVideoAbsent: query.get('novideo') === '1',
    codec: query.get('codec') === 'mjpeg' ? 'mjpeg' : 'h264',
    isSpropAbsent: query.get('nosprop') === '1',
    isGarbage: query.get('garbage') === '1',
    doesStartAtNextKey: query.get('start') === 'next',
    onlyTransport: transport === 'tcp' || transport === 'udp' ? transport : null,
  };
}

function readNumber(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  return text !== null && /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : null;
}

function toMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}
