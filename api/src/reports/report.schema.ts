import { REPORT_STATES } from '@thapcanh/core/reports/report-state';
import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable, Uuid } from '../http/common.schema.ts';

const LocalName = Type.Object({ vi: Type.String(), en: Type.String() }, { additionalProperties: false });
const StateText = Type.Enum([...REPORT_STATES]);
const Latitude = Type.Number({ minimum: -90, maximum: 90 });
const Longitude = Type.Number({ minimum: -180, maximum: 180 });
const CategoryId = Type.String({ pattern: '^[a-z][a-z-]{0,40}$' });

export const ReportToken = Type.String({ pattern: '^[A-Za-z0-9_-]{32}$' });
export const ReportTokenParams = Type.Object({ token: ReportToken }, { additionalProperties: false });

export const ReportForm = Type.Object(
  {
    isOpen: Type.Boolean({ description: 'whether reports are taken' }),
    categories: Type.Array(Type.Object({ id: CategoryId, name: LocalName }, { additionalProperties: false })),
    maxDescription: Type.Integer(),
    maxPhotoBytes: Type.Integer(),
    centre: nullable(
      Type.Object(
        { latitude: Latitude, longitude: Longitude },
        { additionalProperties: false, description: 'the middle of the city, to a kilometre: where a map begins' },
      ),
    ),
    keptDays: Type.Integer({ description: 'how long text, phone and photo are kept after the report ended' }),
  },
  { title: 'ReportForm', additionalProperties: false, description: 'what a citizen may send' },
);
export type ReportForm = Static<typeof ReportForm>;

export const MAX_DESCRIPTION = 2_000;

export const ReportCreate = Type.Object(
  {
    category: CategoryId,
    description: Type.String({ minLength: 1, maxLength: MAX_DESCRIPTION }),
    latitude: Latitude,
    longitude: Longitude,
    occurredAt: Type.Optional(
      Type.Unsafe<string>({ ...Instant, description: 'now by default; at most a week ago, never later' }),
    ),
    phone: Type.Optional(
      Type.String({ pattern: '^\\+?[0-9 .-]{8,20}$', description: 'only officers see it, to call back' }),
    ),
  },
  { title: 'ReportCreate', additionalProperties: false },
);
export type ReportCreate = Static<typeof ReportCreate>;

export const ReportReceipt = Type.Object(
  {
    number: Type.Integer(),
    token: ReportToken,
    acceptDueAt: Instant,
    resolveDueAt: Instant,
  },
  {
    title: 'ReportReceipt',
    additionalProperties: false,
    description: 'whoever has the token sees how the report goes; it is told once',
  },
);
export type ReportReceipt = Static<typeof ReportReceipt>;

export const PublicReport = Type.Object(
  {
    number: Type.Integer(),
    category: LocalName,
    state: StateText,
    receivedAt: Instant,
    acceptDueAt: Instant,
    resolveDueAt: Instant,
    answer: Type.String({ description: 'empty until it is refused or published' }),
    hasPhoto: Type.Boolean(),
    hasResultPhoto: Type.Boolean({ description: 'only once it is published' }),
    steps: Type.Array(Type.Object({ at: Instant, state: StateText }, { additionalProperties: false })),
  },
  { title: 'PublicReport', additionalProperties: false, description: 'how a report goes; nothing of what was written' },
);
export type PublicReport = Static<typeof PublicReport>;

const SUMMARY = {
  id: Uuid,
  number: Type.Integer(),
  categoryId: Type.String(),
  category: LocalName,
  description: Type.String({ description: 'empty once it was forgotten' }),
  latitude: Latitude,
  longitude: Longitude,
  occurredAt: Instant,
  receivedAt: Instant,
  state: StateText,
  next: Type.Array(StateText, { description: 'the states it may be put into' }),
  acceptDueAt: Instant,
  resolveDueAt: Instant,
  isLate: Type.Boolean({ description: 'not accepted or not resolved in its time' }),
  endedAt: nullable(Instant),
  answer: Type.String(),
  hasPhoto: Type.Boolean(),
  hasResultPhoto: Type.Boolean(),
  incidentId: nullable(Uuid),
  isForgotten: Type.Boolean({ description: 'text, phone and photo were removed' }),
  version: Type.Integer(),
};

export const ReportSummary = Type.Object(SUMMARY, { title: 'ReportSummary', additionalProperties: false });
export type ReportSummary = Static<typeof ReportSummary>;

export const Report = Type.Object(
  {
    ...SUMMARY,
    phone: nullable(Type.String({ description: 'only for whoever handles reports' })),
    cameras: Type.Array(
      Type.Object(
        { cameraId: CameraIdText, name: Type.String(), distanceM: Type.Integer() },
        { additionalProperties: false },
      ),
      { description: 'within reach of whoever asks, the nearest first' },
    ),
    steps: Type.Array(
      Type.Object(
        { at: Instant, state: StateText, by: nullable(Type.String()), note: Type.String() },
        { additionalProperties: false },
      ),
    ),
  },
  { title: 'Report', additionalProperties: false },
);
export type Report = Static<typeof Report>;

export const ReportPage = Type.Object(
  { items: Type.Array(ReportSummary), next: nullable(Type.String()) },
  {
    title: 'ReportPage',
    additionalProperties: false,
    description: 'newest first; `next` is the cursor of what follows',
  },
);
export type ReportPage = Static<typeof ReportPage>;

export const ReportQuery = Type.Object(
  {
    state: Type.Optional(
      Type.Union([StateText, Type.Literal('open'), Type.Literal('late'), Type.Literal('all')], {
        description: 'open (by default): neither refused nor published; late: open and past its time',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '50 by default' })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type ReportQuery = Static<typeof ReportQuery>;

export const ReportStep = Type.Object(
  {
    to: StateText,
    version: Type.Integer({ description: 'the one that was looked at' }),
    note: Type.Optional(Type.String({ maxLength: 1_000, description: 'for officers only' })),
    answer: Type.Optional(
      Type.String({ maxLength: 2_000, description: 'what the citizen reads; demanded when refused or resolved' }),
    ),
  },
  { title: 'ReportStep', additionalProperties: false },
);
export type ReportStep = Static<typeof ReportStep>;
