import { Type } from 'typebox';
import { Instant } from '../http/common.schema.ts';

export const PictureQuery = Type.Object(
  { at: Instant, stream: Type.Optional(Type.Union([Type.Literal('main'), Type.Literal('sub')])) },
  { additionalProperties: false },
);
