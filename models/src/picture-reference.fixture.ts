import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { RgbImage } from './contracts.ts';

type At = (x: number, y: number, channel: number) => number;

export function pictureOf(width: number, height: number, at: At): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i += 1) {
    const pixel = Math.floor(i / 3);
    data[i] = at(pixel % width, Math.floor(pixel / width), i % 3);
  }
  return { width, height, data };
}

/** A picture without any order, always the same one. */
export function noise(width: number, height: number): RgbImage {
  let state = width * 7919 + height;
  return pictureOf(width, height, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

/** The mean of two neighbours along one side or of four along both, halves up. */
export function plainlyHalved(image: RgbImage, alongX: boolean, alongY: boolean): RgbImage {
  const stepX = alongX ? 2 : 1;
  const stepY = alongY ? 2 : 1;
  const value = (x: number, y: number, channel: number) => image.data[(y * image.width + x) * 3 + channel] ?? 0;
  return pictureOf(Math.floor(image.width / stepX), Math.floor(image.height / stepY), (x, y, channel) => {
    let sum = 0;
    for (let dy = 0; dy < stepY; dy += 1)
      for (let dx = 0; dx < stepX; dx += 1) sum += value(x * stepX + dx, y * stepY + dy, channel);
    return Math.floor(sum / (stepX * stepY) + 0.5);
  });
}

interface Tap {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

const NO_TAP: Tap = { low: 0, high: 0, share: 0 };

const tapsAlong = (start: number, length: number, count: number, limit: number): readonly Tap[] =>
  Array.from({ length: count }, (_, at) => {
    const position = Math.min(Math.max(start + ((at + 0.5) * length) / count - 0.5, 0), limit - 1);
    const low = Math.floor(position);
    return { low, high: Math.min(low + 1, limit - 1), share: position - low };
  });

/** The value of one pixel of a part of a picture that is resized bilinearly. */
export function plainlyResized(image: RgbImage, source: PixelBox, width: number, height: number): At {
  const columns = tapsAlong(source.x, source.width, width, image.width);
  const rows = tapsAlong(source.y, source.height, height, image.height);
  const value = (x: number, y: number, channel: number) => image.data[(y * image.width + x) * 3 + channel] ?? 0;
  const mix = (low: number, high: number, share: number) => low + (high - low) * share;
  return (x, y, channel) => {
    const column = columns[x] ?? NO_TAP;
    const row = rows[y] ?? NO_TAP;
    return mix(
      mix(value(column.low, row.low, channel), value(column.high, row.low, channel), column.share),
      mix(value(column.low, row.high, channel), value(column.high, row.high, channel), column.share),
      row.share,
    );
  };
}
