import { INCIDENT_KINDS, INCIDENT_SOURCES } from '@thapcanh/core/incidents/incident-kind';
import { INCIDENT_STATES } from '@thapcanh/core/incidents/incident-state';
import { type Static, Type } from 'typebox';
import { SeverityNumber } from '../alarms/alarm.schema.ts';
import { CameraIdText, Instant, nullable, Uuid } from '../http/common.schema.ts';

export const IncidentKindText = Type.Enum([...INCIDENT_KINDS]);
export const IncidentStateText = Type.Enum([...INCIDENT_STATES]);
const Title = Type.String({ minLength: 1, maxLength: 200 });
const Place = Type.String({ maxLength: 300, description: 'in words' });
const Description = Type.String({ maxLength: 4_000 });
const Latitude = Type.Number({ minimum: -90, maximum: 90, description: 'WGS84; with longitude or not at all' });
const Longitude = Type.Number({ minimum: -180, maximum: 180 });
const Seconds = nullable(Type.Integer({ description: 'seconds after it was opened; null: not yet' }));

const SUMMARY = {
  id: Uuid,
  number: Type.Integer({ description: 'what people call it' }),
  kind: IncidentKindText,
  severity: SeverityNumber,
  title: Type.String(),
  state: IncidentStateText,
  occurredAt: Instant,
  place: Type.String(),
  latitude: nullable(Latitude),
  longitude: nullable(Longitude),
  source: Type.Enum([...INCIDENT_SOURCES]),
  createdAt: Instant,
  createdBy: nullable(Type.String({ description: 'display name' })),
  updatedAt: Instant,
  mergedInto: nullable(Uuid),
  cameraIds: Type.Array(CameraIdText, { description: 'within reach of whoever asks, the nearest first' }),
  units: Type.Array(Type.String(), { description: 'names of who was sent' }),
  isUnread: Type.Boolean({ description: 'for whoever asks' }),
  version: Type.Integer(),
};

export const IncidentSummary = Type.Object(SUMMARY, { title: 'IncidentSummary', additionalProperties: false });
export type IncidentSummary = Static<typeof IncidentSummary>;

export const IncidentPage = Type.Object(
  { items: Type.Array(IncidentSummary), next: nullable(Type.String()) },
  {
    title: 'IncidentPage',
    additionalProperties: false,
    description: 'newest first; `next` is the cursor of what follows',
  },
);
export type IncidentPage = Static<typeof IncidentPage>;

export const IncidentQuery = Type.Object(
  {
    state: Type.Optional(
      Type.Union([IncidentStateText, Type.Literal('active'), Type.Literal('all')], {
        description: 'active (by default): all that are not closed',
      }),
    ),
    kind: Type.Optional(IncidentKindText),
    q: Type.Optional(
      Type.String({ maxLength: 100, description: 'in title and place, without diacritics, or the number' }),
    ),
    isMine: Type.Optional(Type.Boolean({ description: 'sent to whoever asks or a team of theirs' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '50 by default' })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type IncidentQuery = Static<typeof IncidentQuery>;

const IncidentCamera = Type.Object(
  {
    cameraId: CameraIdText,
    cameraName: Type.String(),
    distanceM: nullable(Type.Integer({ description: 'from the place of the incident' })),
    heldFrom: nullable(Instant),
    heldTo: nullable(Instant),
  },
  { title: 'IncidentCamera', additionalProperties: false },
);

export const IncidentEvent = Type.Object(
  {
    id: Type.Integer(),
    at: Instant,
    kind: Type.String(),
    author: Type.String({ description: 'name at that time; empty: the platform' }),
    text: Type.String(),
    details: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Null()])),
  },
  { title: 'IncidentEvent', additionalProperties: false },
);
export type IncidentEvent = Static<typeof IncidentEvent>;

const Assignment = Type.Object(
  {
    id: Uuid,
    teamId: nullable(Uuid),
    userId: nullable(Uuid),
    name: Type.String(),
    assignedAt: Instant,
    assignedBy: nullable(Type.String()),
    acknowledgedAt: nullable(Instant),
    acknowledgedBy: nullable(Type.String()),
    isMine: Type.Boolean({ description: 'whoever asks may acknowledge it' }),
  },
  { title: 'IncidentAssignment', additionalProperties: false },
);

