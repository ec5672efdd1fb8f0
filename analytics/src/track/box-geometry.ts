import type { PixelBox } from '@thapcanh/core/passages/passage';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const centreOf = (box: PixelBox): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

export const distanceBetween = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

const areaOf = (box: PixelBox): number => Math.max(0, box.width) * Math.max(0, box.height);

function intersectionArea(a: PixelBox, b: PixelBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union, 0..1. */
export function overlapOf(a: PixelBox, b: PixelBox): number {
  const shared = intersectionArea(a, b);
  const union = areaOf(a) + areaOf(b) - shared;
  return union > 0 ? shared / union : 0;
}

export const containsPoint = (box: PixelBox, point: Point): boolean =>
  point.x >= box.x && point.x <= box.x + box.width && point.y >= box.y && point.y <= box.y + box.height;

/** Whether the box comes within `marginPx` of the picture's edge, where a plate is likely cut. */
export function touchesEdge(box: PixelBox, width: number, height: number, marginPx = 2): boolean {
  return (
    box.x <= marginPx ||
    box.y <= marginPx ||
    box.x + box.width >= width - marginPx ||
    box.y + box.height >= height - marginPx
  );
}
