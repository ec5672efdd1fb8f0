import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable, Uuid } from '../http/common.schema.ts';

export const RoomIdText = Type.String({ pattern: '^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$' });

export const ControlRoom = Type.Object(
  {
    id: RoomIdText,
    name: Type.String(),
    areaId: nullable(Type.String({ description: 'null: of the whole platform' })),
    unread: Type.Integer({ description: 'entries of others that whoever asks has not read' }),
  },
  { title: 'ControlRoom', additionalProperties: false },
);
export type ControlRoom = Static<typeof ControlRoom>;

export const ControlRooms = Type.Object(
  { items: Type.Array(ControlRoom) },
  { title: 'ControlRooms', additionalProperties: false },
);

export const ControlRoomCreate = Type.Object(
  { id: RoomIdText, name: Type.String({ minLength: 1, maxLength: 100 }), areaId: Type.Optional(RoomIdText) },
  { title: 'ControlRoomCreate', additionalProperties: false },
);

export const ShiftEntry = Type.Object(
  {
    id: Type.Integer(),
    at: Instant,
    kind: Type.Union([Type.Literal('note'), Type.Literal('hand-over')]),
    author: Type.String(),
    text: Type.String(),
    openAlarms: Type.Array(
      Type.Object({ id: Uuid, kind: Type.String(), cameraId: nullable(CameraIdText) }, { additionalProperties: false }),
      { description: 'open when the shift was handed over' },
    ),
    openIncidents: Type.Array(
      Type.Object({ id: Uuid, number: Type.Integer(), title: Type.String() }, { additionalProperties: false }),
    ),
    takenAt: nullable(Instant),
    takenBy: nullable(Type.String()),
    isUnread: Type.Boolean(),
  },
  { title: 'ShiftEntry', additionalProperties: false },
);
export type ShiftEntry = Static<typeof ShiftEntry>;

export const ShiftLogPage = Type.Object(
  { items: Type.Array(ShiftEntry), next: nullable(Type.String()) },
  {
    title: 'ShiftLogPage',
    additionalProperties: false,
    description: 'newest first; `next` is the cursor of what follows',
  },
);
export type ShiftLogPage = Static<typeof ShiftLogPage>;

export const ShiftLogQuery = Type.Object(
  {
    roomId: RoomIdText,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '50 by default' })),
    cursor: Type.Optional(Type.String({ pattern: '^\\d{1,15}$' })),
  },
  { additionalProperties: false },
);
export type ShiftLogQuery = Static<typeof ShiftLogQuery>;

export const ShiftEntryCreate = Type.Object(
  {
    roomId: RoomIdText,
    kind: Type.Union([Type.Literal('note'), Type.Literal('hand-over')]),
    text: Type.String({ minLength: 1, maxLength: 4_000 }),
  },
  {
    title: 'ShiftEntryCreate',
    additionalProperties: false,
    description: 'a hand-over keeps what is open at that moment',
  },
);
export type ShiftEntryCreate = Static<typeof ShiftEntryCreate>;
