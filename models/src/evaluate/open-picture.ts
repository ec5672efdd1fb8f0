import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, type LocalText } from '@thapcanh/core/errors/app-error';
import type { RgbImage } from '../contracts.ts';
import { decodeJpeg } from '../image.ts';
import type { LabelledPicture } from './labels/labelled-picture.ts';

/** A picture that could not be measured, and why. */
export interface UnreadablePicture {
  readonly line: number;
  readonly image: string;
  readonly reason: LocalText;
}

/** Why a picture cannot be used, or null for a failure that is not the picture's. */
export function reasonAgainstPicture(error: unknown): LocalText | null {
  const isOfPicture = error instanceof AppError && /^TC_(PICTURE_|MODEL_INPUT$)/.test(error.code);
  return isOfPicture ? { vi: error.text('vi'), en: error.text('en') } : null;
}

/** The decoded picture of a row, or why there is none. */
export async function openPicture(dataDir: string, row: LabelledPicture): Promise<RgbImage | LocalText> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(dataDir, row.image));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return { vi: `Không mở được tệp ảnh (${code}).`, en: `The picture file cannot be opened (${code}).` };
  }
  try {
    const picture = await decodeJpeg(bytes);
    const { size } = row;
    if (size === null || (size.width === picture.width && size.height === picture.height)) return picture;
    const found = `${picture.width}x${picture.height}`;
    const labelled = `${size.width}x${size.height}`;
    return {
      vi: `Ảnh có kích thước ${found}, nhãn ghi ${labelled}: khung sẽ lệch.`,
      en: `The picture is ${found}, its label says ${labelled}: the boxes would not fit.`,
    };
  } catch (error) {
    const reason = reasonAgainstPicture(error);
    if (reason === null) throw error;
    return reason;
  }
}
