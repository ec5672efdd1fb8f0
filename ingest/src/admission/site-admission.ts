import type { CameraFaultCode } from '@thapcanh/core/camera/camera-fault';
import type { Clock } from '@thapcanh/core/time/clock';
import type { SessionState } from '../media/media-types.ts';
import type { ConnectAdmission } from '../session/camera-session-options.ts';

/** Failures that speak of the way to the camera; a camera that answers, even with a refusal, is reached. */
const NETWORK_FAULTS: ReadonlySet<CameraFaultCode> = new Set([
  'TC_CAMERA_HOST_UNKNOWN',
  'TC_CAMERA_UNREACHABLE',
  'TC_CAMERA_NO_FRAMES',
  'TC_CAMERA_CONNECTION_LOST',
]);
/** So many streams failing within this time is not a matter of one camera. */
const STORM_WINDOW_MS = 2_000;
const STORM_AT_LEAST = 8;
const STORM_PART = 0.1;
/** A storm is over once no more than this part of the streams is missing; those dead for long are not missed. */
const CALM_PART = 0.1;
const MISSED_FOR_MS = 600_000;
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** How many connect at a time during a storm: from a few probes, doubling with every round that succeeds, up to `most`. */
const limitsOf = (members: number): { fewest: number; most: number } => ({
  fewest: Math.max(4, Math.ceil(members / 50)),
  most: Math.max(16, Math.min(64, Math.ceil(members / 6))),
});

export interface SiteOptions {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

/** What one stream shows to its session, and what its session's states tell. */
export interface SiteGate extends ConnectAdmission {
  /** Whether the session stands in line now. */
  readonly isWaiting: boolean;
  /** To be told every change of the session's state. */
  note(state: SessionState): void;
  /** The stream is no more; whoever waits is let go. Idempotent. */
  leave(): void;
}

interface Waiter {
  readonly member: Member;
  readonly admit: () => void;
}

interface Member {
  isLive: boolean;
  /** When it had pictures, or joined. */
  seenAtMs: number;
  isWaiting: boolean;
  /** Told already that it is only the line that keeps it waiting. */
  isHeldBack: boolean;
  readonly onHeldBack: () => void;
}

/**
 * The streams behind one switch or line. While all is well everybody connects at once. When many fail together only a few
 * probe, ever more slowly, and the others stand in line; the first success opens the line, which then widens with
 * every stream that is back. So a line that returns is not run over, and nobody sleeps through its return.
 */
export class SiteAdmission {
  readonly #options: SiteOptions;
  readonly #members = new Set<Member>();
  readonly #waiting: Waiter[] = [];
  readonly #pauses = new Map<NodeJS.Timeout, () => void>();
  readonly #failures: number[] = [];
  #active = 0;
  #limit = Number.POSITIVE_INFINITY;
  #failedInARow = 0;

  constructor(options: SiteOptions) {
    this.#options = options;
  }

  get members(): number {
    return this.#members.size;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get isLimited(): boolean {
    return Number.isFinite(this.#limit);
  }

  /** `onHeldBack`: the way is free again, but others go first; called once for each time in line. */
  join(onHeldBack: () => void = () => undefined): SiteGate {
    const seenAtMs = this.#options.clock.monotonicMs();
    const member: Member = { isLive: false, seenAtMs, isWaiting: false, isHeldBack: false, onHeldBack };
    this.#members.add(member);
    return {
      get isWaiting() {
        return member.isWaiting;
      },
      enter: (signal) => this.#enter(member, signal),
      note: (state) => this.#note(member, state),
      leave: () => this.#leave(member),
    };
  }

  async #enter(member: Member, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#active >= this.#limit && this.#members.has(member)) await this.#standInLine(member, signal);
    else this.#active += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      // The state that says how it went may come right after.
      setTimeout(() => this.#release(member), 0);
    };
  }

  #standInLine(member: Member, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        member.isWaiting = false;
        signal.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        member,
        admit: () => {
          leave();
          this.#active += 1;
          resolve();
        },
      };
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        leave();
        reject(signal.reason);
      };
      member.isWaiting = true;
      member.isHeldBack = false;
      signal.addEventListener('abort', onAbort, { once: true });
      // A camera that had pictures a moment ago goes before those that are dead for long.
      const place = this.#isMissed(member) ? this.#waiting.findIndex((other) => !this.#isMissed(other.member)) : -1;
      this.#waiting.splice(place < 0 ? this.#waiting.length : place, 0, waiter);
    });
  }

  #release(member: Member): void {
    const free = (): void => {
      this.#active -= 1;
      this.#admit();
    };
    if (member.isLive || !this.isLimited) {
      free();
      return;
    }
    // A probe that failed keeps its place a while: the next one would fail as well.
    const rounds = Math.min(10, this.#failedInARow / this.#limit);
    const pauseMs = Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** rounds) * (0.5 + this.#options.random());
    const timer = setTimeout(() => {
      this.#pauses.delete(timer);
      free();
    }, pauseMs);
    this.#pauses.set(timer, free);
  }

  #admit(): void {
    while (this.#active < this.#limit) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      next.admit();
    }
  }

  #note(member: Member, { phase, fault }: SessionState): void {
    if (!this.#members.has(member)) return;
    if (phase === 'live' && !member.isLive) this.#onLive(member);
    else if (phase === 'waiting' && fault !== null) this.#onFailure(member, fault.code);
    else if (phase === 'closed') this.#leave(member);
  }

  #onLive(member: Member): void {
    member.isLive = true;
    this.#failedInARow = 0;
    if (!this.isLimited) return;
    this.#limit = Math.min(limitsOf(this.#members.size).most, this.#limit + 1);
    this.#openWhenCalm();
    for (const [timer, free] of [...this.#pauses]) {
      clearTimeout(timer);
      this.#pauses.delete(timer);
      free();
    }
    this.#admit();
    this.#tellHeldBack();
  }

  #onFailure(member: Member, code: CameraFaultCode): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (member.isLive) member.seenAtMs = nowMs;
    member.isLive = false;
    if (!NETWORK_FAULTS.has(code)) return;
    if (!this.#isMissed(member)) {
      this.#openWhenCalm();
      return;
    }
    this.#failedInARow += 1;
    while ((this.#failures[0] ?? nowMs) < nowMs - STORM_WINDOW_MS) this.#failures.shift();
    if (this.#failures.length < this.#members.size) this.#failures.push(nowMs);
    const { fewest } = limitsOf(this.#members.size);
    if (this.isLimited) this.#limit = Math.max(fewest, this.#limit * 0.8);
    else if (this.#failures.length >= Math.max(STORM_AT_LEAST, this.#members.size * STORM_PART)) this.#limit = fewest;
  }

  #isMissed({ isLive, seenAtMs }: Member): boolean {
    return !isLive && this.#options.clock.monotonicMs() - seenAtMs < MISSED_FOR_MS;
  }

  /** A stream that is back proves that the others in line could be. */
  #tellHeldBack(): void {
    for (const { member } of this.#waiting) {
      if (member.isHeldBack) continue;
      member.isHeldBack = true;
      member.onHeldBack();
    }
  }

  #openWhenCalm(): void {
    if (!this.isLimited) return;
    const missed = [...this.#members].filter((member) => this.#isMissed(member)).length;
    if (missed > this.#members.size * CALM_PART) return;
    this.#limit = Number.POSITIVE_INFINITY;
    this.#admit();
  }

  #leave(member: Member): void {
    if (!this.#members.delete(member)) return;
    for (const waiter of this.#waiting.filter((other) => other.member === member)) {
      this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
      waiter.admit();
    }
  }
}
