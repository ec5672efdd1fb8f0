/** The faults of a camera that are there or not. */
export interface CameraFaults {
  /** Share of RTP packets lost, 0 to 1. */
  lossShare: number;
  /** Over UDP only. */
  duplicateShare: number;
  /** Over UDP only. */
  reorderShare: number;
  /** Over UDP only: each frame leaves up to this much later, order kept. */
  jitterMs: number;
  /** How fast the network takes what is sent over TCP; null as fast as the client reads. */
  bytesPerSecond: number | null;
  /** Answers, but sends no media. */
  isFrozen: boolean;
  /** `refused`: a request for it has its connection reset. `silent`: nothing is answered and nothing sent. */
  reach: 'open' | 'refused' | 'silent';
  isSdpGarbage: boolean;
  areTimestampsRandom: boolean;
  /** How wrong the camera's clock is in sender reports, besides its drift. */
  clockOffsetMs: number;
  /** Instead of the one it was created with. */
  password: string | null;
  /** Name of one of its alternative clips; null its usual one. */
  clipName: string | null;
}

/** A healthy camera. */
export const NO_FAULTS: Readonly<CameraFaults> = {
  lossShare: 0,
  duplicateShare: 0,
  reorderShare: 0,
  jitterMs: 0,
  bytesPerSecond: null,
  isFrozen: false,
  reach: 'open',
  isSdpGarbage: false,
  areTimestampsRandom: false,
  clockOffsetMs: 0,
  password: null,
  clipName: null,
};

/**
 * What is wrong with one simulated camera right now. Scripts change it while sessions play; every session of the camera
 * looks here for each frame.
 */
export class CameraState {
  readonly faults: CameraFaults = { ...NO_FAULTS };
  /** Where sequence numbers and time stamps start since the last power cycle, added to those of its clip. */
  boot = { sequence: 0, timestamp90k: 0 };
  #jump90k = 0;
  #driftPpm = 0;
  #driftSince90k = 0;
  #drifted90k = 0;

  /** The stream's time stamps leap by this much, forth or back, for good. */
  jumpTimestamps(by90k: number): void {
    this.#jump90k += by90k;
  }

  /** From now on the camera's crystal runs fast (positive) or slow by this many millionths. */
  setDrift(ppm: number, wall90k: number): void {
    this.#drifted90k = this.#driftedAt(wall90k);
    this.#driftPpm = ppm;
    this.#driftSince90k = wall90k;
  }

  /** How far its time stamps are ahead of the clip's time line. */
  timestampShift90k(wall90k: number): number {
    return this.boot.timestamp90k + this.#jump90k + this.#driftedAt(wall90k);
  }

  /** What its clock reads in sender reports. */
  clockMs(wall90k: number): number {
    return (wall90k + this.#driftedAt(wall90k)) / 90 + this.faults.clockOffsetMs;
  }

  #driftedAt(wall90k: number): number {
    return this.#drifted90k + ((wall90k - this.#driftSince90k) * this.#driftPpm) / 1_000_000;
  }
}
