import sharp from 'sharp';
import { apiError } from '../errors/api-errors.ts';

export const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const MAX_PIXELS = 60_000_000;
const LONGEST_SIDE_PX = 2_048;
const QUALITY = 82;
const PATIENCE_S = 10;
const MAX_AT_ONCE = 2;
const MAX_WAITING = 20;

/** First bytes of the kinds that are opened at all: what a file calls itself counts for nothing. */
const isJpeg = (bytes: Buffer): boolean => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
const isPng = (bytes: Buffer): boolean =>
  bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
const isWebp = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';

let running = 0;
const waiting: (() => void)[] = [];

/**
 * A photo of somebody unknown as a JPEG of our own: turned upright, at most 2048 pixels long, its pixels and nothing else
 * of the file. Two are worked on at once, twenty wait. Throws `TC_PHOTO_REFUSED`, `TC_BUSY`.
 */
export async function cleanPhoto(bytes: Buffer): Promise<Buffer> {
  if (!isJpeg(bytes) && !isPng(bytes) && !isWebp(bytes)) {
    throw refused('tệp này không phải ảnh JPEG, PNG hay WebP', 'this file is no JPEG, PNG or WebP picture');
  }
  if (waiting.length >= MAX_WAITING) throw apiError('TC_BUSY');
  if (running >= MAX_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 })
      .timeout({ seconds: PATIENCE_S })
      .rotate()
      .resize({ width: LONGEST_SIDE_PX, height: LONGEST_SIDE_PX, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: QUALITY })
      .toBuffer();
  } catch {
    throw refused('ảnh hỏng hoặc quá lớn', 'the picture is broken or too large');
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

export function refused(vi: string, en: string) {
  return apiError('TC_PHOTO_REFUSED', { detail: { vi, en } });
}
