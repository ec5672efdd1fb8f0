import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable, Uuid } from '../http/common.schema.ts';

export const PlateRead = Type.Object(
  { at: Instant, text: Type.String(), confidence: Type.Number() },
  { title: 'PlateRead', additionalProperties: false },
);

export const PassagePlateView = Type.Object(
  {
    text: Type.String({ description: 'canonical: upper case, no separators' }),
    display: Type.String({ description: 'as printed' }),
    confidence: Type.Number(),
    lines: nullable(Type.Union([Type.Literal(1), Type.Literal(2)])),
    ground: Type.String({ description: 'white, yellow, blue, red or unknown' }),
    kindCandidates: Type.Array(Type.String()),
    reads: Type.Array(PlateRead),
  },
  { title: 'PassagePlate', additionalProperties: false },
);

export const PixelBoxView = Type.Object(
  { x: Type.Number(), y: Type.Number(), width: Type.Number(), height: Type.Number() },
  { title: 'PixelBox', additionalProperties: false },
);

export const Passage = Type.Object(
  {
    id: Uuid,
    cameraId: CameraIdText,
    cameraName: Type.String(),
    startedAt: Instant,
    endedAt: Instant,
    bestAt: Instant,
    objectClass: Type.String(),
    colour: nullable(
      Type.String({
        description:
          'paint of the vehicle: white, grey, black, red, orange, yellow, brown, beige, green, blue or purple; null ' +
          'where no picture showed it clearly',
      }),
    ),
    plate: nullable(PassagePlateView),
    readCount: Type.Integer(),
    hasCrop: Type.Boolean(),
    hasScene: Type.Boolean(),
    plateBox: nullable(PixelBoxView),
  },
  { title: 'Passage', additionalProperties: false },
);
export type Passage = Static<typeof Passage>;

export const PassagePage = Type.Object(
  { items: Type.Array(Passage), next: nullable(Type.String()) },
  {
    title: 'PassagePage',
    additionalProperties: false,
    description: 'newest first; `next` is the cursor of what follows',
  },
);
export type PassagePage = Static<typeof PassagePage>;

export const PassageQuery = Type.Object(
  {
    cameraId: Type.Optional(CameraIdText),
    plate: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 40,
        description:
          'plate text; spaces, dots, dashes, case and Đ/D make no difference. `?` stands for one character and `*` for ' +
          'any number; with either, the whole plate must fit the pattern',
      }),
    ),
    plateMatch: Type.Optional(
      Type.Union([Type.Literal('exact'), Type.Literal('prefix'), Type.Literal('contains')], {
        description: 'how text without wildcards is compared; contains by default',
      }),
    ),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    hasPlate: Type.Optional(Type.Boolean()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '50 by default' })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type PassageQuery = Static<typeof PassageQuery>;

export const IfNoneMatchHeaders = Type.Object({
  'if-none-match': Type.Optional(Type.String({ maxLength: 200 })),
});
