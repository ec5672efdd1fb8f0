import type { PixelBox } from '@thapcanh/core/passages/passage';
import sharp from 'sharp';

/** How much the plate's box grows, as a share of its width and height in all: shows the frame and the screws. */
const GROWN_BY = 0.15;
const CROP_QUALITY = 92;

/** The box grown and cut to whole pixels of the picture; null when nothing of it lies inside. */
export function cropRegion(box: PixelBox, width: number, height: number) {
  const left = Math.max(0, Math.floor(box.x - (box.width * GROWN_BY) / 2));
  const top = Math.max(0, Math.floor(box.y - (box.height * GROWN_BY) / 2));
  const right = Math.min(width, Math.ceil(box.x + box.width * (1 + GROWN_BY / 2)));
  const bottom = Math.min(height, Math.ceil(box.y + box.height * (1 + GROWN_BY / 2)));
  return right > left && bottom > top ? { left, top, width: right - left, height: bottom - top } : null;
}

/** The plate cut out of the picture at its own pixels (never enlarged), JPEG. Null when the box lies outside. */
export async function cropPlate(jpeg: Buffer, box: PixelBox): Promise<Buffer | null> {
  const image = sharp(jpeg, { failOn: 'error' });
  const { width, height } = await image.metadata();
  const region = cropRegion(box, width, height);
  if (!region) return null;
  return image.extract(region).jpeg({ quality: CROP_QUALITY, chromaSubsampling: '4:4:4' }).toBuffer();
}
