/** What the load program is told first: record each of `urls` below `recordingsDir`. */
export interface LoadStart {
  readonly urls: readonly string[];
  readonly username: string;
  readonly password: string;
  readonly recordingsDir: string;
  /** How long finished recordings are remembered for `finish`: more than the stretch it will ask for. */
  readonly rememberMs: number;
}

/** The stretch of wall time, UTC ms, that must be recorded without a hole. */
export interface LoadWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function fieldsOf(message: unknown, type: string): Record<string, unknown> | null {
  if (typeof message !== 'object' || message === null) return null;
  const fields: Record<string, unknown> = { ...message };
  return fields.type === type ? fields : null;
}

/** `{ type: 'start', urls, username, password, recordingsDir, rememberMs }`; null for anything else. */
export function parseLoadStart(message: unknown): LoadStart | null {
  const fields = fieldsOf(message, 'start');
  if (fields === null || !Array.isArray(fields.urls)) return null;
  const urls: unknown[] = fields.urls;
  const { username, password, recordingsDir, rememberMs } = fields;
  if (!urls.every(isText) || urls.length === 0) return null;
  if (!isText(username) || !isText(password) || !isText(recordingsDir)) return null;
  if (typeof rememberMs !== 'number' || !(rememberMs > 0)) return null;
  return { urls, username, password, recordingsDir, rememberMs };
}

/** `{ type: 'finish', fromMs, toMs }`; null for anything else. */
export function parseLoadFinish(message: unknown): LoadWindow | null {
  const fields = fieldsOf(message, 'finish');
  if (fields === null) return null;
  const { fromMs, toMs } = fields;
  return Number.isFinite(fromMs) && Number.isFinite(toMs) ? { fromMs: Number(fromMs), toMs: Number(toMs) } : null;
}
