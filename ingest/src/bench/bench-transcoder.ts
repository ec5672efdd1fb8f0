import type { KeyFrame } from '../decode/frame-decoder.ts';

/** Turns one key frame of one camera into a JPEG and gives its size. */
export interface BenchTranscoder {
  /** Frames that may be under way at a time. */
  readonly width: number;
  transcode(camera: string, frame: KeyFrame): Promise<number> | number;
}
