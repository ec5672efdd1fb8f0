import { expect, test } from 'vitest';
import type { SessionState } from '../media/media-types.ts';
import { cameraStateOf } from './camera-state.ts';

const fault = { code: 'TC_CAMERA_AUTH_FAILED', params: { host: 'x' } } as const;
const session = (phase: SessionState['phase'], isFaulty = false): SessionState => ({
  phase,
  fault: isFaulty ? fault : null,
  failedAttempts: isFaulty ? 1 : 0,
  nextAttemptAtMs: null,
});

test.each([
  ['no picture and no failure yet', session('connecting'), null, 'connecting'],
  ['refused before any picture', session('waiting', true), null, 'offline'],
  ['trying again after a refusal', session('connecting', true), null, 'offline'],
  ['a fresh picture', session('live'), 500, 'live'],
  ['connected but silent', session('live'), 2_500, 'stale'],
  ['cut a moment ago', session('waiting', true), 800, 'stale'],
  ['cut for long', session('waiting', true), 12_000, 'offline'],
] as const)('%s', (_, state, ageMs, expected) => {
  const nowMs = 1_000_000;
  const lastFrameAtMs = ageMs === null ? null : nowMs - ageMs;
  expect(cameraStateOf({ session: state, lastFrameAtMs, nowMs })).toBe(expected);
});
