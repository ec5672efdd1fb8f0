import { randomUUID } from 'node:crypto';
import { parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { CameraScope } from '../identity/camera-scope.ts';
import type { HoldRepository, HoldRow } from './hold.repository.ts';
import type { Hold, HoldCreate, HoldPage, HoldQuery } from './hold.schema.ts';
import { decodeHoldCursor, encodeHoldCursor } from './storage-cursor.ts';

const DEFAULT_LIMIT = 50;
const DAY_MS = 86_400_000;
const MAX_DAYS = 366;

export type HoldService = ReturnType<typeof createHoldService>;

/** Evidence holds: spans of a camera that no rule deletes, until a person releases them and says why. */
export function createHoldService(deps: { holds: HoldRepository; clock: Clock }) {
  const { holds, clock } = deps;

  async function find(id: string, scope: CameraScope): Promise<Hold> {
    const row = await holds.find(id, scope);
    if (!row) throw apiError('TC_HOLD_NOT_FOUND');
    return holdView(row);
  }

  return {
    /** One page, newest first. Throws `TC_CURSOR_INVALID`. */
    async list(auth: Auth, query: HoldQuery): Promise<HoldPage> {
      const { scope } = requireAccess(auth, 'hold.manage');
      const limit = query.limit ?? DEFAULT_LIMIT;
      const rows = await holds.list({
        scope,
        cameraId: query.cameraId === undefined ? null : parseCameraId(query.cameraId),
        isActive: query.isActive ?? null,
        after: query.cursor === undefined ? null : decodeHoldCursor(query.cursor),
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const next = last ? encodeHoldCursor({ createdAtMs: last.created_at.getTime(), id: last.id }) : null;
      return { items: page.map(holdView), next };
    },

    /** In force when it resolves. Throws `TC_PERIOD_INVALID` past 366 days, `TC_CAMERA_NOT_FOUND`. */
    async create(auth: Auth, input: HoldCreate): Promise<Hold> {
      const { actor, scope } = requireAccess(auth, 'hold.manage');
      const [from, to] = [new Date(input.from), new Date(input.to)];
      const maxHours = MAX_DAYS * 24;
      if (!(to > from)) throw apiError('TC_PERIOD_INVALID', { detail: 'from >= to', maxHours });
      if (to.getTime() - from.getTime() > MAX_DAYS * DAY_MS) {
        throw apiError('TC_PERIOD_INVALID', { detail: `> ${maxHours} h`, maxHours });
      }
      const cameraId = parseCameraId(input.cameraId);
      const id = randomUUID();
      const facts = { id, from, to, reason: reasonOf(input.reason), by: actor, at: new Date(clock.nowMs()) };
      if (cameraId === null || !(await holds.insert({ ...facts, cameraId, scope }))) {
        throw apiError('TC_CAMERA_NOT_FOUND', { cameraId: input.cameraId });
      }
      return find(id, scope);
    },

    /** Throws `TC_HOLD_NOT_FOUND`, `TC_HOLD_RELEASED`. What it held is under the rules of its group again. */
    async release(auth: Auth, id: string, reason: string): Promise<Hold> {
      const { actor, scope } = requireAccess(auth, 'hold.manage');
      await find(id, scope);
      if (!(await holds.release(id, reasonOf(reason), actor, new Date(clock.nowMs())))) {
        throw apiError('TC_HOLD_RELEASED');
      }
      return find(id, scope);
    },
  };
}

function holdView(row: HoldRow): Hold {
  return {
    id: row.id,
    cameraId: row.camera_id,
    cameraName: row.camera_name,
    from: row.from_at.toISOString(),
    to: row.to_at.toISOString(),
    reason: row.reason,
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    releasedBy: row.released_by_name,
    releasedAt: row.released_at?.toISOString() ?? null,
    releaseReason: row.release_reason,
    recordings: row.recordings,
    bytes: row.bytes,
    hashed: row.hashed,
  };
}

function reasonOf(text: string): string {
  const reason = text.normalize('NFC').trim();
  if (reason.length < 3) throw apiError('TC_REASON_REQUIRED');
  return reason;
}
