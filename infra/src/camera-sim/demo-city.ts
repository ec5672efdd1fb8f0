import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnalysisProfile, StreamName } from '@thapcanh/core/camera/camera';
import type { PlateGround } from '@thapcanh/core/passages/passage';
import { PLATE_KINDS, type PlateKindId } from '@thapcanh/core/plates/plate-kinds';
import type { CameraPlace } from '../config/config.ts';
import type { StreamCredentials } from './server-authentication.ts';
import type { SimulatedStream } from './simulated-camera.ts';

/** One simulated camera of the demo city; its streams are `<id>/main` and `<id>/sub`. */
export interface DemoCamera {
  readonly id: string;
  readonly name: string;
  readonly profile: AnalysisProfile;
  /** File names in the clip directory. */
  readonly mainFile: string;
  readonly subFile: string;
  /** What passes when; null where no plate is large enough to be read. */
  readonly truthFile: string | null;
  readonly place: CameraPlace;
}

export const DEMO_CAMERAS: readonly DemoCamera[] = [
  demoCamera('gate-car', 'Cổng Bắc – ô tô', 'plate-gate', 'gate-car.truth.json', [10.71312, 105.11604, 332, 30, 35]),
  demoCamera(
    'gate-moto',
    'Cổng Bắc – xe máy',
    'plate-gate',
    'gate-moto.truth.json',
    [10.71306, 105.11613, 332, 30, 25],
  ),
  demoCamera('avenue', 'Ngã tư Trần Phú', 'street', null, [10.7079, 105.11835, 118, 75, 70]),
];

/** Where the shipped clips lie, seen from the sources and from the build alike. */
export function demoClipDir(): string {
  return fileURLToPath(new URL('../../camera-sim/clips', import.meta.url));
}

/** `gate-car/main`: the path of a demo camera's stream on the simulator. */
export function demoStreamPath(camera: DemoCamera, stream: StreamName): string {
  return `${camera.id}/${stream}`;
}

/** Every stream of the demo city for `createRtspSimulator`; `auth` null leaves them open. */
export function demoStreams(clipDir: string, auth: StreamCredentials | null): SimulatedStream[] {
  return DEMO_CAMERAS.flatMap((camera) => [
    { path: demoStreamPath(camera, 'main'), file: join(clipDir, camera.mainFile), ...(auth === null ? {} : { auth }) },
    { path: demoStreamPath(camera, 'sub'), file: join(clipDir, camera.subFile), ...(auth === null ? {} : { auth }) },
  ]);
}

function demoCamera(
  id: string,
  name: string,
  profile: AnalysisProfile,
  truthFile: string | null,
  [latitude, longitude, bearingDeg, viewDeg, viewM]: readonly [number, number, number, number, number],
): DemoCamera {
  const place = { latitude, longitude, bearingDeg, viewDeg, viewM };
  return { id, name, profile, mainFile: `${id}.main.mp4`, subFile: `${id}.sub.mp4`, truthFile, place };
}

/** One vehicle past a demo camera: its plate is wholly in the picture and large enough from `inMs` to `outMs`. */
export interface DemoPassage {
  /** Canonical text, `30A12345`. */
  readonly plate: string;
  /** As printed, `30A-123.45`. */
  readonly display: string;
  readonly kind: PlateKindId;
  readonly ground: PlateGround;
  readonly lines: 1 | 2;
  readonly vehicle: string;
  /** Offsets from the start of the clip. */
  readonly inMs: number;
  readonly outMs: number;
  /** Largest width of the plate in the main stream. */
  readonly plateWidthPxMax: number;
}

/** What really happens in one clip, written by its renderer. */
export interface DemoTruth {
  readonly clip: string;
  readonly durationMs: number;
  readonly fps: number;
  readonly seed: number;
  /** What is written on the picture. */
  readonly label: string;
  readonly passages: readonly DemoPassage[];
}

/** A passage of the endless loop at its wall times (UTC ms). */
export interface TruthPassage extends DemoPassage {
  readonly inAtMs: number;
  readonly outAtMs: number;
}

