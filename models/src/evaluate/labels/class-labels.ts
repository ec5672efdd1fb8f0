import type { PixelBox } from '@thapcanh/core/passages/passage';
import type { LabelFields } from './label-fields.ts';
import { type LabelledPicture, parseBox, parsePicture } from './labelled-picture.ts';

export const HELMET_LABELS = ['helmet', 'no-helmet'] as const;
export const LIGHT_LABELS = ['red', 'amber', 'green', 'off'] as const;

/** A picture, or a part of it, with one answer. */
export interface ClassifiedPicture<Label extends string> extends LabelledPicture {
  readonly label: Label;
  /** The part to look at; null for the whole picture. */
  readonly box: PixelBox | null;
}

/** `{"image", "label": "helmet"}`, with `"box": [x, y, w, h]` where only a part of the picture counts. */
export function parseClassifiedPicture<Label extends string>(
  fields: LabelFields,
  labels: readonly Label[],
): ClassifiedPicture<Label> {
  const picture = parsePicture(fields);
  return {
    ...picture,
    label: fields.choice('label', labels),
    box: fields.has('box') ? parseBox(fields, 'box', picture.size) : null,
  };
}

export interface PersonPicture extends LabelledPicture {
  readonly person: string;
}

/** `{"image", "person": "any name that is the same for the same person"}` */
export function parsePersonPicture(fields: LabelFields): PersonPicture {
  return { ...parsePicture(fields), person: fields.text('person') };
}
