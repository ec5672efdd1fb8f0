import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { PixelPoint, PlateCorners } from '../contracts.ts';

/** The upright box around the corners. */
export function boxOfCorners(corners: PlateCorners): PixelBox {
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** The corners of an upright box. */
export function cornersOfBox({ x, y, width, height }: PixelBox): PlateCorners {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

const turn = (a: PixelPoint, b: PixelPoint, c: PixelPoint): number =>
  (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);

/** Whether the corners run clockwise around a convex shape: only then is there a view that makes it a rectangle. */
export function isPlateShape([topLeft, topRight, bottomRight, bottomLeft]: PlateCorners): boolean {
  return (
    turn(topLeft, topRight, bottomRight) > 0 &&
    turn(topRight, bottomRight, bottomLeft) > 0 &&
    turn(bottomRight, bottomLeft, topLeft) > 0 &&
    turn(bottomLeft, topLeft, topRight) > 0
  );
}

const between = (a: PixelPoint, b: PixelPoint): number => Math.hypot(b.x - a.x, b.y - a.y);

/** Mean length of the upper and lower edge, and of the left and right edge, px. */
export function sidesOf([topLeft, topRight, bottomRight, bottomLeft]: PlateCorners): { width: number; height: number } {
  return {
    width: (between(topLeft, topRight) + between(bottomLeft, bottomRight)) / 2,
    height: (between(topLeft, bottomLeft) + between(topRight, bottomRight)) / 2,
  };
}

export function mapCorners(corners: PlateCorners, map: (point: PixelPoint) => PixelPoint): PlateCorners {
  return [map(corners[0]), map(corners[1]), map(corners[2]), map(corners[3])];
}
