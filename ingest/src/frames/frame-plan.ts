import type { AnalysisProfile, StreamName } from '@thapcanh/core/camera/camera';
import type { GateSettings } from '../decode/difference-gate.ts';

/** When a picture equal to the last one is kept back. */
export interface GatePlan {
  readonly settings: GateSettings;
  /** An unchanged picture is given out this often all the same. */
  readonly keepAliveMs: number;
  /** For this long after a change every picture is given out: what stopped is read again, what left is seen gone. */
  readonly lingerMs: number;
}

/** Which key frames of a camera are decoded and what becomes of them. */
export interface FramePlan {
  readonly stream: StreamName;
  /** Key frames closer than this to the last one taken are passed over. */
  readonly everyMs: number;
  /** While the sizes of pictures say that nothing moves, and have proved right, one in this time; null: never skipped. */
  readonly quietEveryMs: number | null;
  /** Whether analytics hears of them; otherwise they are only the camera's newest picture. */
  readonly isAnalysed: boolean;
  /** Null: every picture is given out. */
  readonly gate: GatePlan | null;
}

/** More pictures a second than this bring no new reading and would let an all-intra camera flood the decoder. */
const ANALYSIS_EVERY_MS = 200;
const SNAPSHOT_EVERY_MS = 10_000;

/**
 * A gate must not miss a vehicle: it wakes at less, and a standing vehicle is shown well within the 8 s after which
 * analytics takes an unseen plate for gone, and for the five reads of a vehicle that has just stopped.
 */
const PLATE_GATE: GatePlan = { settings: { level: 6, cells: 5 }, keepAliveMs: 4_000, lingerMs: 8_000 };
/** Analytics looks at a quiet street every 4 s. */
const STREET_GATE: GatePlan = { settings: { level: 8, cells: 5 }, keepAliveMs: 4_000, lingerMs: 3_000 };

export function planFrames(profile: AnalysisProfile, hasSubStream: boolean): FramePlan {
  const small: StreamName = hasSubStream ? 'sub' : 'main';
  const analysed = { everyMs: ANALYSIS_EVERY_MS, isAnalysed: true };
  if (profile === 'plate-gate') return { ...analysed, stream: 'main', quietEveryMs: null, gate: PLATE_GATE };
  if (profile === 'street') return { ...analysed, stream: small, quietEveryMs: 3_000, gate: STREET_GATE };
  return { stream: small, everyMs: SNAPSHOT_EVERY_MS, quietEveryMs: null, isAnalysed: false, gate: null };
}
