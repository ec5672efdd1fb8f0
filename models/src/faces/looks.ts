import type { PixelBox } from '@thapcanh/core/passages/passage';

/** Places along one axis so that every stretch of `overlap` lies whole in one of them. */
function startsAlong(length: number, size: number, overlap: number): number[] {
  if (length <= size) return [(length - size) / 2];
  const count = Math.ceil((length - overlap) / (size - overlap));
  return Array.from({ length: count }, (_, index) => (index * (length - size)) / (count - 1));
}

/**
 * Equal boxes that cover a picture; anything up to `overlap` of a box long lies whole in one of them. A picture smaller
 * than the box lies in its middle.
 */
export function coverWith(
  picture: { readonly width: number; readonly height: number },
  box: { readonly width: number; readonly height: number },
  overlap: number,
): PixelBox[] {
  const xs = startsAlong(picture.width, box.width, box.width * overlap);
  const ys = startsAlong(picture.height, box.height, box.height * overlap);
  return ys.flatMap((y) => xs.map((x) => ({ x, y, width: box.width, height: box.height })));
}
