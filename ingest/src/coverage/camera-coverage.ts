import { randomUUID } from 'node:crypto';
import { GAP_ALARM_MS, SMALLEST_GAP_MS } from '@thapcanh/core/coverage/coverage-limits';
import { GAP_CAUSES, type GapCause } from '@thapcanh/core/coverage/gap-cause';
import type { CameraId } from '@thapcanh/core/ids';
import type { BreakHint } from '../recorder/recording-witness.ts';
import type { GapParams, GapRow, GapSink } from './gap-row.ts';

/** A cause and since when it is known, UTC ms. */
export interface KnownCause {
  readonly cause: GapCause;
  readonly params: GapParams;
  readonly sinceMs: number;
}

export interface CoverageStart {
  readonly cameraId: CameraId;
  readonly epoch: number;
  /** Up to here the camera's time is recorded, in a closed gap, or not wanted. */
  readonly coveredToMs: number;
  /** The gap that an earlier holder left open; it goes on. */
  readonly openGap: GapRow | null;
  /** Why nothing is recorded from `coveredToMs` until a fault is known or pictures come. */
  readonly initial: KnownCause;
  readonly at: Instant;
}

/** One instant on both clocks: gaps are dated by wall time (UTC ms), how long they last is judged by the other. */
export interface Instant {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** Which side of the camera a fault is on; each keeps its own newest. */
export type FaultSide = 'session' | 'storage';

/** Written recordings come once a second: silence this long is a gap, sooner when its cause is known. */
const OPEN_AFTER_MS = 5_000;
const OPEN_FAULTY_AFTER_MS = 2_000;
/** A fault that has passed explains a hole that begins no earlier than this before it. */
const FAULT_REACH_MS = 15_000;
/** The cause of a gap of which nothing else is known. */
const SILENCE: GapCause = 'camera-silent';
/** Causes that pass by themselves: the fault that shows next is the better word for the rest of the gap. */
const PASSING: ReadonlySet<GapCause> = new Set([
  'connecting',
  'settings-change',
  'worker-restart',
  'worker-moved',
  'system-stopped',
  'network-cut',
  'packet-loss',
  'clock-jump',
  'stream-change',
  'admission-wait',
  'unknown',
]);
/** A gap of a lasting cause takes another one no sooner, so that a camera whose faults alternate makes few rows. */
const LASTING_MS = 300_000;

const CAUSE_OF_BREAK: Readonly<Record<Exclude<BreakHint, null>, GapCause>> = {
  overflow: 'disk-slow',
  storage: 'disk-failed',
  start: 'connecting',
  reconnect: 'network-cut',
  loss: 'packet-loss',
  'new-description': 'stream-change',
  'clock-jump': 'clock-jump',
};

interface OpenGap extends GapRow {
  readonly endedAtMs: null;
}

/**
 * The coverage of one camera: turns what is recorded and what goes wrong into gaps, so that recordings and gaps
 * together cover every instant from `coveredToMs` on. Holes under 500 ms are said to be covered. One outage may be
 * several adjoining gaps with different causes; it is told to people once. Every call carries the time; a step of the
 * wall clock neither opens a gap, since what is heard is heard, nor puts one off.
 */
export class CameraCoverage {
  readonly #cameraId: CameraId;
  readonly #sink: GapSink;
  readonly #faults = new Map<FaultSide, KnownCause>();
  readonly #passed = new Map<FaultSide, KnownCause>();
  #epoch: number;
  #coveredToMs: number;
  #gap: OpenGap | null;
  #initial: KnownCause | null;
  #isAlarmed: boolean;
  /** Monotonic: when something recorded was heard of last, and when the outage began that is or would be told. */
  #heardAtMs: number;
  #outageSinceMs: number;
  /** The open gap's cause is what silence looks like; the next recording may know better. */
  #isGuess = false;

  constructor(start: CoverageStart, sink: GapSink) {
    this.#cameraId = start.cameraId;
    this.#sink = sink;
    this.#epoch = start.epoch;
    this.#coveredToMs = start.coveredToMs;
    this.#gap = start.openGap === null ? null : { ...start.openGap, endedAtMs: null };
    this.#initial = start.initial;
    this.#isAlarmed = (start.openGap?.alarmedAtMs ?? null) !== null;
    const { wallMs, monotonicMs } = start.at;
    this.#heardAtMs = monotonicMs - Math.max(0, wallMs - start.coveredToMs);
    this.#outageSinceMs = monotonicMs - Math.max(0, wallMs - (start.openGap?.startedAtMs ?? start.coveredToMs));
  }

  get coveredToMs(): number {
    return this.#coveredToMs;
  }

  get openGap(): GapRow | null {
    return this.#gap;
  }

