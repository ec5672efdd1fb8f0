import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable, Uuid } from '../http/common.schema.ts';
import { WallContent, WallLayoutText } from './wall-content.schema.ts';

const fixed = { additionalProperties: false };
const Number19 = Type.Integer({ minimum: 1, maximum: 9 });

export const ConsoleLayoutParams = Type.Object({ number: Number19 }, fixed);

export const ConsoleLayoutEdit = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80 }),
    layout: WallLayoutText,
    tiles: Type.Array(nullable(WallContent), { maxItems: 64, description: 'in reading order; null: empty' }),
  },
  { title: 'ConsoleLayoutEdit', ...fixed },
);
export type ConsoleLayoutEdit = Static<typeof ConsoleLayoutEdit>;

export const ConsoleLayout = Type.Object(
  { number: Number19, ...ConsoleLayoutEdit.properties, updatedAt: Instant },
  { title: 'ConsoleLayout', ...fixed },
);
export type ConsoleLayout = Static<typeof ConsoleLayout>;
export const ConsoleLayoutList = Type.Object(
  { items: Type.Array(ConsoleLayout) },
  { title: 'ConsoleLayoutList', ...fixed },
);

const MarkKind = Type.Enum(['bookmark', 'snapshot']);

export const CameraMarkCreate = Type.Object(
  { kind: MarkKind, at: Instant, note: Type.Optional(Type.String({ maxLength: 300 })) },
  { title: 'CameraMarkCreate', ...fixed },
);
export type CameraMarkCreate = Static<typeof CameraMarkCreate>;

export const CameraMark = Type.Object(
  {
    id: Uuid,
    cameraId: CameraIdText,
    kind: MarkKind,
    at: Instant,
    note: Type.String(),
    createdBy: nullable(Type.String()),
    createdAt: Instant,
  },
  { title: 'CameraMark', ...fixed },
);
export type CameraMark = Static<typeof CameraMark>;
export const CameraMarkList = Type.Object({ items: Type.Array(CameraMark) }, { title: 'CameraMarkList', ...fixed });
