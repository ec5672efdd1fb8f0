import type { CameraFault } from '@thapcanh/core/camera/camera';
import type { Discontinuity } from '../media/media-types.ts';

/** Why the time before a recorded span is not recorded, as far as the recorder itself can tell. */
export type BreakHint = 'overflow' | 'storage' | Discontinuity | null;

/**
 * Hears from a recorder what it wrote, for the coverage ledger. Calls are synchronous, in the order of media time, and
 * must not throw.
 */
export interface RecordingWitness {
  /**
   * Media of [fromMs, toMs), UTC ms, has reached the operating system (a killed process keeps it). `before` says why
   * it does not adjoin what was recorded before, should it not.
   */
  recorded(fromMs: number, toMs: number, before: BreakHint): void;
  /** The storage refuses, or (null) takes recordings again. */
  storage(fault: CameraFault | null): void;
}
