import type { PixelBox } from '../passages/passage.ts';

/** A rectangle in shares of the picture, 0..1 from the upper left corner, whatever the size of the stream. */
export interface PictureShare {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The rectangle in pixels of a picture of that size, not rounded. */
export function pixelsOfShare(share: PictureShare, picture: { width: number; height: number }): PixelBox {
  return {
    x: share.x * picture.width,
    y: share.y * picture.height,
    width: share.width * picture.width,
    height: share.height * picture.height,
  };
}
