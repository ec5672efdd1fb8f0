import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable } from '../http/common.schema.ts';

const Share = nullable(Type.Number({ minimum: 0, maximum: 1 }));
const Count = Type.Integer({ minimum: 0 });
const Severity = Type.Union([Type.Literal('serious'), Type.Literal('warning'), Type.Literal('info')]);
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'a day in Viet Nam (UTC+7)' });

export const CameraCare = Type.Union(
  [Type.Literal('down'), Type.Literal('often-down'), Type.Literal('finding'), Type.Literal('agreement')],
  {
    description:
      'down: switched on and no picture comes; often-down: less than 95 % of the last 24 hours; finding: a warning or ' +
      'worse; agreement: over or ends within 30 days',
  },
);
export type CameraCare = Static<typeof CameraCare>;

export const CameraHealth = Type.Object(
  {
    cameraId: CameraIdText,
    name: Type.String(),
    number: Type.Integer(),
    area: nullable(Type.Object({ id: Type.String(), name: Type.String() }, { additionalProperties: false })),
    state: Type.Union([
      Type.Literal('connecting'),
      Type.Literal('live'),
      Type.Literal('stale'),
      Type.Literal('offline'),
      Type.Literal('disabled'),
    ]),
    upDay: Type.Union(Share.anyOf, {
      description: 'share of the last 24 hours, switched on, in which the camera and its line delivered',
    }),
    upMonth: Type.Union(Share.anyOf, { description: 'the same of the last 30 days' }),
    completeness: Type.Union(Share.anyOf, {
      description: 'share of this month in Viet Nam, switched on, that was recorded; null while nothing was wanted',
    }),
    fps: nullable(Type.Number()),
    bitrateKbps: nullable(Type.Number()),
    gopMs: nullable(Type.Number()),
    frameAgeMs: nullable(Type.Number({ minimum: 0 })),
    clockOffsetMs: nullable(Type.Number()),
    findings: Type.Object(
      {
        serious: Count,
        warning: Count,
        info: Count,
        worst: nullable(
          Type.Object(
            { code: Type.String(), severity: Severity, vi: Type.String(), en: Type.String() },
            { additionalProperties: false },
          ),
        ),
      },
      { additionalProperties: false },
    ),
    device: Type.Union(
      [
        Type.Object(
          { manufacturer: Type.String(), model: Type.String(), firmware: Type.String(), askedAt: Instant },
          { additionalProperties: false },
        ),
        Type.Null(),
      ],
      { description: 'what the device said of itself by ONVIF; null: it was not reached yet' },
    ),
    agreement: Type.Union(
      [
        Type.Object(
          { number: Type.String(), validUntil: Type.Union([Day, Type.Null()], { description: 'null: without end' }) },
          { additionalProperties: false },
        ),
        Type.Null(),
      ],
      { description: 'by which somebody lends the camera; null: it is the city’s own' },
    ),
    owner: Type.Union(
      [Type.Object({ name: Type.String(), contact: Type.String() }, { additionalProperties: false }), Type.Null()],
      { description: 'only for whoever manages the camera' },
    ),
    mayManage: Type.Boolean(),
    care: Type.Array(CameraCare, { description: 'why somebody has to look after it' }),
  },
  { title: 'CameraHealth', additionalProperties: false },
);
export type CameraHealth = Static<typeof CameraHealth>;

export const CameraHealthList = Type.Object({ items: Type.Array(CameraHealth) }, { additionalProperties: false });

export const CameraOwnerInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    contact: Type.String({ maxLength: 300 }),
    agreementNumber: Type.String({ maxLength: 100 }),
    validUntil: nullable(Day),
  },
  { additionalProperties: false },
);
export type CameraOwnerInput = Static<typeof CameraOwnerInput>;
