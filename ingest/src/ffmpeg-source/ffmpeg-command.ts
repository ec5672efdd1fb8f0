import type { CameraTransport } from '@thapcanh/core/camera/camera';
import type { Credentials, RtspTarget } from '../rtsp/rtsp-url.ts';

/** What ffmpeg is started with. Only `script` holds secrets; it goes through standard input. */
export interface FfmpegCommand {
  readonly args: readonly string[];
  readonly script: string;
}

export interface FfmpegCommandOptions {
  readonly target: RtspTarget;
  readonly credentials: Credentials | null;
  readonly transport: CameraTransport;
  readonly withAudio: boolean;
  /** Where ffmpeg publishes what it reads. */
  readonly publishUrl: string;
}

/** Quotes end a file name in an ffconcat script; half a surrogate pair, which cannot be encoded, becomes U+FFFD. */
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString()).replace(/'/g, '%27');

const TRANSPORT_OPTIONS: Readonly<Record<CameraTransport, string>> = {
  tcp: 'option rtsp_transport tcp',
  udp: 'option rtsp_transport udp',
  auto: 'option rtsp_flags prefer_tcp',
};

/**
 * ffmpeg copies a camera's first video and sound, unchanged, to `publishUrl`. Everybody on the machine can read a
 * command line, so the address with the account stands in an ffconcat script on standard input.
 */
export function ffmpegCommand(options: FfmpegCommandOptions): FfmpegCommand {
  const { target, credentials, transport, withAudio, publishUrl } = options;
  const account = credentials === null ? '' : `${encoded(credentials.username)}:${encoded(credentials.password)}@`;
  const url = target.requestUrl.replace('://', `://${account}`).replace(/'/g, '%27');
  return {
    args: [
      '-hide_banner',
      '-loglevel',
      'error',
      ...['-protocol_whitelist', 'pipe,rtsp,rtsps,rtp,udp,tcp,tls,crypto'],
      ...['-fflags', 'nobuffer', '-f', 'concat', '-safe', '0', '-i', 'pipe:0'],
      ...['-map', '0:v:0', ...(withAudio ? ['-map', '0:a:0?'] : [])],
      ...['-c', 'copy', '-muxdelay', '0', '-f', 'rtsp', '-rtsp_transport', 'tcp', publishUrl],
    ],
    script: `ffconcat version 1.0\nfile '${url}'\n${TRANSPORT_OPTIONS[transport]}\n`,
  };
}
