import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable, Uuid } from '../http/common.schema.ts';

const Reason = Type.String({ minLength: 3, maxLength: 500, description: 'why: case number, order, office' });

export const Hold = Type.Object(
  {
    id: Uuid,
    cameraId: CameraIdText,
    cameraName: Type.String(),
    from: Instant,
    to: Instant,
    reason: Type.String(),
    createdBy: nullable(Type.String({ description: 'display name; null when the account is gone' })),
    createdAt: Instant,
    releasedBy: nullable(Type.String()),
    releasedAt: nullable(Instant),
    releaseReason: nullable(Type.String()),
    recordings: Type.Integer({ description: 'finished recordings that touch the span now' }),
    bytes: Type.Integer(),
    hashed: Type.Integer({ description: 'of those, how many have their SHA-256 written down' }),
  },
  { title: 'Hold', additionalProperties: false },
);
export type Hold = Static<typeof Hold>;

export const HoldPage = Type.Object(
  { items: Type.Array(Hold), next: nullable(Type.String()) },
  { title: 'HoldPage', additionalProperties: false, description: 'newest first; `next` is the cursor of what follows' },
);
export type HoldPage = Static<typeof HoldPage>;

export const HoldQuery = Type.Object(
  {
    cameraId: Type.Optional(CameraIdText),
    isActive: Type.Optional(Type.Boolean({ description: 'only those in force, or only released ones' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '50 by default' })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type HoldQuery = Static<typeof HoldQuery>;

export const HoldCreate = Type.Object(
  { cameraId: CameraIdText, from: Instant, to: Instant, reason: Reason },
  {
    title: 'HoldCreate',
    additionalProperties: false,
    description: 'from here on no rule deletes a recording that touches the span, which may lie in the future',
  },
);
export type HoldCreate = Static<typeof HoldCreate>;

export const HoldRelease = Type.Object({ reason: Reason }, { title: 'HoldRelease', additionalProperties: false });
export type HoldRelease = Static<typeof HoldRelease>;
