import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { DetectedClass } from '../../contracts.ts';
import type { LabelFields } from './label-fields.ts';
import { type LabelledPicture, parseBox, parsePicture } from './labelled-picture.ts';

export const OBJECT_CLASSES = [
  'person',
  'bicycle',
  'car',
  'motorcycle',
  'bus',
  'truck',
] as const satisfies readonly DetectedClass[];

export interface LabelledObject {
  readonly objectClass: DetectedClass;
  readonly box: PixelBox;
}

export interface ObjectScene extends LabelledPicture {
  readonly objects: readonly LabelledObject[];
  /** Classes that were looked for at all when labelling; the others may be there without a label. */
  readonly classes: readonly DetectedClass[];
}

/** `{"image", "objects": [{"box": [x, y, w, h], "label": "car"}], "classes": [...]}`; without `classes` all six. */
export function parseObjectScene(fields: LabelFields): ObjectScene {
  const picture = parsePicture(fields);
  const classes = fields.has('classes') ? fields.choices('classes', OBJECT_CLASSES) : OBJECT_CLASSES;
  const objects = fields.list('objects').map((object) => ({
    objectClass: object.choice('label', classes),
    box: parseBox(object, 'box', picture.size),
  }));
  return { ...picture, objects, classes };
}