  /** Media of [fromMs, toMs) is safe with the operating system; see `RecordingWitness.recorded`. */
  recorded(fromMs: number, toMs: number, before: BreakHint, heardAtMonotonicMs: number): void {
    const hole = this.#holeCause(before);
    if (this.#gap !== null) this.#close(this.#explained(this.#gap, before), fromMs);
    else if (fromMs - this.#coveredToMs >= SMALLEST_GAP_MS) {
      this.#sink.save({ ...this.#newGap(this.#coveredToMs, hole), endedAtMs: fromMs });
    }
    this.#initial = null;
    this.#passed.clear();
    this.#isAlarmed = false;
    this.#coveredToMs = Math.max(this.#coveredToMs, toMs);
    this.#heardAtMs = heardAtMonotonicMs;
    this.#outageSinceMs = heardAtMonotonicMs;
  }

  faulty(side: FaultSide, cause: GapCause, params: GapParams, nowMs: number): void {
    const known = this.#faults.get(side);
    if (known?.cause === cause) return;
    this.#faults.set(side, { cause, params, sinceMs: nowMs });
    this.#passed.delete(side);
  }

  /** That side is well again; what is missing until the next recording is still its doing. */
  well(side: FaultSide): void {
    const known = this.#faults.get(side);
    if (known !== undefined) this.#passed.set(side, known);
    this.#faults.delete(side);
  }

  /** Once a second. */
  tick(now: Instant): void {
    const fault = this.#fault();
    if (this.#gap === null) {
      const silentMs = now.monotonicMs - this.#heardAtMs;
      if (silentMs < (fault === null ? OPEN_AFTER_MS : OPEN_FAULTY_AFTER_MS)) return;
      const known = this.#holeCause(null);
      this.#open(this.#coveredToMs, known);
      this.#isGuess = known.cause === SILENCE && fault === null;
    } else if (fault !== null && this.#isBetter(fault, this.#gap, now.wallMs)) this.#turn(this.#gap, fault, now.wallMs);
    this.#alarm(now);
  }

  leaseChanged(epoch: number): void {
    this.#epoch = epoch;
  }

  /** The camera is connected anew by this process after an edit. */
  restart(epoch: number, cause: KnownCause): void {
    this.#epoch = epoch;
    this.#initial = cause;
    this.#faults.clear();
  }

  /** The camera is given up; null: it is not wanted any more, so what comes is no gap. */
  leave(cause: GapCause | null, nowMs: number): void {
    if (this.#gap !== null) {
      if (cause === this.#gap.cause) return;
      this.#close(this.#gap, nowMs, cause !== null);
      if (cause !== null) this.#open(Math.max(this.#coveredToMs, nowMs), { cause, params: {}, sinceMs: nowMs });
    } else if (cause !== null) this.#open(this.#coveredToMs, { cause, params: {}, sinceMs: nowMs });
    else if (nowMs - this.#coveredToMs >= SMALLEST_GAP_MS) {
      this.#sink.save({ ...this.#newGap(this.#coveredToMs, this.#holeCause(null)), endedAtMs: nowMs });
    }
  }

  #fault(): KnownCause | null {
    return this.#faults.get('session') ?? this.#faults.get('storage') ?? null;
  }

  #holeCause(before: BreakHint): KnownCause {
    if (this.#initial !== null) return this.#initial;
    const sides: readonly FaultSide[] =
      before === 'overflow' || before === 'storage' ? ['storage', 'session'] : ['session', 'storage'];
    for (const side of sides) {
      const known = this.#faults.get(side);
      if (known !== undefined) return known;
    }
    for (const side of sides) {
      const known = this.#passed.get(side);
      if (known !== undefined && known.sinceMs >= this.#coveredToMs - FAULT_REACH_MS) return known;
    }
    const cause = before === null ? SILENCE : CAUSE_OF_BREAK[before];
    return { cause, params: {}, sinceMs: this.#coveredToMs };
  }

  #explained(gap: OpenGap, before: BreakHint): OpenGap {
    if (!this.#isGuess || before === null || gap.cause !== SILENCE) return gap;
    return { ...gap, cause: CAUSE_OF_BREAK[before], params: {} };
  }

  #newGap(startedAtMs: number, { cause, params }: KnownCause): OpenGap {
    const alarmedAtMs = this.#isAlarmed ? startedAtMs : null;
    const identity = { id: randomUUID(), cameraId: this.#cameraId, epoch: this.#epoch };
    return { ...identity, startedAtMs, endedAtMs: null, cause, params, alarmedAtMs };
  }

  #open(startedAtMs: number, cause: KnownCause): void {
    this.#gap = this.#newGap(startedAtMs, cause);
    this.#coveredToMs = startedAtMs;
    this.#isGuess = false;
    this.#sink.save(this.#gap);
  }

  /** Ends the gap; one that is too small was none. `isOutageGoingOn`: another gap follows at once. */
  #close(gap: OpenGap, endedAtMs: number, isOutageGoingOn = false): void {
    this.#gap = null;
    if (endedAtMs - gap.startedAtMs < SMALLEST_GAP_MS) this.#sink.drop(gap.id);
    else {
      const isTold = this.#isAlarmed && !isOutageGoingOn;
      this.#sink.save({ ...gap, endedAtMs }, isTold ? 'closed' : undefined);
      this.#coveredToMs = endedAtMs;
    }
  }

  #isBetter(fault: KnownCause, gap: OpenGap, nowMs: number): boolean {
    if (fault.cause === gap.cause) return false;
    if (GAP_CAUSES[fault.cause].isOurs !== GAP_CAUSES[gap.cause].isOurs || PASSING.has(gap.cause)) return true;
    return nowMs - gap.startedAtMs >= LASTING_MS;
  }

  /** The gap goes on with another cause from when that was known. */
  #turn(gap: OpenGap, fault: KnownCause, nowMs: number): void {
    // A fault that is older than the gap was hidden by the gap's own cause until now.
    const atMs = fault.sinceMs > gap.startedAtMs ? fault.sinceMs : nowMs;
    if (atMs - gap.startedAtMs < SMALLEST_GAP_MS) {
      this.#gap = { ...gap, cause: fault.cause, params: fault.params };
      this.#sink.save(this.#gap);
      return;
    }
    this.#close(gap, atMs, true);
    this.#open(atMs, fault);
  }

  #alarm(now: Instant): void {
    if (this.#gap === null || this.#isAlarmed || now.monotonicMs - this.#outageSinceMs < GAP_ALARM_MS) return;
    // A camera that has just been entered is expected to take a moment.
    if (this.#gap.cause === 'connecting') return;
    this.#isAlarmed = true;
    this.#gap = { ...this.#gap, alarmedAtMs: now.wallMs };
    this.#sink.save(this.#gap, 'open');
  }
}
