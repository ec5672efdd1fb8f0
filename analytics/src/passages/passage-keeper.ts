import type { CameraId } from '@thapcanh/core/ids';
import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { Clock } from '@thapcanh/core/time/clock';
import type { PassageSnapshot, StillSource } from './passage-snapshot.ts';
import type { PassageWriteOutcome, PassageWriter, StillKeys } from './passage-writer.ts';

/** The newest a keeper needs to know of a track; `snapshot.bestAtMs` and `plateBox` are filled in by the keeper. */
export interface TrackState {
  readonly snapshot: Omit<PassageSnapshot, 'bestAtMs' | 'plateBox'>;
  /** Whether it is sure enough for a row now. */
  readonly isConfirmed: boolean;
}

/** A picture that may become the passage's still. */
export interface StillCandidate {
  readonly atMs: number;
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
  /** The plate, or null where the object itself is shown. */
  readonly plateBox: PixelBox | null;
  /** Plate width x read confidence, or any other figure that rises with how well it shows. */
  readonly score: number;
}

export interface PassageKeeperDeps {
  readonly writer: PassageWriter;
  readonly clock: Clock;
  readonly onWritten: (outcome: PassageWriteOutcome) => void;
  /** A write that failed; it is tried again with the next picture and at the end of the track. */
  readonly onFailed: (error: unknown, cameraId: CameraId) => void;
}

/** Between two updates of one passage: a browser needs no more, and a parked vehicle must not write a row a second. */
const UPDATE_EVERY_MS = 2_000;
/** A passage whose text stands only grows its end: rarer still. */
const GROW_EVERY_MS = 10_000;
/** A new still must be this much better: every replacement costs two objects. */
const BETTER_STILL = 1.25;

interface Kept {
  best: StillCandidate | null;
  isStored: boolean;
  storedStillScore: number;
  storedStillAtMs: number;
  stillVersion: number;
  lastWriteMs: number;
  lastWritten: string;
}

/**
 * Life cycle of one camera's passages: holds the best picture of every open track, opens the row when the track is
 * confirmed, updates it when something better is known and closes it. One call at a time per camera.
 */
export class PassageKeeper {
  readonly #deps: PassageKeeperDeps;
  // Weak: a track that the tracker forgets takes its picture with it; one that is resumed finds its row again.
  readonly #kept = new WeakMap<object, Kept>();

  constructor(deps: PassageKeeperDeps) {
    this.#deps = deps;
  }

  /** A track was seen. `track` is its identity; `candidate` null when this picture shows it badly. */
  async seen(track: object, state: TrackState, candidate: StillCandidate | null): Promise<void> {
    const kept = this.#of(track);
    if (candidate && candidate.score > (kept.best?.score ?? 0)) kept.best = candidate;
    if (!kept.isStored && !state.isConfirmed) return;
    if (kept.isStored) {
      const waitMs = meaningOf(state) === kept.lastWritten && !hasBetterStill(kept) ? GROW_EVERY_MS : UPDATE_EVERY_MS;
      if (this.#deps.clock.monotonicMs() - kept.lastWriteMs < waitMs) return;
    }
    await this.#write(kept, state);
  }

  /** A track ended; `state.isConfirmed` says whether it is a passage even if it was none so far. */
  async ended(track: object, state: TrackState): Promise<void> {
    const kept = this.#of(track);
    if (kept.isStored || state.isConfirmed) await this.#write(kept, state);
    kept.best = null;
  }

  async #write(kept: Kept, state: TrackState): Promise<void> {
    const { writer, clock, onWritten, onFailed } = this.#deps;
    kept.lastWriteMs = clock.monotonicMs();
    const best = !kept.isStored || hasBetterStill(kept) ? kept.best : null;
    const snapshot: PassageSnapshot = {
      ...state.snapshot,
      bestAtMs: best?.atMs ?? (kept.storedStillAtMs || state.snapshot.startedAtMs),
      plateBox: best?.plateBox ?? null,
    };
    try {
      const stills = best ? await this.#store(kept, snapshot, best) : null;
      onWritten(await writer.write(snapshot, stills));
      kept.isStored = true;
      kept.lastWritten = meaningOf(state);
      if (best && stills) {
        kept.storedStillScore = best.score;
        kept.storedStillAtMs = best.atMs;
      }
    } catch (error) {
      onFailed(error, snapshot.cameraId);
    }
  }

  /** A passage without pictures is better than none: when the object store is away the row is written all the same. */
  async #store(kept: Kept, snapshot: PassageSnapshot, best: StillCandidate): Promise<StillKeys | null> {
    const source: StillSource = {
      jpeg: best.jpeg,
      width: best.width,
      height: best.height,
      cropBox: best.plateBox,
      version: kept.stillVersion + 1,
    };
    try {
      const keys = await this.#deps.writer.storeStills(snapshot, source);
      kept.stillVersion += 1;
      return keys;
    } catch (error) {
      this.#deps.onFailed(error, snapshot.cameraId);
      return null;
    }
  }

  #of(track: object): Kept {
    const known = this.#kept.get(track);
    if (known) return known;
    const fresh: Kept = {
      best: null,
      isStored: false,
      storedStillScore: 0,
      storedStillAtMs: 0,
      stillVersion: 0,
      lastWriteMs: 0,
      lastWritten: '',
    };
    this.#kept.set(track, fresh);
    return fresh;
  }
}

const hasBetterStill = (kept: Kept): boolean =>
  kept.best !== null && kept.best.score > kept.storedStillScore * BETTER_STILL;

/** What a person would notice: text and class. */
const meaningOf = ({ snapshot: { plate, objectClass, colour } }: TrackState): string =>
  `${plate?.text ?? ''} ${plate?.ground ?? ''} ${objectClass} ${colour ?? ''}`;
