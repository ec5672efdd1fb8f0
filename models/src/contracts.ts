import type { ObjectClass, PixelBox, PlateGround } from '@thapcanh/core/passages/passage';
import type { ParsedPlate } from '@thapcanh/core/plates/plate-grammar';

/** One decoded picture: 3 bytes a pixel, R G B, rows without padding, top-left origin. `data.length === width * height * 3`. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export type DetectedClass = Exclude<ObjectClass, 'unknown'>;

/** One object in one picture. */
export interface Detection {
  readonly objectClass: DetectedClass;
  /** 0..1, the model's own score; not comparable between models. */
  readonly score: number;
  /** Pixels of the picture given, cut to its borders. */
  readonly box: PixelBox;
}

/** One character of a reading. */
export interface CharacterReading {
  readonly char: string;
  /** 0..1 share of the allowed alphabet at that place. */
  readonly confidence: number;
}

/** One plate in one picture. Only texts that fit the plate grammar become readings. */
export interface PlateReading {
  /** What the recogniser saw before repair; `\n` between the lines of a two-line plate. */
  readonly rawText: string;
  /** The parsed text: canonical, display, kinds, warnings. */
  readonly plate: ParsedPlate;
  /** Same order as `rawText` without its line break. */
  readonly characters: readonly CharacterReading[];
  /** 0..1: the least certain character, lowered for every repair. */
  readonly confidence: number;
  /** The whole plate in pixels of the picture given, all lines. */
  readonly box: PixelBox;
  readonly lines: 1 | 2;
  readonly ground: PlateGround;
}

/** How a runner is opened. */
export interface RunnerOptions {
  /** `intraOpNumThreads` of ONNX Runtime; 1 by default: throughput comes from many runners, not from many threads. */
  readonly threads?: number;
}

/** Asked before every model run; an aborted call rejects with the signal's reason. */
export interface RunOptions {
  readonly signal?: AbortSignal;
}

export interface DetectOptions extends RunOptions {
  /** Detections below are dropped; the runner's own default is tuned for watching a street. */
  readonly minScore?: number;
}

export interface PlateReadOptions extends RunOptions {
  /** Look only here (pixels of the picture given); the whole picture by default. Boxes come back in picture pixels. */
  readonly region?: PixelBox;
}

/**
 * An open model. Calls may overlap: they run one after another. Every call after `close` rejects with `TC_MODEL_CLOSED`;
 * a picture whose data does not fit its size rejects with `TC_MODEL_INPUT`; a failing run with `TC_MODEL_RUN_FAILED`.
 */
export interface ModelRunner {
  /** The manifest id(s), joined with `+`. */
  readonly modelId: string;
  /** Runs once on an empty picture, so that the first real call is not the slow one. */
  warmUp(): Promise<void>;
  /** Frees the sessions after the running call; idempotent. */
  close(): Promise<void>;
}

/** Finds vehicles and people. */
export interface Detector extends ModelRunner {
  /** One list per picture, same order; each list by falling score. An empty input gives an empty output. */
  detect(images: readonly RgbImage[], options?: DetectOptions): Promise<Detection[][]>;
}

/** Finds and reads number plates. */
export interface PlateReader extends ModelRunner {
  /** Readings by falling confidence, one per plate, no two overlapping. */
  read(image: RgbImage, options?: PlateReadOptions): Promise<PlateReading[]>;
}
