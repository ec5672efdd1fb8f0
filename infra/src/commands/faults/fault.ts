import type { TimeSpan } from './time-spans.ts';

/** What a fault did, for the audit that follows. */
export interface FaultOutcome {
  /** Cameras whose recordings must account for `window`. */
  readonly cameras: readonly string[];
  readonly window: TimeSpan;
  /** When a camera had nothing to record, or nothing could be written by the nature of the fault. */
  readonly excused: (cameraId: string) => readonly TimeSpan[];
  /** From the end of the fault (for a kill: from the kill) until everything works as before. */
  readonly recoveryMs: number;
}

/** One fault: `run` makes it, heals it and resolves when the platform is well again. */
export interface Fault<Rig> {
  readonly name: string;
  run(rig: Rig): Promise<FaultOutcome>;
}

/** One row of the result of `npm run faults -- --json`. */
export interface FaultResult {
  readonly name: string;
  /** Of the camera that lost most, outside the time that the fault itself leaves nothing to record. */
  readonly lostMs: number;
  readonly recoveryMs: number;
  readonly rowsWithoutFile: number;
  readonly filesWithoutRow: number;
  readonly gapsWithoutCause: number;
  /** The causes that the ledger gives for the window's gaps, with their number. */
  readonly causes: Readonly<Record<string, number>>;
}

export const nothingExcused = (): readonly TimeSpan[] => [];
