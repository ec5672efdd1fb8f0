import type { GapCause } from '@thapcanh/core/coverage/gap-cause';
import type { CameraId } from '@thapcanh/core/ids';

/** Parameters of a cause's sentence as the row keeps them. */
export type GapParams = Readonly<Record<string, string | number>>;

/** One row of `recording_gap`. Times are UTC ms, half-open; `endedAtMs` is null while the gap is open. */
export interface GapRow {
  readonly id: string;
  readonly cameraId: CameraId;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly cause: GapCause;
  readonly params: GapParams;
  readonly epoch: number;
  readonly alarmedAtMs: number | null;
}

/** What people are told of a gap: once when it has lasted too long, and once when that outage is over. */
export type GapAlarm = 'open' | 'closed';

/** Where the rows of one camera go. Calls are synchronous and in order; a later state of a row replaces an earlier one. */
export interface GapSink {
  save(row: GapRow, alarm?: GapAlarm): void;
  /** The gap turned out to be none. */
  drop(id: string): void;
}
