import { ALARM_SOURCES } from '@thapcanh/core/alarms/alarm-kind';
import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable, Uuid } from '../http/common.schema.ts';

export const SeverityNumber = Type.Integer({
  minimum: 1,
  maximum: 4,
  description: '1 notice, 2 minor, 3 major, 4 critical',
});
const StateText = Type.Union([Type.Literal('open'), Type.Literal('acknowledged'), Type.Literal('closed')]);
export const AlarmKindText = Type.String({ pattern: '^[a-z0-9]+([.-][a-z0-9]+)*$', maxLength: 60 });
const LocalTexts = Type.Object({ vi: Type.String(), en: Type.String() }, { additionalProperties: false });
const Note = Type.String({ maxLength: 500 });

export const Alarm = Type.Object(
  {
    id: Uuid,
    kind: AlarmKindText,
    severity: SeverityNumber,
    source: Type.Enum([...ALARM_SOURCES]),
    text: LocalTexts,
    detail: nullable(LocalTexts),
    cameraId: nullable(CameraIdText),
    cameraName: nullable(Type.String()),
    params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    state: StateText,
    count: Type.Integer({ minimum: 1, description: 'how often it came' }),
    firstAt: Instant,
    lastAt: Instant,
    isLasting: Type.Boolean({ description: 'it tells of a state, and closes by itself when that ends' }),
    endedAt: nullable(Instant),
    acknowledgedAt: nullable(Instant),
    acknowledgedBy: nullable(Type.String({ description: 'display name' })),
    escalatedAt: nullable(Type.Unsafe<string>({ ...Instant, description: 'the shift lead is asked since then' })),
    escalatedBy: nullable(Type.String()),
    closedAt: nullable(Instant),
    closedBy: nullable(Type.String({ description: 'null of a closed one: it ended by itself, or was muted' })),
    isMuted: Type.Boolean(),
    incidentId: nullable(Uuid),
    isUnread: Type.Boolean({ description: 'for whoever asks' }),
    version: Type.Integer(),
  },
  { title: 'Alarm', additionalProperties: false },
);
export type Alarm = Static<typeof Alarm>;

export const AlarmEvent = Type.Object(
  {
    at: Instant,
    kind: Type.String(),
    by: nullable(Type.String()),
    note: nullable(Type.String()),
  },
  { title: 'AlarmEvent', additionalProperties: false },
);

export const AlarmHistory = Type.Object(
  { alarm: Alarm, events: Type.Array(AlarmEvent) },
  { title: 'AlarmHistory', additionalProperties: false, description: 'what was done with it, oldest first' },
);
export type AlarmHistory = Static<typeof AlarmHistory>;

export const AlarmPage = Type.Object(
  { items: Type.Array(Alarm), next: nullable(Type.String()) },
  {
    title: 'AlarmPage',
    additionalProperties: false,
    description: 'newest first; `next` is the cursor of what follows',
  },
);
export type AlarmPage = Static<typeof AlarmPage>;

export const AlarmQuery = Type.Object(
  {
    state: Type.Optional(
      Type.Union([StateText, Type.Literal('active'), Type.Literal('all')], {
        description: 'active (by default): open and acknowledged ones',
      }),
    ),
    minSeverity: Type.Optional(SeverityNumber),
    cameraId: Type.Optional(CameraIdText),
    kind: Type.Optional(AlarmKindText),
    isEscalated: Type.Optional(Type.Boolean()),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '50 by default' })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type AlarmQuery = Static<typeof AlarmQuery>;

export const AlarmSummary = Type.Object(
  {
    open: Type.Integer(),
    acknowledged: Type.Integer(),
    escalated: Type.Integer(),
    unread: Type.Integer({ description: 'open ones that whoever asks has not read' }),
    highestUnread: nullable(SeverityNumber),
    newestUnreadAt: nullable(Instant),
  },
  { title: 'AlarmSummary', additionalProperties: false },
);
export type AlarmSummary = Static<typeof AlarmSummary>;

export const AlarmCreate = Type.Object(
  {
    kind: AlarmKindText,
    title: Type.String({ minLength: 1, maxLength: 200 }),
    severity: Type.Optional(SeverityNumber),
    cameraId: Type.Optional(CameraIdText),
    subject: Type.Optional(
      Type.String({ maxLength: 100, description: 'with kind and camera: what makes two alarms the same' }),
    ),
    at: Type.Optional(
      Type.Unsafe<string>({ ...Instant, description: 'when it happened; now by default, never later' }),
    ),
  },
  {
    title: 'AlarmCreate',
    additionalProperties: false,
    description: 'an alarm of another system; repeats within two minutes are counted in one',
  },
);
export type AlarmCreate = Static<typeof AlarmCreate>;

export const AlarmNote = Type.Object(
  { note: Type.Optional(Note) },
  { title: 'AlarmNote', additionalProperties: false },
);
export type AlarmNote = Static<typeof AlarmNote>;

export const Mute = Type.Object(
  {
    id: Uuid,
    cameraId: nullable(CameraIdText),
    cameraName: nullable(Type.String()),
    kind: nullable(AlarmKindText),
    kindText: nullable(LocalTexts),
    until: Instant,
    reason: Type.String(),
    createdBy: nullable(Type.String()),
    createdAt: Instant,
    suppressed: Type.Integer({ description: 'how many alarms it kept away' }),
  },
  { title: 'Mute', additionalProperties: false },
);
export type Mute = Static<typeof Mute>;

export const MuteList = Type.Object(
  { items: Type.Array(Mute) },
  { title: 'MuteList', additionalProperties: false, description: 'those in force, the first to end first' },
);

export const MuteCreate = Type.Object(
  {
    cameraId: Type.Optional(CameraIdText),
    kind: Type.Optional(AlarmKindText),
    until: Instant,
    reason: Type.String({ minLength: 3, maxLength: 500 }),
  },
  { title: 'MuteCreate', additionalProperties: false, description: 'of a camera, of a kind, or of a kind on a camera' },
);
export type MuteCreate = Static<typeof MuteCreate>;
