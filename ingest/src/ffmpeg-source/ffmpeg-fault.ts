import type { CameraFaultCode } from '@thapcanh/core/camera/camera-fault';
import { CameraFailure } from '../rtsp/camera-failure.ts';
import type { RtspTarget } from '../rtsp/rtsp-url.ts';

/** What ffmpeg writes when it gives up, and what it means; the first that matches counts. */
const MEANINGS: readonly (readonly [RegExp, CameraFaultCode, string])[] = [
  [/matches no streams/i, 'TC_CAMERA_NO_VIDEO', 'no media at all'],
  [/(?:failed:|returned) 40[13]\b|authorization failed/i, 'TC_CAMERA_AUTH_FAILED', 'ffmpeg: 401'],
  [/(?:failed:|returned) 4(?:04|10|54)\b/i, 'TC_CAMERA_PATH_NOT_FOUND', 'ffmpeg: 404'],
  [/(?:failed:|returned) (?:453|503)\b/i, 'TC_CAMERA_BUSY', 'ffmpeg: 453'],
  [/(?:failed:|returned) 461\b|Nonmatching transport/i, 'TC_CAMERA_TRANSPORT_REFUSED', 'ffmpeg: 461'],
  [/Failed to resolve hostname|Name or service not known/i, 'TC_CAMERA_HOST_UNKNOWN', ''],
  [/Connection refused|No route to host|Network is unreachable|Connection timed out/i, 'TC_CAMERA_UNREACHABLE', ''],
  [/Connection reset|End of file|Broken pipe/i, 'TC_CAMERA_CONNECTION_LOST', 'the camera closed the connection'],
  [/Invalid data/i, 'TC_CAMERA_PROTOCOL', 'data that cannot be read'],
];

/** The fault behind ffmpeg's last words. Never repeats them: they hold the address with its account. */
export function ffmpegFailure(lastWords: string, target: RtspTarget, wasPlaying: boolean): CameraFailure {
  const { host, port } = target;
  const meaning = MEANINGS.find(([pattern]) => pattern.test(lastWords));
  if (meaning !== undefined) {
    const [, code, detail] = meaning;
    return new CameraFailure(code, detail === '' ? { host, port } : { host, port, detail });
  }
  const code = wasPlaying ? 'TC_CAMERA_CONNECTION_LOST' : 'TC_CAMERA_PROTOCOL';
  return new CameraFailure(code, { host, detail: 'ffmpeg ended' });
}

/** ffmpeg cannot put this sound into RTP: without sound the picture may go. */
export const isAboutPublishing = (lastWords: string): boolean =>
  /Could not write header|Unsupported codec|not currently supported/i.test(lastWords);