/** A truth file is missing its shape; the message names the file and the field. */
export class DemoTruthError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DemoTruthError';
  }
}

/** Reads and checks a camera's truth file. @throws DemoTruthError for a wrong shape, the system's error for no file. */
export async function loadDemoTruth(clipDir: string, camera: DemoCamera): Promise<DemoTruth> {
  if (camera.truthFile === null) throw new DemoTruthError(`camera ${camera.id} has no truth file`);
  const text = await readFile(join(clipDir, camera.truthFile), 'utf8');
  try {
    return parseDemoTruth(JSON.parse(text));
  } catch (error) {
    throw new DemoTruthError(`${camera.truthFile}: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

/**
 * Every passage that lies wholly within a stretch of wall time, by time of entry. Rests on the simulator's time line:
 * a clip stands at wall time modulo its duration.
 */
export function truthPassagesBetween(truth: DemoTruth, fromWallMs: number, toWallMs: number): TruthPassage[] {
  if (!Number.isFinite(fromWallMs) || !Number.isFinite(toWallMs)) throw new RangeError('the window must be finite');
  const passages: TruthPassage[] = [];
  const lastLoop = Math.floor(toWallMs / truth.durationMs);
  for (let loop = Math.floor(fromWallMs / truth.durationMs); loop <= lastLoop; loop += 1) {
    for (const passage of truth.passages) {
      const inAtMs = loop * truth.durationMs + passage.inMs;
      const outAtMs = loop * truth.durationMs + passage.outMs;
      if (inAtMs >= fromWallMs && outAtMs <= toWallMs) passages.push({ ...passage, inAtMs, outAtMs });
    }
  }
  return passages.sort((a, b) => a.inAtMs - b.inAtMs);
}

const GROUNDS: readonly PlateGround[] = ['white', 'yellow', 'blue', 'red', 'unknown'];

function parseDemoTruth(value: unknown): DemoTruth {
  const durationMs = readNumber(value, 'durationMs');
  if (durationMs <= 0) throw new Error('durationMs must be above 0');
  const passages = readField(value, 'passages');
  if (!Array.isArray(passages)) throw new Error('passages must be a list');
  return {
    clip: readText(value, 'clip'),
    durationMs,
    fps: readNumber(value, 'fps'),
    seed: readNumber(value, 'seed'),
    label: readText(value, 'label'),
    passages: passages.map((passage) => parsePassage(passage, durationMs)),
  };
}

function parsePassage(value: unknown, durationMs: number): DemoPassage {
  const inMs = readNumber(value, 'inMs');
  const outMs = readNumber(value, 'outMs');
  if (inMs < 0 || inMs > outMs || outMs > durationMs) throw new Error(`passage ${inMs}-${outMs} lies outside the clip`);
  const kind = PLATE_KINDS.find(({ id }) => id === readField(value, 'kind'))?.id;
  if (kind === undefined) throw new Error('kind must be a plate kind');
  const ground = GROUNDS.find((one) => one === readField(value, 'ground'));
  if (ground === undefined) throw new Error(`ground must be one of ${GROUNDS.join(', ')}`);
  const lines = readNumber(value, 'lines');
  if (lines !== 1 && lines !== 2) throw new Error('lines must be 1 or 2');
  return {
    plate: readText(value, 'plate'),
    display: readText(value, 'display'),
    kind,
    ground,
    lines,
    vehicle: readText(value, 'vehicle'),
    inMs,
    outMs,
    plateWidthPxMax: readNumber(value, 'plateWidthPxMax'),
  };
}

function readField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function readText(value: unknown, name: string): string {
  const field = readField(value, name);
  if (typeof field !== 'string') throw new Error(`${name} must be a text`);
  return field;
}

function readNumber(value: unknown, name: string): number {
  const field = readField(value, name);
  if (typeof field !== 'number' || !Number.isFinite(field)) throw new Error(`${name} must be a number`);
  return field;
}
