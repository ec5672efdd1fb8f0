import type { PixelPoint } from '../contracts.ts';

/** Turn, scale and shift, no mirror and no shear: `x' = a x - b y + shiftX`, `y' = b x + a y + shiftY`. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

export const scaleOf = ({ a, b }: Similarity): number => Math.hypot(a, b);

export function applySimilarity({ a, b, shiftX, shiftY }: Similarity, { x, y }: PixelPoint): PixelPoint {
  return { x: a * x - b * y + shiftX, y: b * x + a * y + shiftY };
}

function middleOf(points: readonly PixelPoint[]): PixelPoint {
  const sum = points.reduce((total, point) => ({ x: total.x + point.x, y: total.y + point.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/**
 * The similarity that brings `from` closest to `to` in the sense of least squares (Umeyama 1991, in the plane, without
 * reflection), point by point; null when all of `from` lie on one spot or a point is not finite.
 */
export function fitSimilarity(from: readonly PixelPoint[], to: readonly PixelPoint[]): Similarity | null {
  const pairs = from.flatMap((source, index) => {
    const target = to[index];
    return target === undefined ? [] : [{ source, target }];
  });
  const start = middleOf(pairs.map(({ source }) => source));
  const goal = middleOf(pairs.map(({ target }) => target));
  let spread = 0;
  let along = 0;
  let across = 0;
  for (const { source, target } of pairs) {
    const [px, py] = [source.x - start.x, source.y - start.y];
    const [qx, qy] = [target.x - goal.x, target.y - goal.y];
    spread += px * px + py * py;
    along += px * qx + py * qy;
    across += px * qy - py * qx;
  }
  const a = along / spread;
  const b = across / spread;
  if (!Number.isFinite(a) || !Number.isFinite(b) || Math.hypot(a, b) < 1e-9) return null;
  return { a, b, shiftX: goal.x - (a * start.x - b * start.y), shiftY: goal.y - (b * start.x + a * start.y) };
}

export function invertSimilarity({ a, b, shiftX, shiftY }: Similarity): Similarity {
  const square = a * a + b * b;
  const [ia, ib] = [a / square, -b / square];
  return { a: ia, b: ib, shiftX: -(ia * shiftX - ib * shiftY), shiftY: -(ib * shiftX + ia * shiftY) };
}
