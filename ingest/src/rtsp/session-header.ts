export interface RtspSessionGrant {
  readonly id: string;
  readonly timeoutMs: number;
}

const DEFAULT_TIMEOUT_S = 60;
const MIN_TIMEOUT_S = 1;
const MAX_TIMEOUT_S = 600;

/**
 * `Session: <id>[;timeout=<seconds>]` (RFC 2326 12.37), with whatever else cameras add; a header sent twice counts
 * once, a timeout of 0 is none. Null when there is no usable id.
 */
export function parseSessionHeader(header: string | undefined): RtspSessionGrant | null {
  const match = /^\s*([\x20-\x2b\x2d-\x3a\x3c-\x7e]{1,256}?)\s*(?:[;,](.*))?$/.exec(header ?? '');
  const id = match?.[1] ?? '';
  if (id === '') return null;
  const written = Number(/timeout\s*=\s*"?(\d{1,6})/i.exec(match?.[2] ?? '')?.[1] ?? 0);
  const seconds = written === 0 ? DEFAULT_TIMEOUT_S : written;
  return { id, timeoutMs: Math.min(MAX_TIMEOUT_S, Math.max(MIN_TIMEOUT_S, seconds)) * 1000 };
}
