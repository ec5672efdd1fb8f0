/** How a bench clip is encoded. H.264 High without B-frames, no sound, a key frame every `gopFrames`. */
export interface BenchClipRecipe {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly seconds: number;
  readonly kbps: number;
  readonly gopFrames: number;
  /** Strength of the temporal noise that keeps every picture costly, as a sensor does; 0 for none. */
  readonly noise: number;
  /** Whether the frame number stands in the picture as black and white blocks, see clock-picture.ts. */
  readonly hasClock: boolean;
}
