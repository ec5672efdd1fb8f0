import type { CameraFaultCode } from '@thapcanh/core/camera/camera-fault';
import type { SessionTiming } from './camera-session-options.ts';

/**
 * What kind of trouble a fault is, which decides the pace of retries. `settings`: a person must change something;
 * `busy`: the camera has no session free; `silent`: connected, no pictures.
 */
type FailureClass = 'network' | 'auth' | 'protocol' | 'busy' | 'silent' | 'settings';

const CLASSES: Readonly<Record<CameraFaultCode, FailureClass>> = {
  TC_CAMERA_URL_INVALID: 'settings',
  TC_CAMERA_HOST_UNKNOWN: 'network',
  TC_CAMERA_UNREACHABLE: 'network',
  TC_CAMERA_AUTH_FAILED: 'auth',
  TC_CAMERA_PATH_NOT_FOUND: 'settings',
  TC_CAMERA_SDP_INVALID: 'protocol',
  TC_CAMERA_NO_VIDEO: 'settings',
  TC_CAMERA_CODEC_UNSUPPORTED: 'settings',
  TC_CAMERA_NO_FRAMES: 'silent',
  TC_CAMERA_CONNECTION_LOST: 'network',
  TC_CAMERA_BUSY: 'busy',
  TC_CAMERA_TRANSPORT_REFUSED: 'settings',
  TC_CAMERA_TLS_FAILED: 'protocol',
  TC_CAMERA_FFMPEG_MISSING: 'settings',
  TC_CAMERA_PROTOCOL: 'protocol',
  TC_CAMERA_STORAGE_FAILED: 'network',
};

interface Pace {
  /** First wait and longest wait, as multiples of `retryMinMs` and `retryMaxMs`. */
  readonly first: number;
  readonly longest: number;
}

/** A camera without a free session lets old ones go after about a minute: asking often only keeps it busy. */
const PACES: Readonly<Record<'network' | 'protocol' | 'busy' | 'silent', Pace>> = {
  network: { first: 1, longest: 1 },
  silent: { first: 2, longest: 1 },
  protocol: { first: 4, longest: 2 },
  busy: { first: 10, longest: 2 },
};
/** Cameras lock an account after 3-10 wrong passwords: from 30 s up to 10 minutes. */
const MAX_AUTH_FACTOR = 20;
const MAX_EXPONENT = 16;
/** After this many attempts a camera that used to work is like any other. */
const FAST_ATTEMPTS = 10;

export interface RetryInput {
  readonly code: CameraFaultCode;
  /** Failures since the last picture, this one included: 1 or more. */
  readonly failedAttempts: number;
  /** Whether the connection that ended had delivered pictures. */
  readonly hadPictures: boolean;
  /** Whether this camera delivered before, in this session or before a restart of ours: retries are at most `retryFastMs` apart at first. */
  readonly hasWorked: boolean;
}

/**
 * How long to wait before the next attempt. A working connection that broke is retried within `retryMinMs`; failures
 * back off by doubling, each class at its own pace, half of it random so that a thousand cameras do not come back in
 * step.
 */
export function retryDelayMs(input: RetryInput, timing: SessionTiming, random: () => number): number {
  const { failedAttempts, hadPictures, hasWorked } = input;
  const kind = CLASSES[input.code];
  if (kind === 'settings') return timing.retrySlowMs * (1 + random() / 2);
  if (kind === 'auth')
    return timing.retrySlowMs * Math.min(MAX_AUTH_FACTOR, 2 ** (failedAttempts - 1)) * (1 + random() / 2);
  if (hadPictures) return timing.retryMinMs * random();
  const { first, longest } = PACES[kind];
  const grown = timing.retryMinMs * first * 2 ** Math.min(MAX_EXPONENT, failedAttempts - 1);
  const isFast = hasWorked && failedAttempts <= FAST_ATTEMPTS;
  const limitMs = isFast ? timing.retryFastMs : timing.retryMaxMs * longest;
  return Math.min(limitMs, grown) * (0.5 + random() / 2);
}
