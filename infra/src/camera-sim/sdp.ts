import type { AudioTrack } from './audio-track.ts';
import { type Clip, VIDEO_PAYLOAD_TYPE } from './clip.ts';
import type { FaultSwitches } from './fault-switches.ts';

export interface Description {
  readonly clip: Clip;
  readonly sound: AudioTrack | null;
  readonly host: string;
  /** Value of `a=control` of each track, relative or absolute. */
  readonly videoControl: string;
  readonly soundControl: string;
  readonly faults: FaultSwitches;
}

export const SDP_GARBAGE = '\u0000\u0001<<<not a session description>>>\nm=video what even is this\r\na=\r\n=\r\n';

/**
 * The session description of a stream (RFC 4566; parameters by RFC 6184, 8.2.1, RFC 7798, 7.2.2 and RFC 3640, 4.1), bent
 * by the fault switches.
 */
export function describeStream({ clip, sound, host, videoControl, soundControl, faults }: Description): string {
  const address = host.includes(':') ? `IN IP6 ${host}` : `IN IP4 ${host}`;
  const lines = ['v=0', `o=- ${clip.ssrc} 1 ${address}`, 's=Thap Canh simulated camera', 't=0 0', 'a=control:*'];
  lines.push('a=range:npt=now-');
  if (!faults.isVideoAbsent) lines.push(...describeVideo(clip, faults), `a=control:${videoControl}`);
  if (sound !== null) lines.push(...describeSound(sound), `a=control:${soundControl}`);
  else if (faults.isVideoAbsent) lines.push('m=audio 0 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', `a=control:${soundControl}`);
  return `${lines.join('\r\n')}\r\n`;
}

function describeVideo(clip: Clip, faults: FaultSwitches): string[] {
  if (faults.codec === 'mjpeg') return ['m=video 0 RTP/AVP 26', 'a=rtpmap:26 JPEG/90000'];
  const format = clip.codec === 'h264' ? formatH264(clip, faults) : formatH265(clip, faults);
  return [
    `m=video 0 RTP/AVP ${VIDEO_PAYLOAD_TYPE}`,
    `b=AS:${clip.bitrateKbps}`,
    `a=rtpmap:${VIDEO_PAYLOAD_TYPE} ${clip.codec.toUpperCase()}/90000`,
    ...(format === '' ? [] : [`a=fmtp:${VIDEO_PAYLOAD_TYPE} ${format}`]),
    `a=framerate:${clip.fps}`,
    `a=framesize:${VIDEO_PAYLOAD_TYPE} ${clip.width}-${clip.height}`,
  ];
}

function formatH264({ sps, pps }: Clip, { isSpropAbsent }: FaultSwitches): string {
  const format = ['packetization-mode=1'];
  const first = sps[0];
  if (!isSpropAbsent && first !== undefined) {
    format.push(`profile-level-id=${first.toString('hex', 1, 4).toUpperCase()}`);
    format.push(`sprop-parameter-sets=${[...sps, ...pps].map(toBase64).join(',')}`);
  }
  return format.join(';');
}

function formatH265({ vps, sps, pps }: Clip, { isSpropAbsent }: FaultSwitches): string {
  if (isSpropAbsent) return '';
  const list = (sets: readonly Buffer[]): string => sets.map(toBase64).join(',');
  return `sprop-vps=${list(vps)};sprop-sps=${list(sps)};sprop-pps=${list(pps)}`;
}

function describeSound({ encoding, payloadType, clockRate, channels, config }: AudioTrack): string[] {
  const media = `m=audio 0 RTP/AVP ${payloadType}`;
  if (encoding !== 'MPEG4-GENERIC') return [media, `a=rtpmap:${payloadType} ${encoding}/${clockRate}`];
  const mode = 'streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3';
  return [
    media,
    `a=rtpmap:${payloadType} ${encoding}/${clockRate}/${channels}`,
    `a=fmtp:${payloadType} ${mode};config=${config.toString('hex').toUpperCase()}`,
  ];
}

function toBase64(set: Buffer): string {
  return set.toString('base64');
}
