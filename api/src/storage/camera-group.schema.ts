import { type Static, Type } from 'typebox';
import { CameraIdText, nullable } from '../http/common.schema.ts';

/** The same form as ids of cameras. */
export const GroupIdText = CameraIdText;
export const GroupParams = Type.Object({ id: GroupIdText }, { additionalProperties: false });

const Name = Type.String({ minLength: 1, maxLength: 120 });
const KeepDays = Type.Number({ minimum: 0.01, maximum: 3650, description: 'older recordings are deleted' });
const MaxBytes = Type.Integer({
  minimum: 1_000_000,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'beyond this the oldest recordings of the group are deleted, whatever their age; null: no such limit',
});
const MoveAfterHours = Type.Number({
  minimum: 0,
  maximum: 87_600,
  description: 'then recordings move to the object store; null: they stay where they were recorded',
});

export const CameraGroup = Type.Object(
  {
    id: GroupIdText,
    name: Name,
    keepDays: KeepDays,
    maxBytes: nullable(MaxBytes),
    moveAfterHours: nullable(MoveAfterHours),
    cameras: Type.Integer({ description: 'how many are in it, removed ones with recordings included' }),
    version: Type.Integer(),
  },
  { title: 'CameraGroup', additionalProperties: false },
);
export type CameraGroup = Static<typeof CameraGroup>;

export const CameraGroupList = Type.Object(
  { items: Type.Array(CameraGroup) },
  { title: 'CameraGroupList', additionalProperties: false },
);

export const CameraGroupCreate = Type.Object(
  {
    id: Type.Optional(GroupIdText),
    name: Name,
    keepDays: KeepDays,
    maxBytes: Type.Optional(nullable(MaxBytes)),
    moveAfterHours: Type.Optional(nullable(MoveAfterHours)),
  },
  { title: 'CameraGroupCreate', additionalProperties: false },
);
export type CameraGroupCreate = Static<typeof CameraGroupCreate>;

export const CameraGroupUpdate = Type.Object(
  {
    name: Type.Optional(Name),
    keepDays: Type.Optional(KeepDays),
    maxBytes: Type.Optional(nullable(MaxBytes)),
    moveAfterHours: Type.Optional(nullable(MoveAfterHours)),
  },
  { title: 'CameraGroupUpdate', additionalProperties: false, description: 'an absent field stays; null clears it' },
);
export type CameraGroupUpdate = Static<typeof CameraGroupUpdate>;
