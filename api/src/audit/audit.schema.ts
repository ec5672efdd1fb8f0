import { AUDIT_KINDS } from '@thapcanh/core/people/audit-kind';
import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable, Uuid } from '../http/common.schema.ts';

export const AuditEntry = Type.Object(
  {
    id: Type.Integer({ description: '1, 2, 3 ... without a hole' }),
    at: Instant,
    kind: Type.String(),
    actorId: nullable(Uuid),
    actorName: nullable(Type.String({ description: 'user name at that time; null: nobody was logged in' })),
    address: Type.String({ description: 'where the request came from' }),
    purpose: nullable(Type.String()),
    caseNumber: nullable(Type.String()),
    cameraId: nullable(Type.String()),
    details: Type.Record(Type.String(), Type.Unknown()),
    hash: Type.String({ description: 'SHA-256 over the entry and the hash of the one before' }),
  },
  { title: 'AuditEntry', additionalProperties: false },
);
export type AuditEntry = Static<typeof AuditEntry>;

export const AuditPage = Type.Object(
  { items: Type.Array(AuditEntry), next: nullable(Type.String()) },
  {
    title: 'AuditPage',
    additionalProperties: false,
    description: 'newest first; `next` is the cursor of what follows',
  },
);
export type AuditPage = Static<typeof AuditPage>;

export const AuditQuery = Type.Object(
  {
    actorId: Type.Optional(Uuid),
    actorName: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'user name, without case' })),
    kind: Type.Optional(Type.Enum([...AUDIT_KINDS])),
    cameraId: Type.Optional(CameraIdText),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: '50 by default' })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;
