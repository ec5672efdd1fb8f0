import type { TextLine } from './text-line.ts';

/** The detector's answer: how much each pixel looks like text. */
export interface TextMap {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

const MAP_THRESHOLD = 0.3;
const MIN_MEAN_SCORE = 0.5;
const UNCLIP_RATIO = 1.6;
const MIN_SIDE_PX = 3;
const MAX_ANGLE = 0.6;
/** Components looked at in one map, largest first come first served in reading order; a page of text has fewer. */
const MAX_COMPONENTS = 400;

interface Component {
  readonly xs: number[];
  readonly ys: number[];
  sum: number;
}

function* componentsOf({ data, width, height }: TextMap): Generator<Component> {
  const isSeen = new Uint8Array(data.length);
  const stack: number[] = [];
  for (let start = 0; start < data.length; start += 1) {
    if (isSeen[start] === 1 || (data[start] ?? 0) <= MAP_THRESHOLD) continue;
    const component: Component = { xs: [], ys: [], sum: 0 };
    isSeen[start] = 1;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      component.xs.push(x);
      component.ys.push(y);
      component.sum += data[at] ?? 0;
      for (let dy = -1; dy <= 1; dy += 1)
        for (let dx = -1; dx <= 1; dx += 1) {
          const nx = x + dx;
          const ny = y + dy;
          const next = ny * width + nx;
          if (nx < 0 || ny < 0 || nx >= width || ny >= height || isSeen[next] === 1) continue;
          if ((data[next] ?? 0) <= MAP_THRESHOLD) continue;
          isSeen[next] = 1;
          stack.push(next);
        }
    }
    yield component;
  }
}

/** Slope of the main axis, 0 where the component is too compact to have one. */
function angleOf({ xs, ys }: Component, meanX: number, meanY: number): number {
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < xs.length; i += 1) {
    const dx = (xs[i] ?? 0) - meanX;
    const dy = (ys[i] ?? 0) - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const spread = Math.hypot(xx - yy, 2 * xy);
  const isElongated = xx + yy + spread > 3 * (xx + yy - spread);
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  return isElongated && Math.abs(angle) < MAX_ANGLE ? angle : 0;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function lineOf(component: Component): TextLine | null {
  const { xs, ys, sum } = component;
  const score = sum / xs.length;
  if (score < MIN_MEAN_SCORE) return null;
  const meanX = mean(xs);
  const meanY = mean(ys);
  const angle = angleOf(component, meanX, meanY);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  let [minU, maxU, minV, maxV] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < xs.length; i += 1) {
    const dx = (xs[i] ?? 0) - meanX;
    const dy = (ys[i] ?? 0) - meanY;
    const u = dx * cos + dy * sin;
    const v = dy * cos - dx * sin;
    minU = Math.min(minU, u);
    maxU = Math.max(maxU, u);
    minV = Math.min(minV, v);
    maxV = Math.max(maxV, v);
  }
  const length = maxU - minU + 1;
  const height = maxV - minV + 1;
  if (Math.min(length, height) < MIN_SIDE_PX) return null;
  // The map is a shrunken kernel of the line: grow it by area / perimeter (Differentiable Binarization, arXiv 1911.08947).
  const grow = (length * height * UNCLIP_RATIO) / (2 * (length + height));
  const u = (minU + maxU) / 2;
  const v = (minV + maxV) / 2;
  return {
    centreX: meanX + u * cos - v * sin + 0.5,
    centreY: meanY + u * sin + v * cos + 0.5,
    length: length + 2 * grow,
    height: height + 2 * grow,
    angle,
    score,
  };
}

/** Lines of text in a map, in pixels of the map, unsorted. */
export function linesOfTextMap(map: TextMap): TextLine[] {
  const lines: TextLine[] = [];
  let count = 0;
  for (const component of componentsOf(map)) {
    count += 1;
    if (count > MAX_COMPONENTS) break;
    const line = lineOf(component);
    if (line !== null) lines.push(line);
  }
  return lines;
}
