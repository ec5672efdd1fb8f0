import type { PixelBox } from '@thapcanh/core/passages/passage';

/** A line of text as a slanted rectangle, in pixels of the picture it was found in. */
export interface TextLine {
  readonly centreX: number;
  readonly centreY: number;
  /** Along the writing. */
  readonly length: number;
  /** Across the writing. */
  readonly height: number;
  /** Slope of the writing against the horizontal, radians, downwards positive; small. */
  readonly angle: number;
  /** Mean of the text map inside, 0..1. */
  readonly score: number;
}

/** The upright box around a line. */
export function boxOfLine(line: TextLine): PixelBox {
  const cos = Math.abs(Math.cos(line.angle));
  const sin = Math.abs(Math.sin(line.angle));
  const width = line.length * cos + line.height * sin;
  const height = line.length * sin + line.height * cos;
  return { x: line.centreX - width / 2, y: line.centreY - height / 2, width, height };
}

/** The part of a line between two shares of its height (0 top, 1 bottom), as a line of its own. */
export function sliceOfLine(line: TextLine, from: number, to: number): TextLine {
  const across = (from + to) / 2 - 0.5;
  return {
    ...line,
    centreX: line.centreX - Math.sin(line.angle) * across * line.height,
    centreY: line.centreY + Math.cos(line.angle) * across * line.height,
    height: line.height * (to - from),
  };
}
