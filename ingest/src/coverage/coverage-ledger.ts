import type { CameraFault } from '@thapcanh/core/camera/camera';
import { SMALLEST_GAP_MS } from '@thapcanh/core/coverage/coverage-limits';
import type { GapCause } from '@thapcanh/core/coverage/gap-cause';
import { gapOfFault } from '@thapcanh/core/coverage/gap-cause-of-fault';
import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { CameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import type { SessionLog } from '../media/media-types.ts';
import { pause } from '../recorder/pause.ts';
import type { BreakHint } from '../recorder/recording-witness.ts';
import { CameraCoverage, type FaultSide, type Instant } from './camera-coverage.ts';
import type { CoverageFacts, CoverageRepository } from './coverage.repository.ts';
import type { GapParams } from './gap-row.ts';
import { GapWriter } from './gap-writer.ts';

/** How this worker came by a camera; it words the time for which nobody left a better reason. */
export type TakenBy = 'first-start' | 'restart' | 'move' | 'settings';
/** Why a camera is given up; `unwanted`: a person switched it off, so what comes is no gap. */
export type LeftBecause = 'settings-change' | 'worker-moved' | 'system-stopped' | 'unwanted';

export interface CoverageLedgerOptions {
  readonly repository: CoverageRepository;
  readonly publish: (event: LiveEvent) => Promise<void>;
  /** The one by which pictures are dated. */
  readonly clock: Clock;
  readonly log: SessionLog;
  readonly nodeId: string;
  readonly gatherMs?: number;
  readonly retryMs?: number;
}

const TICK_MS = 1_000;
const RETRY_MS = 1_000;
/** Notes about a camera whose facts the database has not given yet; written spans that adjoin are one note. */
const MAX_NOTES = 500;

const CAUSE_OF_TAKING: Readonly<Record<TakenBy, GapCause>> = {
  'first-start': 'connecting',
  restart: 'worker-restart',
  move: 'worker-moved',
  settings: 'settings-change',
};

type Note = (coverage: CameraCoverage) => void;

/** A camera that is taken; `coverage` is null until the database has said what was before. */
interface TakenCamera {
  readonly epoch: number;
  readonly takenBy: TakenBy | null;
  readonly takenAtMs: number;
  coverage: CameraCoverage | null;
  readonly notes: Note[];
}

/**
 * Keeps the promise of the platform for the cameras of this process: every second since a camera was switched on is
 * recorded or stands in `recording_gap` with its cause. All calls return at once and never throw; nothing is lost while
 * the database is away, since what was before is asked for until it answers and gap rows wait (`GapWriter`). What a killed
 * process could not say is told by its successor: time since the end of the last durable recording gets the cause
 * `worker-restart` or `worker-moved`, trimmed by `CoverageReconciler` once the files are recovered.
 */
export class CoverageLedger {
  readonly #options: CoverageLedgerOptions;
  readonly #writer: GapWriter;
  readonly #cameras = new Map<CameraId, TakenCamera>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #asking: Promise<void> | null = null;
  #isFailing = false;
  #lostNotes = 0;

  constructor(options: CoverageLedgerOptions) {
    this.#options = options;
    this.#writer = new GapWriter(options);
  }

  /** Counters only grow, but `openGaps` and `waitingGaps`. */
  statistics(): Readonly<Record<'openGaps' | 'waitingGaps' | 'mergedGaps' | 'refusedGaps' | 'lostNotes', number>> {
    const openGaps = [...this.#cameras.values()].filter(({ coverage }) => (coverage?.openGap ?? null) !== null).length;
    const { waitingGaps, mergedGaps, refusedGaps } = this.#writer;
    return { openGaps, waitingGaps, mergedGaps, refusedGaps, lostNotes: this.#lostNotes };
  }

  get cameraIds(): readonly CameraId[] {
    return [...this.#cameras.keys()];
  }

  /** Whether the database has said what was before the camera was taken. */
  isReady(cameraId: CameraId): boolean {
    return (this.#cameras.get(cameraId)?.coverage ?? null) !== null;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.tick(), TICK_MS);
  }

  /** `takenBy` null: as the database tells by the last recording. A camera that is taken already is taken anew. */
  cameraTaken(cameraId: CameraId, epoch: number, takenBy: TakenBy | null = null): void {
    const takenAtMs = this.#options.clock.nowMs();
    const known = this.#cameras.get(cameraId);
    if (known?.coverage) {
      const cause = CAUSE_OF_TAKING[takenBy ?? 'settings'];
      known.coverage.restart(epoch, { cause, params: {}, sinceMs: takenAtMs });
      this.#cameras.set(cameraId, { ...known, epoch });
      return;
    }
    const notes = known?.notes ?? [];
    this.#cameras.set(cameraId, { epoch, takenBy, takenAtMs: known?.takenAtMs ?? takenAtMs, coverage: null, notes });
    this.#ask();
  }

  /** The camera goes on under another lease. */
  leaseChanged(cameraId: CameraId, epoch: number): void {
    const taken = this.#cameras.get(cameraId);
    if (taken !== undefined) this.#cameras.set(cameraId, { ...taken, epoch });
    this.#note(cameraId, (coverage) => coverage.leaseChanged(epoch));
  }

  /** Media of [fromMs, toMs), UTC ms, reached the operating system; in the order of media time. */
  recorded(cameraId: CameraId, fromMs: number, toMs: number, before: BreakHint = null): void {
    const heardAtMs = this.#options.clock.monotonicMs();
    this.#note(cameraId, (coverage) => coverage.recorded(fromMs, toMs, before, heardAtMs));
  }

  faulty(cameraId: CameraId, cause: GapCause, params: GapParams, side: FaultSide = 'session'): void {
    const nowMs = this.#options.clock.nowMs();
    this.#note(cameraId, (coverage) => coverage.faulty(side, cause, params, nowMs));
  }

  well(cameraId: CameraId, side: FaultSide = 'session'): void {
    this.#note(cameraId, (coverage) => coverage.well(side));
  }

  /** `faulty` or `well`, as the fault of that side says. */
  fault(cameraId: CameraId, side: FaultSide, fault: CameraFault | null): void {
    if (fault === null) this.well(cameraId, side);
    else {
      const { cause, params } = gapOfFault(fault);
      this.faulty(cameraId, cause, plain(params), side);
    }
  }

  /** Its last recordings are written. A camera that is left for a change of settings is expected to be taken again. */
  cameraLeft(cameraId: CameraId, because: LeftBecause): void {
    const nowMs = this.#options.clock.nowMs();
    const cause = because === 'unwanted' ? null : because;
    const taken = this.#cameras.get(cameraId);
    taken?.coverage?.leave(cause, nowMs);
    if (because !== 'settings-change') this.#cameras.delete(cameraId);
  }

  /** Once a second by the timer of `start`. */
  tick(): void {
    const now = this.#now();
    for (const { coverage } of this.#cameras.values()) coverage?.tick(now);
  }

  /** Resolves when every gap is written, or after 2 s. Call it when all cameras are left. Idempotent. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#stop.abort();
    await this.#asking;
    await this.#writer.close();
  }

  #now(): Instant {
    const { clock } = this.#options;
    return { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
  }

  #note(cameraId: CameraId, note: Note): void {
    const taken = this.#cameras.get(cameraId);
    if (taken === undefined) return;
    if (taken.coverage !== null) note(taken.coverage);
    else if (taken.notes.length < MAX_NOTES) taken.notes.push(note);
    else this.#lostNotes += 1;
  }

  #ask(): void {
    this.#asking ??= this.#askAll().finally(() => {
      this.#asking = null;
    });
  }

  async #askAll(): Promise<void> {
    const { repository, log, retryMs = RETRY_MS } = this.#options;
    // Cameras taken in the same turn are asked for together.
    await Promise.resolve();
    while (!this.#stop.signal.aborted) {
      const waiting = [...this.#cameras].filter(([, { coverage }]) => coverage === null);
      const unknown = new Map(waiting.map(([id, { takenAtMs }]) => [id, takenAtMs]));
      if (unknown.size === 0) return;
      try {
        const facts = new Map((await repository.facts(unknown)).map((each) => [each.cameraId, each]));
        this.#isFailing = false;
        for (const cameraId of unknown.keys()) this.#begin(cameraId, facts.get(cameraId) ?? null);
      } catch (error) {
        if (!this.#isFailing) log.warn({ err: error }, 'what was recorded before cannot be read now');
        this.#isFailing = true;
        await pause(retryMs, this.#stop.signal);
      }
    }
  }

  #begin(cameraId: CameraId, facts: CoverageFacts | null): void {
    const taken = this.#cameras.get(cameraId);
    if (taken === undefined || taken.coverage !== null) return;
    if (facts === null) {
      // Deleted meanwhile.
      this.#cameras.delete(cameraId);
      return;
    }
    const { takenAtMs, epoch } = taken;
    const wantedSinceMs = facts.wantedSinceMs ?? takenAtMs;
    const openGap = this.#gapThatGoesOn(facts, wantedSinceMs);
    const ends = [facts.recordedToMs, facts.lastGapEndMs].filter((end) => end !== null && end >= wantedSinceMs);
    const coveredToMs = openGap?.startedAtMs ?? Math.max(wantedSinceMs, ...ends.map((end) => end ?? 0));
    const cause = CAUSE_OF_TAKING[taken.takenBy ?? this.#takenBy(facts, ends.length > 0)];
    const initial = { cause, params: {}, sinceMs: takenAtMs };
    const start = { cameraId, epoch, coveredToMs, openGap, initial, at: this.#now() };
    taken.coverage = new CameraCoverage(start, this.#writer);
    for (const note of taken.notes.splice(0)) note(taken.coverage);
  }

  /** The open gap of an earlier holder, unless it has ended without anybody writing it; then that is written here. */
  #gapThatGoesOn({ openGap, recordedSinceGapMs, wantedBeforeToMs }: CoverageFacts, wantedSinceMs: number) {
    if (openGap === null) return null;
    const endedAtMs = recordedSinceGapMs ?? (openGap.startedAtMs < wantedSinceMs ? wantedBeforeToMs : null);
    if (endedAtMs === null) {
      this.#writer.adopt(openGap.id);
      return openGap;
    }
    if (endedAtMs - openGap.startedAtMs < SMALLEST_GAP_MS) this.#writer.drop(openGap.id);
    else this.#writer.save({ ...openGap, endedAtMs }, openGap.alarmedAtMs === null ? undefined : 'closed');
    return null;
  }

  #takenBy({ recordedOnNode }: CoverageFacts, isKnown: boolean): TakenBy {
    if (!isKnown) return 'first-start';
    const isElsewhere = recordedOnNode !== null && recordedOnNode !== '' && recordedOnNode !== this.#options.nodeId;
    return isElsewhere ? 'move' : 'restart';
  }
}

function plain(params: Readonly<Record<string, unknown>>): GapParams {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [],
    ),
  );
}
