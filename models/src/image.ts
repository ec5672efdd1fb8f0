import type { PixelBox } from '@thapcanh/core/passages/passage';
import sharp from 'sharp';
import type { RgbImage } from './contracts.ts';
import { modelError } from './model-errors.ts';

/** What a picture may weigh before it is decoded at all. */
export interface DecodeLimits {
  readonly maxBytes: number;
  readonly maxPixels: number;
}

/** A 4K camera's JPEG with room to spare. */
export const DEFAULT_DECODE_LIMITS: DecodeLimits = { maxBytes: 16 * 1024 * 1024, maxPixels: 4096 * 2304 };

/**
 * Decodes a JPEG. Sizes are checked from the header before any pixel is decoded.
 * @throws AppError `TC_PICTURE_TOO_LARGE`, `TC_PICTURE_UNREADABLE` (no JPEG, damaged or cut off)
 */
export async function decodeJpeg(bytes: Uint8Array, limits: DecodeLimits = DEFAULT_DECODE_LIMITS): Promise<RgbImage> {
  if (bytes.length > limits.maxBytes)
    throw modelError('TC_PICTURE_TOO_LARGE', { size: `${bytes.length} B`, limit: `${limits.maxBytes} B` });
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw modelError('TC_PICTURE_UNREADABLE', { reason: 'no JPEG header' });
  try {
    const picture = sharp(bytes, { failOn: 'truncated', limitInputPixels: false });
    const { width, height } = await picture.metadata();
    if (width * height > limits.maxPixels)
      throw modelError('TC_PICTURE_TOO_LARGE', { size: `${width}x${height}`, limit: `${limits.maxPixels} px` });
    const { data, info } = await picture
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`${info.channels} channels`);
    return { width: info.width, height: info.height, data };
  } catch (error) {
    if (error instanceof Error && error.name === 'AppError') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw modelError('TC_PICTURE_UNREADABLE', { reason }, { cause: error });
  }
}

/** Refuses a picture whose data does not fit its size (`TC_MODEL_INPUT`). */
export function assertImage(image: RgbImage): void {
  const { width, height, data } = image;
  const isWhole = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (!isWhole || data.length !== width * height * 3)
    throw modelError('TC_MODEL_INPUT', { reason: `${width}x${height} with ${data.length} bytes` });
}

/** The part of a box inside the picture, on whole pixels; null when nothing is left. */
export function clipBox(box: PixelBox, width: number, height: number): PixelBox | null {
  const left = Math.max(0, Math.floor(box.x));
  const top = Math.max(0, Math.floor(box.y));
  const right = Math.min(width, Math.ceil(box.x + box.width));
  const bottom = Math.min(height, Math.ceil(box.y + box.height));
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}

/** Copies a part out of a picture; the box is cut to the picture, an empty rest gives one pixel. */
export function crop(image: RgbImage, box: PixelBox): RgbImage {
  const part = clipBox(box, image.width, image.height) ?? { x: 0, y: 0, width: 1, height: 1 };
  const rowBytes = part.width * 3;
  const data = new Uint8Array(rowBytes * part.height);
  for (let y = 0; y < part.height; y += 1) {
    const from = ((part.y + y) * image.width + part.x) * 3;
    data.set(image.data.subarray(from, from + rowBytes), y * rowBytes);
  }
  return { width: part.width, height: part.height, data };
}
