import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Detector, PlateReader } from '@thapcanh/models/contracts';
import { decodeJpeg } from '@thapcanh/models/image';
import { isLonePlateSure, isPlateConfirmed } from '../passages/passage-rules.ts';
import { lumaGridOf } from '../pipeline/change-gate.ts';
import { GateLook, readLook } from '../pipeline/gate-look.ts';
import { toPlateObservation } from '../pipeline/plate-observation.ts';
import type { PlateTrack } from '../track/plate-track.ts';
import { PlateTracker } from '../track/plate-tracker.ts';
import type { FoundPassage } from './replay-truth.ts';

export interface ReplayOptions {
  readonly plateReader: PlateReader;
  /** Null leaves the vehicle class unknown. */
  readonly detector: Detector | null;
  /** Called for every picture, for a person who tunes. */
  readonly onFrame?: (atMs: number, reads: readonly { text: string; confidence: number; widthPx: number }[]) => void;
}

export interface ReplayResult {
  readonly frames: number;
  /** Pictures the reader was asked about, and the mean share of those pictures it looked at. */
  readonly framesRead: number;
  readonly lookedShare: number;
  readonly passages: readonly FoundPassage[];
  /** Median time of the plate reader on one picture. */
  readonly plateMsMedian: number;
  readonly detectorMsMedian: number | null;
}

/**
 * Runs reader, tracker and vote over a directory of JPEG pictures named by their offset, `<ms>.jpg`, as the gate analysis
 * would over a camera's key frames. Nothing is written. Other files are ignored; no picture at all is refused.
 */
export async function replayFrames(dir: string, options: ReplayOptions): Promise<ReplayResult> {
  const offsets = (await readdir(dir))
    .flatMap((name) => /^(\d{1,10})\.jpe?g$/i.exec(name)?.[1] ?? [])
    .map((digits) => ({ digits, atMs: Number(digits) }))
    .sort((a, b) => a.atMs - b.atMs);
  if (offsets.length === 0) throw new RangeError(`no pictures named <ms>.jpg in ${dir}`);
  const names = new Map((await readdir(dir)).map((name) => [path.parse(name).name, name]));
  const tracker = new PlateTracker();
  const seen = new Set<PlateTrack>();
  const gateLook = new GateLook();
  const looked: number[] = [];
  const plateMs: number[] = [];
  const detectorMs: number[] = [];
  for (const { digits, atMs } of offsets) {
    const jpeg = await readFile(path.join(dir, names.get(digits) ?? `${digits}.jpg`));
    const image = await decodeJpeg(jpeg);
    const grid = await lumaGridOf(jpeg);
    const look = gateLook.plan(grid, atMs, image, tracker.openTracks);
    if (!look) {
      tracker.unchanged(atMs);
      continue;
    }
    let startedMs = performance.now();
    const plates = (await readLook(options.plateReader, image, look)).map(toPlateObservation);
    plateMs.push(performance.now() - startedMs);
    gateLook.done(look, grid, atMs, plates.length === 0);
    const whole = image.width * image.height;
    const parts = look.regions?.reduce((sum, region) => sum + region.width * region.height, 0) ?? whole;
    looked.push(parts / whole);
    let objects = null;
    if (options.detector && plates.length > 0) {
      startedMs = performance.now();
      objects = (await options.detector.detect([image]))[0] ?? null;
      detectorMs.push(performance.now() - startedMs);
    }
    options.onFrame?.(
      atMs,
      plates.map(({ text, confidence, box }) => ({ text, confidence, widthPx: box.width })),
    );
    const changes = tracker.update({ capturedAtMs: atMs, width: image.width, height: image.height, plates, objects });
    for (const { track } of changes.seen) seen.add(track);
  }
  return {
    frames: offsets.length,
    framesRead: looked.length,
    lookedShare: Math.round((looked.reduce((sum, share) => sum + share, 0) / Math.max(1, looked.length)) * 100) / 100,
    passages: [...seen].filter((track) => isPlateConfirmed(track) || isLonePlateSure(track)).flatMap(foundPassage),
    plateMsMedian: median(plateMs) ?? 0,
    detectorMsMedian: median(detectorMs),
  };
}

function foundPassage(track: PlateTrack): FoundPassage[] {
  if (!track.vote) return [];
  return [
    {
      plate: track.vote.plate.text,
      startedMs: track.startedAtMs,
      endedMs: track.lastSeenAtMs,
      confidence: Math.round(track.vote.plate.confidence * 1000) / 1000,
      reads: track.readCount,
      objectClass: track.objectClass,
    },
  ];
}

function median(values: readonly number[]): number | null {
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return middle === undefined ? null : Math.round(middle * 10) / 10;
}
