import { apiError } from '../errors/api-errors.ts';
import { type Auth, requireAccess } from '../identity/access.ts';
import type { AuditRepository, AuditRow } from './audit.repository.ts';
import type { AuditEntry, AuditPage, AuditQuery } from './audit.schema.ts';

const DEFAULT_LIMIT = 50;

export type AuditService = ReturnType<typeof createAuditService>;

/** The audit log, for auditors. */
export function createAuditService(deps: { entries: AuditRepository }) {
  return {
    /** One page, newest first. Throws `TC_CURSOR_INVALID`. */
    async list(auth: Auth, query: AuditQuery): Promise<AuditPage> {
      requireAccess(auth, 'audit.view');
      const limit = query.limit ?? DEFAULT_LIMIT;
      const rows = await deps.entries.list({
        actorId: query.actorId ?? null,
        actorName: query.actorName?.normalize('NFC').trim() ?? null,
        kind: query.kind ?? null,
        cameraId: query.cameraId ?? null,
        from: query.from === undefined ? null : new Date(query.from),
        to: query.to === undefined ? null : new Date(query.to),
        beforeId: query.cursor === undefined ? null : idOf(query.cursor),
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return { items: page.map(entryView), next: last ? String(last.id) : null };
    },
  };
}

function idOf(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw apiError('TC_CURSOR_INVALID');
  return Number(cursor);
}

function entryView(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    actorId: row.actor_id,
    actorName: row.actor_name,
    address: row.address,
    purpose: row.purpose,
    caseNumber: row.case_number,
    cameraId: row.camera_id,
    details: isRecord(row.details) ? row.details : {},
    hash: row.hash.toString('hex'),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
