import { type Clip, VIDEO_PAYLOAD_TYPE } from './clip.ts';
import type { FaultSwitches } from './fault-switches.ts';

/**
 * The session description of a stream (RFC 4566, H.264 parameters by RFC 6184, 8.2.1), bent by the fault switches.
 * `controlUrl` is the value of the track's `a=control`, relative or absolute.
 */
export function describeClip(clip: Clip, host: string, controlUrl: string, faults: FaultSwitches): string {
  if (faults.isSdpGarbage)
    return '\u0000\u0001<<<not a session description>>>\nm=video what even is this\r\na=\r\n=\r\n';
  const address = host.includes(':') ? `IN IP6 ${host}` : `IN IP4 ${host}`;
  const lines = ['v=0', `o=- ${clip.ssrc} 1 ${address}`, 's=Thap Canh simulated camera', 't=0 0', 'a=control:*'];
  lines.push('a=range:npt=now-', ...describeTrack(clip, faults), `a=control:${controlUrl}`);
  return `${lines.join('\r\n')}\r\n`;
}

function describeTrack(clip: Clip, faults: FaultSwitches): string[] {
  if (faults.isVideoAbsent) return ['m=audio 0 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000'];
  if (faults.codec === 'mjpeg') return ['m=video 0 RTP/AVP 26', 'a=rtpmap:26 JPEG/90000'];
  const format = ['packetization-mode=1'];
  const sps = clip.sps[0];
  if (!faults.isSpropAbsent && sps !== undefined) {
    const sets = [...clip.sps, ...clip.pps].map((set) => set.toString('base64'));
    format.push(`profile-level-id=${sps.toString('hex', 1, 4).toUpperCase()}`);
    format.push(`sprop-parameter-sets=${sets.join(',')}`);
  }
  return [
    `m=video 0 RTP/AVP ${VIDEO_PAYLOAD_TYPE}`,
    `b=AS:${clip.bitrateKbps}`,
    `a=rtpmap:${VIDEO_PAYLOAD_TYPE} H264/90000`,
    `a=fmtp:${VIDEO_PAYLOAD_TYPE} ${format.join(';')}`,
    `a=framerate:${clip.fps}`,
    `a=framesize:${VIDEO_PAYLOAD_TYPE} ${clip.width}-${clip.height}`,
  ];
}
