/** What a file is for. `source` is raw material of the converter, `alphabet` the characters of a recogniser. */
export const MODEL_TASKS = [
  'detect',
  'plate-find',
  'plate-read',
  'face-detect',
  'face-embed',
  'helmet',
  'light',
  'alphabet',
  'source',
] as const;

export type ModelTask = (typeof MODEL_TASKS)[number];

/** `default` comes with the install and needs no network; `accurate` is fetched where there is one. */
export const MODEL_PROFILES = ['default', 'accurate'] as const;

export type ModelProfile = (typeof MODEL_PROFILES)[number];

/** How a detector's output becomes boxes; see `models/src/adapters`. */
export const DETECTOR_ADAPTERS = ['nanodet', 'yolox', 'detr', 'boxes'] as const;

export type DetectorAdapterName = (typeof DETECTOR_ADAPTERS)[number];

/** One figure that somebody saw. */
export interface MeasuredFigure {
  /** The pictures it was measured on. */
  readonly set: string;
  /** `ap50`, `exact`, `ms` ... */
  readonly metric: string;
  /** Shares as 0..1, times in milliseconds. */
  readonly value: number;
  /** Processor, threads, input size, count: what a reader needs to see the same again. */
  readonly conditions: string;
}

/** One file of a manifest. */
export interface ModelEntry {
  /** Small letters, digits, dots and dashes; unique. */
  readonly id: string;
  readonly task: ModelTask;
  readonly profile: ModelProfile;
  /** `npm:<package>/<path>` for a file of an installed package, else a path under `folder`. */
  readonly file: string;
  /** Absolute; the folder of the manifest that holds the entry. */
  readonly folder: string;
  readonly sha256: string;
  /** Where the file is fetched from; only and always in the profile `accurate`. */
  readonly url: string | null;
  /** Size of the file, where it is stated. */
  readonly bytes: number | null;
  /** Only and always for the task `detect`. */
  readonly adapter: DetectorAdapterName | null;
  /** Input as the model wants it, in words: layout, colour order, normalisation. */
  readonly input: string | null;
  /** Names of the classes in the order of the model's output. */
  readonly classes: readonly string[] | null;
  readonly licence: string;
  readonly provenance: string;
  readonly measured: readonly MeasuredFigure[];
}
