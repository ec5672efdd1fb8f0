export interface RtspSessionGrant {
  readonly id: string;
  readonly timeoutMs: number;
}

const DEFAULT_TIMEOUT_S = 60;
const MIN_TIMEOUT_S = 2;
const MAX_TIMEOUT_S = 600;

/** `Session: <id>[;timeout=<seconds>]` (RFC 2326 12.37); null when there is no usable id. */
export function parseSessionHeader(header: string | undefined): RtspSessionGrant | null {
  const match = /^\s*([\x21-\x3a\x3c-\x7e]{1,256})\s*(?:;(.*))?$/.exec(header ?? '');
  if (match === null) return null;
  const seconds = Number(/timeout\s*=\s*(\d{1,6})/i.exec(match[2] ?? '')?.[1] ?? DEFAULT_TIMEOUT_S);
  return { id: match[1] ?? '', timeoutMs: Math.min(MAX_TIMEOUT_S, Math.max(MIN_TIMEOUT_S, seconds)) * 1000 };
}
