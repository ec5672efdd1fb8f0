import { systemClock } from '@thapcanh/core/time/clock';
import type { AccessUnit, MediaPart, SessionState } from '../media/media-types.ts';
import { createCameraSession } from './camera-session.ts';
import type { CameraSessionOptions } from './camera-session-options.ts';

/** Resolves when `condition` holds; looks every 10 ms and gives up with `what` after `limitMs`. */
export async function until(what: string, condition: () => boolean, limitMs = 15_000): Promise<void> {
  const startedMs = systemClock.monotonicMs();
  while (!condition()) {
    if (systemClock.monotonicMs() - startedMs > limitMs) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A session with everything it told, for tests to look at. */
export function startTestSession(url: string, options: Partial<CameraSessionOptions> = {}) {
  const parts: MediaPart[] = [];
  const keyFrames: (Omit<AccessUnit, 'avcc'> & { readonly bytes: number })[] = [];
  const states: SessionState[] = [];
  const lines: string[] = [];
  const log = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const session = createCameraSession({
    url,
    username: 'demo',
    password: 'a "secret" word',
    clock: systemClock,
    log: { debug: log, info: log, warn: log },
    sink: {
      onPart: (part) => parts.push(part),
      onAccessUnit: ({ avcc, ...unit }) => {
        if (unit.isKeyFrame) keyFrames.push({ ...unit, bytes: avcc.length });
      },
    },
    onState: (state) => states.push(state),
    ...options,
  });
  return { session, parts, keyFrames, states, lines };
}
