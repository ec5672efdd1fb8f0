import type { CameraFaultCode } from '@thapcanh/core/camera/camera-fault';
import type { SessionTiming } from './camera-session-options.ts';

/** Refusals that waiting does not heal; a person changes the camera or its settings. */
const SLOW_CODES: ReadonlySet<CameraFaultCode> = new Set([
  'TC_CAMERA_URL_INVALID',
  'TC_CAMERA_AUTH_FAILED',
  'TC_CAMERA_PATH_NOT_FOUND',
  'TC_CAMERA_NO_VIDEO',
  'TC_CAMERA_CODEC_UNSUPPORTED',
]);
/** Cameras lock an account after 3-10 wrong passwords: from 30 s up to 10 minutes. */
const MAX_AUTH_FACTOR = 20;

export interface RetryInput {
  readonly code: CameraFaultCode;
  /** Failures since the last picture, this one included: 1 or more. */
  readonly failedAttempts: number;
  /** Whether the connection that ended had delivered pictures. */
  readonly hadPictures: boolean;
}

/**
 * How long to wait before the next attempt. A working connection that broke is retried within `retryMinMs`; failures
 * back off by doubling up to `retryMaxMs`, half of it random so that a thousand cameras do not come back in step.
 */
export function retryDelayMs(input: RetryInput, timing: SessionTiming, random: () => number): number {
  if (SLOW_CODES.has(input.code)) {
    const isAuth = input.code === 'TC_CAMERA_AUTH_FAILED';
    const factor = isAuth ? Math.min(MAX_AUTH_FACTOR, 2 ** (input.failedAttempts - 1)) : 1;
    return timing.retrySlowMs * factor * (1 + random() / 2);
  }
  if (input.hadPictures) return timing.retryMinMs * random();
  const exponent = Math.min(16, input.failedAttempts - 1);
  return Math.min(timing.retryMaxMs, timing.retryMinMs * 2 ** exponent) * (0.5 + random() / 2);
}
