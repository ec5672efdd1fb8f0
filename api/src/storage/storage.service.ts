import { parseCameraId } from '@thapcanh/core/ids';
import { breakerReasonText, isBreakerReason } from '@thapcanh/core/storage/breaker-reason';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { DeletionRow, StorageGroupRow, StorageNodeRow, StorageRepository } from './storage.repository.ts';
import type {
  Deletion,
  DeletionPage,
  DeletionQuery,
  StorageGroup,
  StorageNode,
  StorageOverview,
  StoreDecision,
} from './storage.schema.ts';
import { decodeDeletionCursor, encodeDeletionCursor } from './storage-cursor.ts';

const DEFAULT_LIMIT = 100;

export type StorageService = ReturnType<typeof createStorageService>;

/** What is kept where, what was deleted and by which rule, and the breaker that stops deletion. */
export function createStorageService(deps: { storage: StorageRepository; clock: Clock }) {
  const { storage, clock } = deps;

  async function overview(): Promise<StorageOverview> {
    const [nodes, groups] = await Promise.all([storage.nodes(), storage.groups()]);
    return { nodes: nodes.map(nodeView), groups: groups.map(groupView) };
  }

  return {
    async overview(auth: Auth): Promise<StorageOverview> {
      requireAccess(auth, 'storage.view');
      return overview();
    },

    /** One page, newest first. Throws `TC_CURSOR_INVALID`. */
    async deletions(auth: Auth, query: DeletionQuery): Promise<DeletionPage> {
      requireAccess(auth, 'storage.view');
      const limit = query.limit ?? DEFAULT_LIMIT;
      const rows = await storage.deletions({
        cameraId: query.cameraId === undefined ? null : parseCameraId(query.cameraId),
        from: query.from === undefined ? null : new Date(query.from),
        to: query.to === undefined ? null : new Date(query.to),
        beforeId: query.cursor === undefined ? null : decodeDeletionCursor(query.cursor),
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return { items: page.map(deletionView), next: last ? encodeDeletionCursor(last.id) : null };
    },

    /**
     * Lets deletion go on at a node; for a day any amount is allowed there. Throws `TC_STORE_NOT_FOUND`,
     * `TC_BREAKER_NOT_OPEN`.
     */
    async closeBreaker(auth: Auth, input: StoreDecision): Promise<StorageOverview> {
      const { actor } = requireAccess(auth, 'storage.manage');
      const isClosed = await storage.closeBreaker(input.nodeId, noteOf(input.note), actor, new Date(clock.nowMs()));
      if (isClosed === null) throw apiError('TC_STORE_NOT_FOUND', { nodeId: input.nodeId });
      if (!isClosed) throw apiError('TC_BREAKER_NOT_OPEN', { nodeId: input.nodeId });
      return overview();
    },

    /**
     * Makes a replaced disk the store of its node, within some seconds. Throws `TC_STORE_NOT_FOUND`, `TC_STORE_KNOWN` when
     * the node has the store it knows or cannot read its directory.
     */
    async acceptStore(auth: Auth, input: StoreDecision): Promise<StorageOverview> {
      const { actor } = requireAccess(auth, 'storage.manage');
      const isAsked = await storage.askAcceptance(input.nodeId, noteOf(input.note), actor, new Date(clock.nowMs()));
      if (isAsked === null) throw apiError('TC_STORE_NOT_FOUND', { nodeId: input.nodeId });
      if (!isAsked) throw apiError('TC_STORE_KNOWN', { nodeId: input.nodeId });
      return overview();
    },
  };
}

function noteOf(text: string): string {
  const note = text.normalize('NFC').trim();
  if (note.length < 3) throw apiError('TC_REASON_REQUIRED');
  return note;
}

function nodeView(row: StorageNodeRow): StorageNode {
  return {
    nodeId: row.node_id,
    checkedAt: row.checked_at?.toISOString() ?? null,
    problem: problemOf(row.problem),
    acceptAskedAt: row.accept_asked_at?.toISOString() ?? null,
    diskBytes: row.disk_bytes,
    freeBytes: row.disk_free_bytes,
    recordings: row.recordings,
    bytes: row.bytes,
    oldestAt: row.oldest_at?.toISOString() ?? null,
    awaitingRemoval: row.garbage,
    breaker: row.breaker_opened_at === null ? null : breakerView(row, row.breaker_opened_at),
    lastClosing:
      row.breaker_closed_at === null
        ? null
        : {
            closedAt: row.breaker_closed_at.toISOString(),
            closedBy: row.breaker_closed_by,
            note: row.breaker_note ?? '',
          },
  };
}

function breakerView(row: StorageNodeRow, openedAt: Date): NonNullable<StorageNode['breaker']> {
  const reason = row.breaker_reason ?? '';
  const params = row.breaker_params ?? {};
  const text = isBreakerReason(reason)
    ? { vi: breakerReasonText(reason, params, 'vi'), en: breakerReasonText(reason, params, 'en') }
    : { vi: reason, en: reason };
  return { openedAt: openedAt.toISOString(), reason, ...text };
}

function problemOf(text: string | null): StorageNode['problem'] {
  return text === null || text === 'missing' || text === 'foreign' ? text : 'unreadable';
}

function groupView(row: StorageGroupRow): StorageGroup {
  return {
    groupId: row.id,
    name: row.name,
    keepDays: row.keep_days,
    maxBytes: row.max_bytes,
    cameras: row.cameras,
    recordings: row.recordings,
    localBytes: row.local_bytes,
    objectBytes: row.object_bytes,
    oldestAt: row.oldest_at?.toISOString() ?? null,
  };
}

function deletionView(row: DeletionRow): Deletion {
  return {
    cameraId: row.camera_id,
    cameraName: row.camera_name,
    recordingId: row.recording_id,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at.toISOString(),
    bytes: row.bytes,
    nodeId: row.node_id,
    tier: row.tier === 'object' ? 'object' : 'local',
    place: row.place,
    sha256: row.sha256?.toString('hex') ?? null,
    reason: row.reason,
    rule: isRecord(row.rule) ? row.rule : {},
    deletedAt: row.deleted_at.toISOString(),
    goneAt: row.gone_at?.toISOString() ?? null,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
