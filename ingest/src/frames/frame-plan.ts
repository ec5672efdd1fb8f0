import type { AnalysisProfile, StreamName } from '@thapcanh/core/camera/camera';

/** Which key frames of a camera are decoded and what becomes of them. */
export interface FramePlan {
  readonly stream: StreamName;
  /** Key frames closer than this to the last one taken are passed over. */
  readonly everyMs: number;
  /** Whether analytics hears of them; otherwise they are only the camera's newest picture. */
  readonly isAnalysed: boolean;
}

/** More pictures a second than this bring no new reading and would let an all-intra camera flood the decoder. */
const ANALYSIS_EVERY_MS = 200;
const SNAPSHOT_EVERY_MS = 10_000;

export function planFrames(profile: AnalysisProfile, hasSubStream: boolean): FramePlan {
  const small: StreamName = hasSubStream ? 'sub' : 'main';
  if (profile === 'plate-gate') return { stream: 'main', everyMs: ANALYSIS_EVERY_MS, isAnalysed: true };
  if (profile === 'street') return { stream: small, everyMs: ANALYSIS_EVERY_MS, isAnalysed: true };
  return { stream: small, everyMs: SNAPSHOT_EVERY_MS, isAnalysed: false };
}
