import type { PixelBox } from '@thapcanh/core/passages/passage';
import { plateSearchKey } from '@thapcanh/core/plates/plate-key';
import type { LabelFields } from './label-fields.ts';
import { type LabelledPicture, parseBox, parsePicture } from './labelled-picture.ts';

/** A plate in a picture; texts are search keys: upper case, no separators, `Đ` folded to `D`. */
export interface LabelledPlate {
  /** Null when not known or not readable: the plate counts for finding only. */
  readonly key: string | null;
  /** Null when only the text is known. */
  readonly box: PixelBox | null;
}

export interface PlateScene extends LabelledPicture {
  readonly plates: readonly LabelledPlate[];
}

export interface PlateCrop extends LabelledPicture {
  readonly key: string;
}

function keyOf(fields: LabelFields, text: string): string {
  const key = plateSearchKey(text);
  if (key === '') throw fields.wrong('text', 'chữ của một biển số', 'the characters of a plate');
  return key;
}

/** `{"image", "plates": [{"box": [x, y, w, h], "text": "51G49539" | null}]}` */
export function parsePlateScene(fields: LabelFields): PlateScene {
  const picture = parsePicture(fields);
  const plates = fields.list('plates').map((plate) => {
    const text = plate.textOrNull('text');
    return {
      key: text === null ? null : keyOf(plate, text),
      box: plate.has('box') || text === null ? parseBox(plate, 'box', picture.size) : null,
    };
  });
  return { ...picture, plates };
}

/** `{"image", "text": "51G49539"}` */
export function parsePlateCrop(fields: LabelFields): PlateCrop {
  return { ...parsePicture(fields), key: keyOf(fields, fields.text('text')) };
}
