import type { CameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import type { SessionLog } from '../media/media-types.ts';
import { fairShare, slackOf } from './fair-share.ts';
import type { Beat, LeaseRepository, WorkerIdentity } from './lease.repository.ts';
import { BEAT_MS, EXPIRY_MS, REBALANCE, type RebalanceTiming, SIBLING_PATIENCE_MS } from './lease-timing.ts';

export interface LeaseHolderOptions {
  readonly repository: LeaseRepository;
  readonly worker: WorkerIdentity;
  /** Ingest processes that this node runs; those that have not registered yet get their share left right after a start. */
  readonly siblings: number;
  readonly clock: Clock;
  readonly log: SessionLog;
  /** Called after a beat that found other leases, or a camera that is to be given back; not awaited. */
  readonly onChange: () => void;
  /** Which camera is missed least when one has to move; called with those that are held. */
  readonly leastMissed?: (held: readonly CameraId[]) => CameraId | null;
  readonly beatMs?: number;
  readonly siblingPatienceMs?: number;
  readonly rebalance?: RebalanceTiming;
}

/** Rounds of claiming in one beat while other workers take the same cameras. */
const MAX_CLAIM_ROUNDS = 5;
const COMPLAIN_EVERY_MS = 60_000;

/**
 * Which cameras this worker holds. Beats once a second: says that it lives, hears of leases that moved on, takes free
 * cameras up to its fair share, and, when it holds far too many for long, gives one after the other away. Nothing here
 * opens or closes a camera: `wanted` is what the fleet follows, `closed` tells that it has. While the database is away
 * everything stays as it is, since nobody else can take a camera either; when it is back, nothing is claimed until the
 * others had the time to be heard.
 */
export class LeaseHolder {
  readonly #options: LeaseHolderOptions;
  readonly #startedAtMs: number;
  #held = new Map<CameraId, number>();
  /** Held still, but to be closed and then given back. */
  readonly #leaving = new Set<CameraId>();
  #timer: NodeJS.Timeout | null = null;
  #beating: Promise<void> | null = null;
  #isNudged = false;
  #isFailing = false;
  #isClaiming = true;
  #isClosed = false;
  #isOutliving = false;
  #areSiblingsKnown = false;
  #overSinceMs: number | null = null;
  #movedAtMs = Number.NEGATIVE_INFINITY;
  #heardAtMs: number | null = null;
  #claimsFromMs = Number.NEGATIVE_INFINITY;
  #complainedAtMs = Number.NEGATIVE_INFINITY;
  #unheld = 0;

  constructor(options: LeaseHolderOptions) {
    this.#options = options;
    this.#startedAtMs = options.clock.monotonicMs();
  }

  /** The cameras to have open, each with the epoch that every write about it carries. */
  get wanted(): ReadonlyMap<CameraId, number> {
    return new Map([...this.#held].filter(([cameraId]) => !this.#leaving.has(cameraId)));
  }

  /** Held, but to be closed: report them with `closed` once they are. */
  get leaving(): readonly CameraId[] {
    return [...this.#leaving];
  }

  /** Cameras that are switched on and held by nobody, as of the newest beat. */
  get unheldCameras(): number {
    return this.#unheld;
  }

  /** Registers and claims; rejects when the database does not answer. `wanted` is filled then, `onChange` not called. */
  async start(): Promise<void> {
    const { repository, worker, log } = this.#options;
    const takenOver = await repository.register(worker);
    if (takenOver > 0) log.info({ cameras: takenOver }, 'cameras of the earlier life of this worker are taken over');
    await this.#beat();
    this.#schedule(this.#options.beatMs ?? BEAT_MS);
  }

  /** Beats now: a camera was switched on or off. */
  nudge(): void {
    this.#isNudged = true;
    if (this.#timer !== null) this.#schedule(0);
  }

  /** The fleet no longer has these: those that were to leave are given back. Never rejects; what failed is still in `leaving`. */
  async closed(cameraIds: readonly CameraId[]): Promise<void> {
    const given = cameraIds.filter((cameraId) => this.#leaving.has(cameraId));
    if (given.length === 0) return;
    try {
      await this.#options.repository.release(this.#options.worker.id, given);
      for (const cameraId of given) {
        this.#leaving.delete(cameraId);
        this.#held.delete(cameraId);
      }
    } catch (error) {
      this.#options.log.warn({ err: error, cameras: given.length }, 'cameras cannot be given back now');
    }
  }

  /** No camera is taken from now on, nor a life begun anew that another process has ended: the end is near. */
  stopClaiming(): void {
    this.#isClaiming = false;
  }

  /** Says that it lives as long as it may, and keeps what it holds whatever becomes of the leases. */
  outlive(): void {
    this.#isClaiming = false;
    this.#isOutliving = true;
  }

  /**
   * Stops beating; call it once the fleet is closed. Frees every camera at once if the database answers, or leaves them
   * to a successor on the same slot, which takes them from this life when it registers. Idempotent.
   */
  async close(hasSuccessor = false): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#beating;
    if (hasSuccessor) return;
    await this.#options.repository.stop(this.#options.worker.id).catch((error: unknown) => {
      this.#options.log.warn({ err: error }, 'the cameras of this worker are free only after its leases expire');
    });
  }

  #schedule(delayMs: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#isClosed || this.#beating !== null) return;
    this.#timer = setTimeout(() => {
      this.#isNudged = false;
      this.#beating = this.#beatAndTell().finally(() => {
        this.#beating = null;
        this.#schedule(this.#isNudged ? 0 : (this.#options.beatMs ?? BEAT_MS));
      });
    }, delayMs);
  }

  async #beatAndTell(): Promise<void> {
    const { log, onChange } = this.#options;
    try {
      const isChanged = await this.#beat();
      if (this.#isFailing) log.info({}, 'leases are renewed again');
      this.#isFailing = false;
      if (isChanged && !this.#isClosed) onChange();
    } catch (error) {
      if (!this.#isFailing) log.warn({ err: error }, 'leases cannot be renewed, the cameras held stay at work');
      this.#isFailing = true;
    }
  }

  /** True when other cameras are to be open than before. */
  async #beat(): Promise<boolean> {
    const { repository, worker, log } = this.#options;
    let beat = await repository.beat(worker.id);
    this.#hear();
    if (this.#isOutliving) return false;
    if (!beat.isRegistered && this.#isClaiming) {
      const isReplaced = beat.living.some(({ nodeId, slot }) => nodeId === worker.nodeId && slot === worker.slot);
      if (isReplaced) this.#complain('another process works on the slot of this worker, which stands back');
      else {
        log.warn({ workerId: worker.id }, 'this worker was thought dead and registers again');
        await repository.register(worker);
        beat = await repository.beat(worker.id);
      }
    }
    for (let round = 0; round < MAX_CLAIM_ROUNDS; round++) {
      const room = this.#roomFor(beat);
      if (room <= 0 || (await repository.claim(worker.id, room)) === 0) break;
      beat = await repository.beat(worker.id);
    }
    this.#unheld = beat.freeCameras;
    const isFull = beat.leases.length >= worker.capacity;
    if (beat.freeCameras > 0 && isFull) this.#complain('cameras have no worker: start more of them', beat.freeCameras);
    const isMoving = this.#rebalance(beat);
    return this.#take(beat) || isMoving;
  }

  /** After a silence the others may only seem dead: they could not be heard either. */
  #hear(): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#heardAtMs !== null && nowMs - this.#heardAtMs >= EXPIRY_MS / 2) this.#claimsFromMs = nowMs + EXPIRY_MS;
    this.#heardAtMs = nowMs;
  }

  /** How many cameras may be claimed now. */
  #roomFor(beat: Beat): number {
    if (!beat.isRegistered || !this.#isClaiming || beat.freeCameras === 0) return 0;
    if (this.#options.clock.monotonicMs() < this.#claimsFromMs) return 0;
    const held = beat.leases.filter(({ isWanted }) => isWanted).length;
    return Math.min(this.#shareOf(beat) - held, beat.freeCameras);
  }

  #shareOf({ living, wantedCameras }: Beat): number {
    const { worker, siblings, clock, siblingPatienceMs = SIBLING_PATIENCE_MS } = this.#options;
    const others = living.filter(({ id }) => id !== worker.id);
    const here = others.filter(({ nodeId }) => nodeId === worker.nodeId).length + 1;
    const isLate = clock.monotonicMs() - this.#startedAtMs >= siblingPatienceMs;
    // One that was there and went is not waited for.
    if (isLate || here >= siblings) this.#areSiblingsKnown = true;
    const expected = this.#areSiblingsKnown ? 0 : siblings - here;
    const capacities = others.map(({ capacity }) => capacity);
    return fairShare(wantedCameras, worker.capacity, [...capacities, ...Array(expected).fill(worker.capacity)]);
  }

  #take({ leases }: Beat): boolean {
    const before = this.wanted;
    this.#held = new Map(leases.map(({ cameraId, epoch }) => [cameraId, epoch]));
    for (const { cameraId, isWanted } of leases) if (!isWanted) this.#leaving.add(cameraId);
    for (const cameraId of this.#leaving) if (!this.#held.has(cameraId)) this.#leaving.delete(cameraId);
    const after = this.wanted;
    return before.size !== after.size || [...after].some(([cameraId, epoch]) => before.get(cameraId) !== epoch);
  }

  /** Marks one camera as leaving when this worker holds far more than its share for long. */
  #rebalance(beat: Beat): boolean {
    const { clock, log, leastMissed, rebalance: timing = REBALANCE } = this.#options;
    const nowMs = clock.monotonicMs();
    const share = this.#shareOf(beat);
    const held = beat.leases.filter(({ cameraId, isWanted }) => isWanted && !this.#leaving.has(cameraId));
    const isMoving = this.#movedAtMs > Number.NEGATIVE_INFINITY;
    if (beat.freeCameras > 0 || held.length <= share + (isMoving ? 0 : slackOf(share))) {
      this.#overSinceMs = null;
      if (held.length <= share) this.#movedAtMs = Number.NEGATIVE_INFINITY;
      return false;
    }
    this.#overSinceMs ??= nowMs;
    if (!isMoving && nowMs - this.#overSinceMs < timing.steadyMs) return false;
    if (nowMs - this.#movedAtMs < timing.moveEveryMs) return false;
    const ids = held.map(({ cameraId }) => cameraId);
    const cameraId = leastMissed?.(ids) ?? ids.at(-1);
    if (cameraId === undefined) return false;
    log.info({ cameraId, held: held.length, share }, 'a camera moves to another worker');
    this.#movedAtMs = nowMs;
    this.#leaving.add(cameraId);
    return true;
  }

  #complain(message: string, cameras = 0): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#complainedAtMs < COMPLAIN_EVERY_MS) return;
    this.#complainedAtMs = nowMs;
    this.#options.log.warn({ cameras }, message);
  }
}
