import type { LocalText } from '@thapcanh/core/errors/app-error';
import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { RgbImage, RunnerOptions } from '../contracts.ts';
import type { LabelFields } from './labels/label-fields.ts';
import type { LabelledPicture } from './labels/labelled-picture.ts';
import type { Confusion } from './metrics/confusion.ts';

/** Takes the time of what is handed to it; reading and decoding a picture is not the model's time. */
export interface Stopwatch {
  time<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** A model as a task sees it: one picture in, what it makes of it out. */
export interface EvalModel<Row extends LabelledPicture, Outcome> {
  /** As in the manifest, joined with `+`. */
  readonly modelId: string;
  warmUp(): Promise<void>;
  /** Runs the model inside `watch`; everything else outside of it. */
  measure(image: RgbImage, row: Row, watch: Stopwatch): Promise<Outcome>;
  close(): Promise<void>;
}

/** Which model is measured, and how it is opened. */
export interface ModelChoice {
  readonly runner: RunnerOptions;
  /** What `--model` says; null for the model that the platform uses. */
  readonly modelId: string | null;
  /** Longest side of the model's input in pixels, where it leaves that free; null for its usual one. */
  readonly inputSize: number | null;
}

/** @throws AppError `TC_EVAL_ARGUMENT` for an unknown name, those of the model */
export type OpenModel<Row extends LabelledPicture, Outcome> = (choice: ModelChoice) => Promise<EvalModel<Row, Outcome>>;

/** A picture, its labels and what the model made of it. */
export interface Measured<Row extends LabelledPicture, Outcome> {
  readonly row: Row;
  readonly outcome: Outcome;
}

/** Shares are 0..1, null where nothing could be counted. */
export type Figures = Readonly<Record<string, number | null | Readonly<Record<string, number | null>>>>;

/** A box drawn over a picture of the report. */
export interface Mark {
  readonly box: PixelBox;
  readonly text: string;
  readonly kind: 'labelled' | 'found';
}

/** A picture of the report. */
export interface MarkedPicture {
  readonly image: string;
  readonly marks: readonly Mark[];
  /** Shown with some surroundings instead of the whole picture, where a detail matters. */
  readonly focus?: PixelBox;
}

/** One thing that went wrong, for the report. */
export interface Mistake {
  readonly caption: LocalText;
  readonly pictures: readonly MarkedPicture[];
}

/** What is measured, for one kind of label and model. The functions are pure. */
export interface EvalTask<Row extends LabelledPicture, Outcome> {
  readonly parseRow: (fields: LabelFields) => Row;
  readonly open: OpenModel<Row, Outcome>;
  readonly figures: (items: readonly Measured<Row, Outcome>[]) => Figures;
  readonly confusion: (items: readonly Measured<Row, Outcome>[]) => Confusion;
  /** At most `count`, the worst first. */
  readonly mistakes: (items: readonly Measured<Row, Outcome>[], count: number) => Mistake[];
}
