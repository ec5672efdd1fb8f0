import { type Static, Type } from 'typebox';
import { CameraIdText, Instant, nullable, Uuid } from '../http/common.schema.ts';

const Tier = Type.Union([Type.Literal('local'), Type.Literal('object')], {
  description: 'local: on the disk of the node that recorded it; object: in the object store',
});
const NodeId = Type.String({ minLength: 1, maxLength: 200 });

export const Breaker = Type.Object(
  { openedAt: Instant, reason: Type.String(), vi: Type.String(), en: Type.String() },
  {
    title: 'DeletionBreaker',
    additionalProperties: false,
    description: 'deletion stands still until a person closes it',
  },
);

export const BreakerClosing = Type.Object(
  { closedAt: Instant, closedBy: nullable(Type.String()), note: Type.String() },
  { title: 'BreakerClosing', additionalProperties: false },
);

export const StorageNode = Type.Object(
  {
    nodeId: Type.String({ description: 'empty: recordings from before nodes had names' }),
    checkedAt: nullable(Instant),
    problem: nullable(
      Type.Union([Type.Literal('missing'), Type.Literal('foreign'), Type.Literal('unreadable')], {
        description: 'the recordings directory is not the one we know: nothing is deleted',
      }),
    ),
    acceptAskedAt: nullable(Instant),
    diskBytes: nullable(Type.Integer()),
    freeBytes: nullable(Type.Integer()),
    recordings: Type.Integer(),
    bytes: Type.Integer(),
    oldestAt: nullable(Instant),
    awaitingRemoval: Type.Integer({ description: 'files and objects that no recording refers to any more' }),
    breaker: nullable(Breaker),
    lastClosing: nullable(BreakerClosing),
  },
  { title: 'StorageNode', additionalProperties: false },
);
export type StorageNode = Static<typeof StorageNode>;

export const StorageGroup = Type.Object(
  {
    groupId: CameraIdText,
    name: Type.String(),
    keepDays: Type.Number(),
    maxBytes: nullable(Type.Integer()),
    cameras: Type.Integer({ description: 'that have recordings' }),
    recordings: Type.Integer(),
    localBytes: Type.Integer(),
    objectBytes: Type.Integer(),
    oldestAt: nullable(Instant),
  },
  { title: 'StorageGroup', additionalProperties: false },
);
export type StorageGroup = Static<typeof StorageGroup>;

export const StorageOverview = Type.Object(
  { nodes: Type.Array(StorageNode), groups: Type.Array(StorageGroup) },
  { title: 'StorageOverview', additionalProperties: false, description: 'finished recordings only' },
);
export type StorageOverview = Static<typeof StorageOverview>;

export const StoreDecision = Type.Object(
  { nodeId: NodeId, note: Type.String({ minLength: 3, maxLength: 500, description: 'what was found' }) },
  { title: 'StoreDecision', additionalProperties: false },
);
export type StoreDecision = Static<typeof StoreDecision>;

export const Deletion = Type.Object(
  {
    cameraId: CameraIdText,
    cameraName: nullable(Type.String()),
    recordingId: Uuid,
    startedAt: Instant,
    endedAt: Instant,
    bytes: Type.Integer(),
    nodeId: Type.String(),
    tier: Tier,
    place: Type.String(),
    sha256: nullable(Type.String({ description: 'of the file, where it had been held or moved' })),
    reason: Type.Union([Type.Literal('age'), Type.Literal('size'), Type.Literal('disk-full'), Type.Literal('person')]),
    rule: Type.Unsafe<Readonly<Record<string, unknown>>>({ type: 'object', description: 'the rule as it was then' }),
    deletedAt: Instant,
    goneAt: nullable(Instant),
  },
  { title: 'Deletion', additionalProperties: false },
);
export type Deletion = Static<typeof Deletion>;

export const DeletionPage = Type.Object(
  { items: Type.Array(Deletion), next: nullable(Type.String()) },
  {
    title: 'DeletionPage',
    additionalProperties: false,
    description: 'newest first; `next` is the cursor of what follows',
  },
);
export type DeletionPage = Static<typeof DeletionPage>;

export const DeletionQuery = Type.Object(
  {
    cameraId: Type.Optional(CameraIdText),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: '100 by default' })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false, description: 'from and to: recorded within' },
);
export type DeletionQuery = Static<typeof DeletionQuery>;
