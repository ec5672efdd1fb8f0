import type { CameraId } from '@thapcanh/core/ids';
import { decodeJpeg } from '@thapcanh/models/image';
import type { PassageKeeper, TrackState } from '../passages/passage-keeper.ts';
import { isObjectConfirmed } from '../passages/passage-rules.ts';
import { touchesEdge } from '../track/box-geometry.ts';
import { type ObjectTrack, ObjectTracker } from '../track/object-tracker.ts';
import {
  type AnalysisTools,
  type CameraAnalysis,
  createKeeper,
  type PicturedFrame,
  seeObjects,
  timed,
} from './camera-analysis.ts';
import { ChangeGate, lumaGridOf } from './change-gate.ts';

/** A quiet street is looked at this often: standing vehicles must not be taken for gone. */
const QUIET_REFRESH_MS = 4_000;
/** An object cut by the edge makes a poor picture. */
const CUT_STILL = 0.3;

/** A street: the detector on the picture, vehicles counted. */
export class StreetAnalysis implements CameraAnalysis {
  readonly #cameraId: CameraId;
  readonly #tools: AnalysisTools;
  readonly #tracker = new ObjectTracker();
  readonly #keeper: PassageKeeper;
  readonly #gate = new ChangeGate();
  #lastReadMs = Number.NEGATIVE_INFINITY;

  constructor(cameraId: CameraId, tools: AnalysisTools) {
    this.#cameraId = cameraId;
    this.#tools = tools;
    this.#keeper = createKeeper(cameraId, tools);
  }

  get isIdle(): boolean {
    return this.#tracker.openTracks.length === 0;
  }

  async process(frame: PicturedFrame, signal: AbortSignal): Promise<'read' | 'unchanged'> {
    const atMs = frame.ref.capturedAtMs;
    const grid = await timed(this.#tools, 'change-gate', () => lumaGridOf(frame.jpeg));
    if (this.#gate.changed(grid).length === 0 && atMs - this.#lastReadMs < QUIET_REFRESH_MS) {
      await this.#finish(this.#tracker.sweep(atMs));
      return 'unchanged';
    }
    const image = await timed(this.#tools, 'decode', () => decodeJpeg(frame.jpeg));
    const objects = await seeObjects(this.#tools, image, signal);
    this.#lastReadMs = atMs;
    this.#gate.accept(grid, objects.length === 0);

    const { width, height } = image;
    const { seen, ended } = this.#tracker.update({ capturedAtMs: atMs, width, height, plates: [], objects });
    for (const { track, object } of seen) {
      if (track.objectClass === 'person') continue;
      const score = object.box.width * object.score * (touchesEdge(object.box, width, height) ? CUT_STILL : 1);
      const { jpeg } = frame;
      await this.#keeper.seen(track, this.#stateOf(track), { atMs, jpeg, width, height, plateBox: null, score });
    }
    await this.#finish(ended);
    return 'read';
  }

  async sweep(atMs: number): Promise<void> {
    await this.#finish(this.#tracker.sweep(atMs));
  }

  async close(): Promise<void> {
    await this.#finish(this.#tracker.close());
  }

  async #finish(tracks: readonly ObjectTrack[]): Promise<void> {
    for (const track of tracks) await this.#keeper.ended(track, this.#stateOf(track));
  }

  #stateOf(track: ObjectTrack): TrackState {
    return {
      isConfirmed: isObjectConfirmed(track),
      snapshot: {
        cameraId: this.#cameraId,
        trackKey: track.key,
        startedAtMs: track.startedAtMs,
        endedAtMs: track.lastSeenAtMs,
        objectClass: track.objectClass,
        colour: track.colour,
        plate: null,
        reads: [],
        readCount: 0,
      },
    };
  }
}
