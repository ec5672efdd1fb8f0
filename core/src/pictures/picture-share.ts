/** A rectangle in shares of the picture, 0..1 from the upper left corner, whatever the size of the stream. */
export interface PictureShare {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
