import { type CameraFaults, type CameraState, NO_FAULTS } from './camera-state.ts';
import type { CameraFault, FaultStep } from './fault-script.ts';

/** What a fault does to the camera's connections; the state says the rest. */
export interface CameraActions {
  /** Closes every connection of the camera; `isAbrupt` by reset. */
  cut(isAbrupt: boolean): void;
  /** The state names another clip: sessions go on with it. */
  changeClip(): void;
  /** New random numbers after a power cycle. */
  reboot(): void;
  wall90k(): number;
}

interface PlannedStep {
  readonly step: FaultStep;
  readonly run: () => void;
  dueMs: number;
}

/** Carries out the fault scripts of one camera. Times are the server's monotonic clock; whoever owns it calls `advance`. */
export class FaultRunner {
  readonly #state: CameraState;
  readonly #actions: CameraActions;
  #nowMs = 0;
  #plan: PlannedStep[] = [];
  /** What heals and when; null: only by `heal`. */
  #lasting: { undo: () => void; untilMs: number | null }[] = [];

  constructor(state: CameraState, actions: CameraActions) {
    this.#state = state;
    this.#actions = actions;
  }

  /** When something is due next; null when nothing is. */
  get dueMs(): number | null {
    let due: number | null = null;
    for (const { dueMs } of this.#plan) due = due === null ? dueMs : Math.min(due, dueMs);
    for (const { untilMs } of this.#lasting)
      if (untilMs !== null) due = due === null ? untilMs : Math.min(due, untilMs);
    return due;
  }

  /** Adds a script that starts now; steps due at once happen at once. */
  run(steps: readonly FaultStep[], nowMs: number): void {
    for (const step of steps) {
      this.#plan.push({ step, dueMs: nowMs + step.atMs, run: () => this.#apply(step.fault, step.forMs) });
    }
    this.advance(nowMs);
  }

  /** Ends everything that lasts and forgets what was still to come. */
  heal(): void {
    this.#plan = [];
    this.#healAll();
  }

  /** Does what is due by then. */
  advance(nowMs: number): void {
    this.#nowMs = nowMs;
    const over = this.#lasting.filter(({ untilMs }) => untilMs !== null && untilMs <= nowMs);
    this.#lasting = this.#lasting.filter((one) => !over.includes(one));
    for (const { undo } of over) undo();
    const due = this.#plan.filter(({ dueMs }) => dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
    this.#plan = this.#plan.filter(({ dueMs }) => dueMs > nowMs);
    for (const planned of due) {
      planned.run();
      const { everyMs } = planned.step;
      // A stalled process does not catch up on storms it missed.
      if (everyMs !== null) this.#plan.push({ ...planned, dueMs: Math.max(planned.dueMs + everyMs, nowMs + 1) });
    }
  }

  #apply(fault: CameraFault, forMs: number | null): void {
    const undo = this.#start(fault, forMs);
    if (undo !== null) this.#lasting.push({ undo, untilMs: forMs === null ? null : this.#nowMs + forMs });
  }

  /** @returns how it ends, or null for what does not last. */
  #start(fault: CameraFault, forMs: number | null): (() => void) | null {
    const state = this.#state;
    switch (fault.kind) {
      case 'cut':
        this.#actions.cut(false);
        return forMs === null ? null : this.#set('reach', 'refused');
      case 'refuse':
        return this.#set('reach', 'refused');
      case 'silence':
        return this.#set('reach', 'silent');
      case 'power': {
        const undo = this.#set('reach', 'silent');
        return () => {
          undo();
          this.#actions.reboot();
          this.#actions.cut(true);
        };
      }
      case 'freeze':
        return this.#set('isFrozen', true);
      case 'badsdp':
        return this.#set('isSdpGarbage', true);
      case 'badts':
        return this.#set('areTimestampsRandom', true);
      case 'loss':
        return this.#set('lossShare', fault.share);
      case 'duplicate':
        return this.#set('duplicateShare', fault.share);
      case 'reorder':
        return this.#set('reorderShare', fault.share);
      case 'jitter':
        return this.#set('jitterMs', Math.max(0, fault.ms));
      case 'slow':
        return this.#set('bytesPerSecond', fault.bytesPerSecond);
      case 'clock':
        return this.#set('clockOffsetMs', fault.ms);
      case 'jump':
        state.jumpTimestamps(Math.round(fault.ms * 90));
        return null;
      case 'drift':
        state.setDrift(fault.ppm, this.#actions.wall90k());
        return () => state.setDrift(0, this.#actions.wall90k());
      case 'clip': {
        const undo = this.#set('clipName', fault.name);
        this.#actions.changeClip();
        return () => {
          undo();
          this.#actions.changeClip();
        };
      }
      case 'password': {
        const undo = this.#set('password', fault.name);
        this.#actions.cut(false);
        return undo;
      }
      case 'heal':
        this.#healAll();
        return null;
    }
  }

  #healAll(): void {
    for (const { undo } of this.#lasting.splice(0)) undo();
  }

  /** Sets a field; undone, it is well again, whatever it was before. */
  #set<K extends keyof CameraFaults>(field: K, value: CameraFaults[K]): () => void {
    const { faults } = this.#state;
    faults[field] = value;
    return () => {
      faults[field] = NO_FAULTS[field];
    };
  }
}
