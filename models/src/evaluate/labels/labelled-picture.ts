import { isAbsolute, normalize } from 'node:path';
import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { LabelFields } from './label-fields.ts';

/** What every row of a labels file has, whatever the task. */
export interface LabelledPicture {
  /** Where the row stands in the file, from 1. */
  readonly line: number;
  /** Path below the folder of the set. */
  readonly image: string;
  /** The picture's size in pixels as labelled; null when not said. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly group: string | null;
  readonly split: string | null;
}

/** Reads the keys that all tasks share. */
export function parsePicture(fields: LabelFields): LabelledPicture {
  const image = fields.text('image');
  if (isAbsolute(image) || image.split(/[\\/]/).includes('..') || image.includes('\0'))
    throw fields.wrong('image', 'đường dẫn bên trong thư mục của bộ ảnh', 'a path inside the folder of the set');
  const width = fields.optionalSize('w');
  const height = fields.optionalSize('h');
  return {
    line: fields.place.line,
    image: normalize(image),
    size: width === null || height === null ? null : { width, height },
    group: fields.optionalText('group'),
    split: fields.optionalText('split'),
  };
}

/** A box that has at least a part of the picture in it, where the picture's size is known. */
export function parseBox(fields: LabelFields, key: string, size: LabelledPicture['size']): PixelBox {
  const box = fields.box(key);
  const isOutside =
    box.x + box.width <= 0 ||
    box.y + box.height <= 0 ||
    (size !== null && (box.x >= size.width || box.y >= size.height));
  if (isOutside) throw fields.wrong(key, 'khung nằm trong ảnh', 'a box inside the picture');
  return box;
}
