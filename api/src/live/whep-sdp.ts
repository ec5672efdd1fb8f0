import { isIP } from 'node:net';

const LINE = /\r\n|\n/;

/**
 * The offer without candidates that are names: a browser hides its address behind `<uuid>.local`, which would be looked
 * up in the network for nothing; its checks show where it is.
 */
export function offerWithoutNames(sdp: string): string {
  return sdp
    .split(LINE)
    .filter((line) => !line.startsWith('a=candidate:') || isIP(line.split(' ')[4] ?? '') !== 0)
    .join('\r\n');
}

/** The answer with, for each IPv4 host candidate, one at every public address with the same port. */
export function answerWithPublicAddresses(sdp: string, addresses: readonly string[]): string {
  if (addresses.length === 0) return sdp;
  const seen = new Set<string>();
  return sdp
    .split(LINE)
    .flatMap((line) => {
      const match = /^a=candidate:(\S+) (\d+) (\S+) (\d+) (\d+\.\d+\.\d+\.\d+) (\d+) typ host(.*)$/.exec(line);
      if (match === null) return [line];
      const [, foundation, component, transport, priority, , port, rest] = match;
      const added = addresses.flatMap((address, index) => {
        const key = `${component} ${address} ${port}`;
        if (seen.has(key)) return [];
        seen.add(key);
        const lower = Number(priority) - 1 - index;
        return [
          `a=candidate:${foundation}p${index} ${component} ${transport} ${lower} ${address} ${port} typ host${rest}`,
        ];
      });
      return [line, ...added];
    })
    .join('\r\n');
}

/** Whether a text is an SDP offer for one video at least; the rest is the WebRTC library's to judge. */
export function isVideoOffer(sdp: string): boolean {
  return sdp.startsWith('v=0') && /^m=video /m.test(sdp) && /^a=ice-ufrag:/m.test(sdp) && /^a=fingerprint:/m.test(sdp);
}
