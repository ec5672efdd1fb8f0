import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { FloatTensor, InputTensor } from '../onnx-session.ts';
import { BLOCK_BYTES } from '../pixel-blocks.ts';
import type { PlanarNormalisation } from '../planar.ts';
import type { ModelSignature, WantedTensor } from '../tensor-signature.ts';

/** The input that takes pictures, as the model file declares it; null: free. */
export interface ImageInput {
  readonly name: string;
  /** `planes`: floats, channel by channel; `blocks`: bytes in blocks of two by two pixels (`pixel-blocks.ts`). */
  readonly layout: 'planes' | 'blocks';
  readonly width: number | null;
  readonly height: number | null;
}

/** Batch, three channels, rows, columns. */
export const planesTensor = ({ name, width, height }: ImageInput): WantedTensor => ({
  name,
  dims: [null, 3, height, width],
});

/** Batch, rows and columns of blocks, their bytes. */
export const blocksTensor = ({ name, width, height }: ImageInput): WantedTensor => ({
  name,
  type: 'uint8',
  dims: [null, height && height / 2, width && width / 2, BLOCK_BYTES],
});

/** Pixels: the longest side, or the area, so that pictures of all shapes cost about the same. */
export type UsualInput = { readonly side: number } | { readonly area: number };

/** How a picture becomes the model's input. */
export interface InputRecipe {
  /** `letterbox`: scaled evenly into the top-left corner; `stretch`: each side scaled to fill. */
  readonly fit: 'letterbox' | 'stretch';
  readonly order: 'bgr' | 'rgb';
  readonly normalisation: PlanarNormalisation;
  /** Value around a letterboxed picture before normalisation, 0..255. */
  readonly padding: number;
  /** The input where the model leaves its size free and nobody asks for a longest side. */
  readonly usual: UsualInput;
}

/** What a model proposes for one picture. Values may be anything, also NaN: they are checked by whoever reads them. */
export interface Proposals {
  readonly count: number;
  /** 0..1. */
  scoreOf(proposal: number, classIndex: number): number;
  /** Pixels of the model's input. */
  boxOf(proposal: number): PixelBox;
}

/** Which picture of which run. */
export interface RunPlace {
  readonly index: number;
  readonly batch: number;
  /** Size of the model's input in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Reads an output of a run by name, its shape checked (`null` = any size). */
export type ReadOutput = (name: string, shape: readonly (number | null)[]) => FloatTensor;

/** One family of detectors: what goes in, what comes out. */
export interface DetectorAdapter {
  readonly recipe: InputRecipe;
  readonly signature: ModelSignature;
  /** Used where the caller asks for none. */
  readonly minScore: number;
  /** Boxes of one class that overlap more are one object; null where the model gives every object once. */
  readonly maxOverlap: number | null;
  /** Inputs beside the picture. */
  extraFeeds?(place: Omit<RunPlace, 'index'>): Readonly<Record<string, InputTensor>>;
  proposalsOf(read: ReadOutput, place: RunPlace): readonly Proposals[];
}

/** The part of a batched output that belongs to one picture. */
export function partOf(tensor: FloatTensor, index: number): Float32Array {
  const length = tensor.data.length / (tensor.dims[0] ?? 1);
  return tensor.data.subarray(index * length, (index + 1) * length);
}

/** 0..255 as they are. */
export const RAW_PIXELS: PlanarNormalisation = { scale: [1, 1, 1], shift: [0, 0, 0] };
