import { apiError } from '../errors/api-errors.ts';

const MIN_PASSWORD_LENGTH = 12;

/** Length over composition rules (NIST SP 800-63B, 3.1.1.2). Throws `TC_PASSWORD_WEAK`. */
export function requireStrongPassword(next: string, known: { username: string; previous?: string }): void {
  const problem = weakness(next, known);
  if (problem) throw apiError('TC_PASSWORD_WEAK', { detail: problem });
}

function weakness(next: string, known: { username: string; previous?: string }): string | null {
  if ([...next].length < MIN_PASSWORD_LENGTH) return `< ${MIN_PASSWORD_LENGTH}`;
  if (next.toLowerCase().includes(known.username.toLowerCase()) && known.username.length >= 4) return known.username;
  if (next === known.previous) return '=';
  if (new Set(next).size < 5) return '“aaaa…”';
  return null;
}
