import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable, Uuid } from '../http/common.schema.ts';
import { WallIdText } from './wall.schema.ts';

const fixed = { additionalProperties: false };

export const WallKeyParams = Type.Object({ id: WallIdText, key: Uuid }, fixed);

export const WallKey = Type.Object(
  {
    id: Uuid,
    screenId: CameraIdText,
    name: Type.String(),
    createdBy: Type.String(),
    createdAt: Instant,
    usedAt: nullable(Instant),
  },
  { title: 'WallKey', ...fixed },
);
export type WallKey = Static<typeof WallKey>;
export const WallKeyList = Type.Object({ items: Type.Array(WallKey) }, { title: 'WallKeyList', ...fixed });

export const WallKeyCreate = Type.Object(
  { screenId: CameraIdText, name: Type.String({ minLength: 1, maxLength: 80 }) },
  { title: 'WallKeyCreate', ...fixed },
);
export type WallKeyCreate = Static<typeof WallKeyCreate>;

export const NewWallKey = Type.Object(
  { key: WallKey, secret: Type.String({ description: 'shown once; only its hash is kept' }) },
  { title: 'NewWallKey', ...fixed },
);
export type NewWallKey = Static<typeof NewWallKey>;

export const ScreenLogin = Type.Object(
  {
    wallId: WallIdText,
    screenId: CameraIdText,
    key: Type.Optional(
      Type.String({ maxLength: 100, description: 'absent: the one that this browser was given before' }),
    ),
  },
  { title: 'ScreenLogin', ...fixed },
);
export type ScreenLogin = Static<typeof ScreenLogin>;
