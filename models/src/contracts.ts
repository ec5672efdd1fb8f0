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
  /** What each of `characters` could also be, as the recogniser saw it; absent where it does not say. */
  readonly choices?: readonly (readonly CharacterChoice[])[];
  /** Where the four corners are known. */
  readonly corners?: PlateCorners;
  /** 0..1 against a plate as crisp as the recogniser's input can show; absent where it was not measured. */
  readonly sharpness?: number;
}

/** A point in pixels of the picture given, top-left origin, fractions allowed. */
export interface PixelPoint {
  readonly x: number;
  readonly y: number;
}

/** Top left, top right, bottom right, bottom left as the text is read; pixels of the picture given, may lie outside it. */
export type PlateCorners = readonly [PixelPoint, PixelPoint, PixelPoint, PixelPoint];

/** One plate that was found and not yet read. */
export interface FoundPlate {
  readonly corners: PlateCorners;
  /** The upright box around the corners, cut to the picture. */
  readonly box: PixelBox;
  /** 0..1, the finder's own score. */
  readonly score: number;
}

/** What one place of a text may be. */
export interface CharacterChoice {
  readonly char: string;
  /** 0..1 over the whole alphabet of the reader. */
  readonly probability: number;
}

/** The text of one plate as the recogniser saw it, before any grammar. */
export interface PlateText {
  /** Lines from top to bottom, places from left to right; a place holds at most 5 choices by falling probability. */
  readonly lines: readonly (readonly (readonly CharacterChoice[])[])[];
  /** The first choices, `\n` between the lines; empty when nothing stands there. */
  readonly rawText: string;
  /** 0..1: product of the first choices; 0 for an empty text. */
  readonly probability: number;
  /**
   * Texts with other places (one more, one less, another line) that it could also be, by falling probability, which is
   * on the scale of this text's own; none of them has alternatives.
   */
  readonly alternatives?: readonly PlateText[];
}

/** One face in one picture. */
export interface FoundFace {
  /** Cut to the picture. */
  readonly box: PixelBox;
  /** 0..1, the detector's own score. */
  readonly score: number;
  /** Right eye, left eye (the person's own), nose tip, mouth centre; pixels of the picture given, may lie outside it. */
  readonly landmarks: readonly PixelPoint[];
}

/** Whether a rider's head wears a helmet. */
export interface HelmetVerdict {
  readonly label: 'helmet' | 'no-helmet';
  /** 0..1, calibrated: of verdicts given with .8, eight in ten are right on the pictures of the model card. */
  readonly probability: number;
}

/** The lamp that shines; `off` when the signal is dark, `unknown` when the picture does not say. */
export type LightState = 'red' | 'amber' | 'green' | 'off' | 'unknown';

export interface LightVerdict {
  readonly state: LightState;
  /** 0..1, calibrated as in `HelmetVerdict`. */
  readonly probability: number;
}

/** Where a model runs: ONNX Runtime's execution provider. */
export type ModelProvider = 'cpu' | 'cuda';

/** How a runner is opened. */
export interface RunnerOptions {
  /** `intraOpNumThreads` of ONNX Runtime; 1 by default: throughput comes from many runners, not from many threads. */
  readonly threads?: number;
  /** `cpu` by default. `cuda` where there is none is `TC_MODEL_PROVIDER`: never a quiet fall back to the CPU. */
  readonly provider?: ModelProvider;
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
  /** Clock and name overlays (pixels of the picture given): plates whose middle lies inside are dropped. */
  readonly masks?: readonly PixelBox[];
}

export interface FindOptions extends RunOptions {
  /** Look only here (pixels of the picture given; for calls with one picture); the whole picture by default. */
  readonly regions?: readonly PixelBox[];
  /** Plates below are dropped; the finder's own default is tuned for a reader and a grammar behind it. */
  readonly minScore?: number;
  /** Clock and name overlays (pixels of the picture given): plates whose middle lies inside are dropped. */
  readonly masks?: readonly PixelBox[];
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

/** Finds number plates without reading them. */
export interface PlateFinder extends ModelRunner {
  /** One list per picture, same order; each by falling score, no two plates overlapping. An empty input gives an empty output. */
  find(images: readonly RgbImage[], options?: FindOptions): Promise<FoundPlate[][]>;
}

/** Reads plates that were cut out and rectified, the picture being the plate and nothing else. */
export interface PlateTextReader extends ModelRunner {
  /** One text per plate, same order; an empty text where nothing stands. */
  readText(plates: readonly RgbImage[], options?: RunOptions): Promise<PlateText[]>;
}

/** Finds faces. */
export interface FaceDetector extends ModelRunner {
  /** One list per picture, same order; each by falling score. */
  detect(images: readonly RgbImage[], options?: DetectOptions): Promise<FoundFace[][]>;
}

/** Turns faces into vectors whose dot product says how alike two of them are. */
export interface FaceEmbedder extends ModelRunner {
  /** Length of every vector. */
  readonly dimensions: number;
  /** Faces are aligned to 112 x 112; one vector of unit length per face, same order. Other sizes are `TC_MODEL_INPUT`. */
  embed(faces: readonly RgbImage[], options?: RunOptions): Promise<Float32Array[]>;
}

/** Looks at cut-out heads of riders. A verdict is a hint for a person, never proof. */
export interface HelmetClassifier extends ModelRunner {
  /** One verdict per head, same order. */
  classify(heads: readonly RgbImage[], options?: RunOptions): Promise<HelmetVerdict[]>;
}

/** Looks at one traffic light in a fixed part of the picture. */
export interface LightReader extends ModelRunner {
  /** One verdict per region, same order. */
  read(regions: readonly RgbImage[], options?: RunOptions): Promise<LightVerdict[]>;
}
