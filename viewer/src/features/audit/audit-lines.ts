/** One fact of an entry, as the log keeps it. */
export interface AuditLine {
  /** The last name on the way to the fact: `name` of `after.name`. */
  readonly field: string;
  readonly value: string | number | boolean | readonly (string | number)[] | null;
  /** Whether it was so before a change. */
  readonly isBefore: boolean;
}

/** Plumbing that means nothing to a reader; it stands in the raw text. */
const HIDDEN = new Set([
  'version',
  'watch',
  'search_key',
  'id',
  'hold',
  'recording',
  'passage',
  'created_at',
  'updated_at',
]);
const MAX_DEPTH = 4;

/**
 * The facts of an entry's details, objects within them opened. An empty list is no fact; what is nested deeper, or is a
 * list of objects, is left to the raw text.
 */
export function auditLines(details: Readonly<Record<string, unknown>>): AuditLine[] {
  return opened(details, false, 0);
}

function opened(details: object, isBefore: boolean, depth: number): AuditLine[] {
  return Object.entries(details).flatMap(([field, value]): AuditLine[] => {
    if (HIDDEN.has(field)) return [];
    if (isPlain(value)) return [{ field, value, isBefore }];
    if (Array.isArray(value)) {
      return value.length > 0 && value.every(isListed) ? [{ field, value, isBefore }] : [];
    }
    if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return [];
    return opened(value, isBefore || field === 'before', depth + 1);
  });
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isListed(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