const Check = Type.Object(
  {
    item: Type.String(),
    text: Type.Object({ vi: Type.String(), en: Type.String() }, { additionalProperties: false }),
    doneAt: nullable(Instant),
    doneBy: nullable(Type.String()),
    note: Type.String(),
  },
  { title: 'IncidentCheck', additionalProperties: false },
);

export const Incident = Type.Object(
  {
    ...SUMMARY,
    description: Type.String(),
    sourceRef: nullable(Type.String({ description: 'the alarm, the report, or who called' })),
    cameras: Type.Array(IncidentCamera),
    events: Type.Array(IncidentEvent, { description: 'the course of events, oldest first; the newest 500' }),
    assignments: Type.Array(Assignment),
    checklist: Type.Array(Check),
    alarmIds: Type.Array(Uuid),
    merged: Type.Array(Type.Object({ id: Uuid, number: Type.Integer() }, { additionalProperties: false }), {
      description: 'incidents that were merged into this one',
    }),
    times: Type.Object(
      { verifyS: Seconds, dispatchS: Seconds, arriveS: Seconds, resolveS: Seconds },
      { additionalProperties: false },
    ),
    nextStates: Type.Array(IncidentStateText, { description: 'the usual one first' }),
    backStates: Type.Array(IncidentStateText, { description: 'for a shift lead with a reason' }),
  },
  { title: 'Incident', additionalProperties: false },
);
export type Incident = Static<typeof Incident>;

export const IncidentCreate = Type.Object(
  {
    kind: Type.Optional(IncidentKindText),
    title: Type.Optional(Title),
    severity: Type.Optional(SeverityNumber),
    at: Type.Optional(
      Type.Unsafe<string>({ ...Instant, description: 'when it happened; now by default, never later' }),
    ),
    cameraId: Type.Optional(CameraIdText),
    alarmId: Type.Optional(Type.Unsafe<string>({ ...Uuid, description: 'gives camera, time and severity' })),
    place: Type.Optional(Place),
    latitude: Type.Optional(Latitude),
    longitude: Type.Optional(Longitude),
    description: Type.Optional(Description),
    caller: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'it came by a call: 113, 114, 115, 1022' }),
    ),
  },
  {
    title: 'IncidentCreate',
    additionalProperties: false,
    description: 'the nearest cameras come with it, and what they recorded five minutes before and after is held',
  },
);
export type IncidentCreate = Static<typeof IncidentCreate>;

export const IncidentEdit = Type.Object(
  {
    kind: Type.Optional(IncidentKindText),
    title: Type.Optional(Title),
    severity: Type.Optional(SeverityNumber),
    place: Type.Optional(Place),
    latitude: Type.Optional(nullable(Latitude)),
    longitude: Type.Optional(nullable(Longitude)),
    description: Type.Optional(Description),
  },
  { title: 'IncidentEdit', additionalProperties: false, minProperties: 1 },
);
export type IncidentEdit = Static<typeof IncidentEdit>;

export const IncidentMove = Type.Object(
  {
    to: IncidentStateText,
    note: Type.Optional(Type.String({ maxLength: 1_000, description: 'demanded where the step needs a reason' })),
  },
  { title: 'IncidentMove', additionalProperties: false },
);

export const IncidentNote = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 4_000 }),
    at: Type.Optional(
      Type.Unsafe<string>({ ...Instant, description: 'what it tells of; now by default, never later' }),
    ),
  },
  { title: 'IncidentNote', additionalProperties: false },
);

export const IncidentUnit = Type.Object(
  { kind: Type.Union([Type.Literal('team'), Type.Literal('user')]), id: Uuid, name: Type.String() },
  { title: 'IncidentUnit', additionalProperties: false },
);
export type IncidentUnit = Static<typeof IncidentUnit>;

export const IncidentUnits = Type.Object(
  { items: Type.Array(IncidentUnit) },
  { title: 'IncidentUnits', additionalProperties: false },
);

export const IncidentAssign = Type.Object(
  { teamId: Type.Optional(Uuid), userId: Type.Optional(Uuid) },
  { title: 'IncidentAssign', additionalProperties: false, description: 'one of the two' },
);

export const IncidentCheckEdit = Type.Object(
  { isDone: Type.Boolean(), note: Type.Optional(Type.String({ maxLength: 500 })) },
  { title: 'IncidentCheckEdit', additionalProperties: false },
);
