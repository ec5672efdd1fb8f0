import type { CameraId } from '@thapcanh/core/ids';
import { pixelsOfShare } from '@thapcanh/core/pictures/picture-share';
import { decodeJpeg } from '@thapcanh/models/image';
import type { PassageKeeper, TrackState } from '../passages/passage-keeper.ts';
import { isLonePlateSure, isPlateConfirmed } from '../passages/passage-rules.ts';
import { touchesEdge } from '../track/box-geometry.ts';
import type { PlateObservation } from '../track/observation.ts';
import type { PlateTrack } from '../track/plate-track.ts';
import { PlateTracker } from '../track/plate-tracker.ts';
import {
  type AnalysisTools,
  type CameraAnalysis,
  createKeeper,
  type PicturedFrame,
  seeObjects,
  timed,
} from './camera-analysis.ts';
import { lumaGridOf } from './change-gate.ts';
import { GateLook, readLook } from './gate-look.ts';
import { toPlateObservation } from './plate-observation.ts';

/** Votes on the vehicle class after which the detector is not asked again for a track. */
const ENOUGH_CLASS_VOTES = 3;
/** With frames older than this the process is behind: no time for anything but plates. */
const BEHIND_MS = 2_000;
/** A still with the plate cut by the edge shows less than half of what matters. */
const CUT_STILL = 0.3;
const OTHER_TEXT_STILL = 0.5;

/** A gate: the plate reader on the picture first, the detector only to name the vehicle around a plate. */
export class PlateGateAnalysis implements CameraAnalysis {
  readonly #cameraId: CameraId;
  readonly #tools: AnalysisTools;
  readonly #tracker = new PlateTracker();
  readonly #keeper: PassageKeeper;
  readonly #look = new GateLook();
  #wasDetectorAsked = false;

  constructor(cameraId: CameraId, tools: AnalysisTools) {
    this.#cameraId = cameraId;
    this.#tools = tools;
    this.#keeper = createKeeper(cameraId, tools);
  }

  get isIdle(): boolean {
    return this.#tracker.openTracks.length === 0;
  }

  async process(frame: PicturedFrame, signal: AbortSignal): Promise<'read' | 'unchanged'> {
    const { metrics } = this.#tools;
    const atMs = frame.ref.capturedAtMs;
    const grid = await timed(this.#tools, 'change-gate', () => lumaGridOf(frame.jpeg));
    const look = this.#look.plan(grid, atMs, frame.ref, this.#tracker.openTracks);
    if (!look) {
      this.#tracker.unchanged(atMs);
      await this.#finish(this.#tracker.sweep(atMs));
      for (const track of this.#tracker.openTracks) await this.#keeper.seen(track, this.#stateOf(track, false), null);
      return 'unchanged';
    }
    const image = await timed(this.#tools, 'decode', () => decodeJpeg(frame.jpeg));
    const { width, height } = image;
    const masks = frame.masks.map((mask) => pixelsOfShare(mask, { width, height }));
    const readings = await timed(this.#tools, 'plates', () =>
      readLook(this.#tools.plateReader, image, look, { signal, masks }),
    );
    const plates = readings.map(toPlateObservation);
    const isDetectorAsked = this.#needsDetector(plates, frame.lagMs);
    const objects = isDetectorAsked ? await seeObjects(this.#tools, image, signal) : null;
    this.#wasDetectorAsked = isDetectorAsked;
    this.#look.done(look, grid, atMs, plates.length === 0);

    const { seen, ended } = this.#tracker.update({ capturedAtMs: atMs, width, height, plates, objects });
    for (const { track, plate } of seen) {
      metrics.read(track.readCount > 1 ? 'joined' : 'began');
      const score = stillScore(track, plate, width, height);
      await this.#keeper.seen(track, this.#stateOf(track, false), {
        atMs,
        jpeg: frame.jpeg,
        width,
        height,
        plateBox: plate.box,
        score,
      });
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

  #needsDetector(plates: readonly PlateObservation[], lagMs: number): boolean {
    if (plates.length === 0 || this.#wasDetectorAsked || lagMs > BEHIND_MS) return false;
    const open = this.#tracker.openTracks;
    return open.length < plates.length || open.some((track) => track.classVotes < ENOUGH_CLASS_VOTES);
  }

  async #finish(tracks: readonly PlateTrack[]): Promise<void> {
    for (const track of tracks) await this.#keeper.ended(track, this.#stateOf(track, true));
  }

  #stateOf(track: PlateTrack, isEnded: boolean): TrackState {
    return {
      isConfirmed: isPlateConfirmed(track) || (isEnded && isLonePlateSure(track)),
      snapshot: {
        cameraId: this.#cameraId,
        trackKey: track.key,
        startedAtMs: track.startedAtMs,
        endedAtMs: track.lastSeenAtMs,
        objectClass: track.objectClass,
        colour: track.colour,
        plate: track.vote?.plate ?? null,
        reads: track.reads.map(({ atMs, text, confidence }) => ({ atMs, text, confidence })),
        readCount: track.readCount,
      },
    };
  }
}

/** How well a picture shows the plate: its width x the confidence of the read, less when cut or when it reads otherwise. */
function stillScore(track: PlateTrack, plate: PlateObservation, width: number, height: number): number {
  const isCut = touchesEdge(plate.box, width, height);
  const isOther = track.vote !== null && track.vote.plate.text !== plate.text;
  return plate.box.width * plate.confidence * (isCut ? CUT_STILL : 1) * (isOther ? OTHER_TEXT_STILL : 1);
}
