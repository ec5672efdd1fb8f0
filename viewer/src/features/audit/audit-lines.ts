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
  'isEverything',
]);
const MAX_DEPTH = 4;

/**
 * The facts of an entry's details, objects within them opened. Nothing and an empty list are no fact, unless a change made
 * them so; what is nested deeper, or is a
 * list of objects, is left to the raw text.
 */
export function auditLines(details: Readonly<Record<string, unknown>>): AuditLine[] {
  return opened(details, { isBefore: false, isChange: false, depth: 0 });
}

function opened(details: object, at: { isBefore: boolean; isChange: boolean; depth: number }): AuditLine[] {
  const { isBefore, isChange, depth } = at;
  return Object.entries(details).flatMap(([field, value]): AuditLine[] => {
    if (HIDDEN.has(field)) return [];
    if (value === null && !isChange) return [];
    if (isPlain(value)) return [{ field, value, isBefore }];
    if (Array.isArray(value)) {
      return value.length > 0 && value.every(isListed) ? [{ field, value, isBefore }] : [];
    }
    if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return [];
    return opened(value, {
      isBefore: isBefore || field === 'before',
      isChange: isChange || field === 'after',
      depth: depth + 1,
    });
  });
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isListed(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
