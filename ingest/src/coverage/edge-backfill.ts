import type { CameraId } from '@thapcanh/core/ids';
import type { MediaPart } from '../media/media-types.ts';
import type { Span } from './spans.ts';

/**
 * Where recordings of time that we miss may still lie: the memory card of a camera, a recorder in the field. A source
 * is asked for one gap at a time, off the hot path, and never by the session that records live.
 *
 * Promises of every implementation (`edge-backfill.conformance.ts`):
 * - `holdings` gives what the source has of the period, ordered, apart, inside it; empty when it has nothing.
 * - `fetch` yields parts of [from, to) in order: the first one starts with a key frame, the wall times are the source's
 *   own as it corrects them (`startsAtMs` never decreases, parts do not overlap), a hole is a `discontinuity`. Whole
 *   parts only: from the key frame that decoding `fromMs` needs to the part that holds `toMs`; the caller cuts the row,
 *   not the media.
 * - Ending the iteration or aborting the signal closes every file and connection before the promise settles. An aborted
 *   fetch rejects with the signal's reason.
 * - It rejects with `BackfillFailure`: `isLasting` when asking again cannot help (the source has no such time any more).
 *
 * Deliberately absent: writing rows and files. Fetched parts go through the recorder's own file and ledger under the
 * epoch of the lease, so that the durability rules hold for them too, and the reconciler then cuts the gap back.
 */
export interface BackfillSource {
  holdings(cameraId: CameraId, period: Span, signal: AbortSignal): Promise<readonly Span[]>;
  fetch(cameraId: CameraId, fromMs: number, toMs: number, signal: AbortSignal): AsyncIterable<MediaPart>;
}

/** Why a source did not give what was asked for. */
export class BackfillFailure extends Error {
  override readonly name = 'BackfillFailure';
  readonly isLasting: boolean;

  constructor(message: string, options: { isLasting: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.isLasting = options.isLasting;
  }
}

/** `recording_gap.backfill`: nobody asks for it, waits for its turn, is being fetched, has all there was, was given up. */
export type BackfillState = 'none' | 'wanted' | 'running' | 'done' | 'failed';

export type BackfillEvent =
  | 'ask'
  | 'begin'
  /** Everything that the source had is recorded. */
  | 'complete'
  /** The source could not be reached: later again. */
  | 'interrupt'
  /** The source will never have it. */
  | 'give-up'
  /** The process that fetched is gone. */
  | 'orphan';

const NEXT: Readonly<Record<BackfillState, Partial<Record<BackfillEvent, BackfillState>>>> = {
  none: { ask: 'wanted' },
  wanted: { begin: 'running', 'give-up': 'failed' },
  running: { complete: 'done', interrupt: 'wanted', 'give-up': 'failed', orphan: 'wanted' },
  done: { ask: 'wanted' },
  failed: { ask: 'wanted' },
};

/** The state after an event; null: the event has no place there, which is a fault of the caller. */
export function backfillAfter(state: BackfillState, event: BackfillEvent): BackfillState | null {
  return NEXT[state][event] ?? null;
}
