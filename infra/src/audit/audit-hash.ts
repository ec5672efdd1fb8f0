import { createHash } from 'node:crypto';

/** An entry as it is hashed. */
export interface HashedEntry {
  readonly id: number;
  readonly at: Date;
  readonly kind: string;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly address: string;
  readonly purpose: string | null;
  readonly case_number: string | null;
  readonly camera_id: string | null;
  readonly details: unknown;
}

/** JSON with the keys of every object in order (RFC 8785 for strings, booleans, null and whole numbers). */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}

/** SHA-256 over the hash of the entry before and this one. */
export function auditHash(previous: Buffer, entry: HashedEntry): Buffer {
  const { id, at, kind, actor_id, actor_name, address, purpose, case_number, camera_id, details } = entry;
  const facts = { id, at: at.toISOString(), kind, actor_id, actor_name, address, purpose, case_number, camera_id };
  return createHash('sha256')
    .update(previous)
    .update(canonicalJson({ ...facts, details }))
    .digest();
}
