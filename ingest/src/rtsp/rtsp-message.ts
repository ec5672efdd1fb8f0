/** A response, or a request the camera sends to us (RFC 2326 6 and 7). */
export interface RtspMessage {
  /** 100-599 for a response; null for a request. */
  readonly status: number | null;
  /** The reason phrase, or the request's method. */
  readonly phrase: string;
  /** What a request is about; empty for a response. */
  readonly url: string;
  /** Names in lower case; repeated headers joined by ", ". */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

export const MAX_HEADER_BYTES = 16 * 1024;
export const MAX_BODY_BYTES = 64 * 1024;
const MAX_HEADERS = 100;
const STATUS_LINE = /^RTSP\/\d\.\d\s+(\d{3})(?:\s+(.*))?$/i;
const REQUEST_LINE = /^([A-Z_]{3,32})\s+(\S+)\s+RTSP\/\d\.\d$/;

/**
 * `incomplete`: more bytes are needed; `invalid`: this is not RTSP or breaks the size limits; `whole`: the message took
 * `bytes` bytes; `open`: a session description without or with a wrong length, whole if nothing more comes soon.
 */
export type ParsedMessage =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'invalid'; readonly detail: string }
  | { readonly kind: 'whole' | 'open'; readonly message: RtspMessage; readonly bytes: number };

const INCOMPLETE: ParsedMessage = { kind: 'incomplete' };
const LF = 0x0a;
const CR = 0x0d;

/** Index just past the empty line that ends the header; cameras end lines with CR LF or LF alone. -1: not there yet. */
function headerEnd(bytes: Buffer, start: number, end: number): number {
  for (let at = bytes.indexOf(LF, start); at >= 0 && at < end; at = bytes.indexOf(LF, at + 1)) {
    if (at + 1 < end && bytes[at + 1] === LF) return at + 2;
    if (at + 2 < end && bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
    if (at - start > MAX_HEADER_BYTES) return -1;
  }
  return -1;
}

function parseHeaders(lines: readonly string[]): Map<string, string> | null {
  const headers = new Map<string, string>();
  let last: string | null = null;
  for (const line of lines) {
    if (line === '') continue;
    // A folded line (RFC 2616 2.2) continues the header before it.
    if (last !== null && /^[ \t]/.test(line)) {
      headers.set(last, `${headers.get(last) ?? ''} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const known = headers.get(name);
    headers.set(name, known === undefined ? value : `${known}, ${value}`);
    last = name;
    if (headers.size > MAX_HEADERS) return null;
  }
  return headers;
}

/** Parses the message that begins at `start`. Never throws; `body` and texts are copies. */
export function parseRtspMessage(bytes: Buffer, start: number, end: number): ParsedMessage {
  const bodyStart = headerEnd(bytes, start, end);
  if (bodyStart < 0) return end - start > MAX_HEADER_BYTES ? { kind: 'invalid', detail: 'endless header' } : INCOMPLETE;
  if (bodyStart - start > MAX_HEADER_BYTES) return { kind: 'invalid', detail: 'header too long' };
  const [first = '', ...rest] = bytes.toString('latin1', start, bodyStart).split(/\r?\n/);
  const asResponse = STATUS_LINE.exec(first.trim());
  const asRequest = asResponse === null ? REQUEST_LINE.exec(first.trim()) : null;
  const phrase = asResponse === null ? asRequest?.[1] : (asResponse[2] ?? '');
  if (phrase === undefined) return { kind: 'invalid', detail: 'no RTSP status line' };
  const url = asRequest?.[2] ?? '';
  const headers = parseHeaders(rest);
  if (headers === null) return { kind: 'invalid', detail: 'too many headers' };
  const status = asResponse === null ? null : Number(asResponse[1]);
  if (status !== null && (status < 100 || status > 599)) return { kind: 'invalid', detail: 'wrong status' };
  const isDescription = /sdp/i.test(headers.get('content-type') ?? '');
  const lengthText = headers.get('content-length') ?? '0';
  const bodyBytes = /^\d{1,9}/.test(lengthText) ? Number.parseInt(lengthText, 10) : -1;
  if ((bodyBytes < 0 || bodyBytes > MAX_BODY_BYTES) && !isDescription)
    return { kind: 'invalid', detail: 'wrong Content-Length' };
  const whole = (kind: 'whole' | 'open', bodyEnd: number): ParsedMessage => {
    const body = Buffer.from(bytes.subarray(bodyStart, bodyEnd));
    return { kind, message: { status, phrase, url, headers, body }, bytes: bodyEnd - start };
  };
  const announcedEnd = bodyStart + bodyBytes;
  if (isDescription && status === 200) {
    const textEnd = descriptionEnd(bytes, bodyStart, Math.min(end, bodyStart + MAX_BODY_BYTES));
    if (bodyBytes <= 0 || announcedEnd > end) {
      if (end - bodyStart > MAX_BODY_BYTES) return { kind: 'invalid', detail: 'wrong Content-Length' };
      // What follows a description of the wrong length shows where it ended.
      if (textEnd < end && bodyBytes > 0 && !isMessageOrFrame(bytes, textEnd, end)) return INCOMPLETE;
      return textEnd > bodyStart ? whole(textEnd < end ? 'whole' : 'open', textEnd) : INCOMPLETE;
    }
    return whole('whole', Math.max(announcedEnd, textEnd));
  }
  if (announcedEnd > end) return INCOMPLETE;
  return whole('whole', announcedEnd);
}

const DOLLAR = 0x24;
const EQUALS = 0x3d;

/** End of the lines of the form `x=...` (and empty ones) that begin at `start`; a line without its end counts too. */
function descriptionEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const first = bytes[at] ?? 0;
    const isEmptyLine = first === LF || first === CR;
    const isLetter = first >= 0x61 && first <= 0x7a;
    if (!isEmptyLine && !(isLetter && (at + 1 >= end || bytes[at + 1] === EQUALS))) return at;
    const next = isEmptyLine ? at : bytes.indexOf(LF, at);
    if (next < 0 || next >= end) return end;
    at = next + 1;
  }
  return at;
}

const isMessageOrFrame = (bytes: Buffer, at: number, end: number): boolean =>
  bytes[at] === DOLLAR || bytes.toString('latin1', at, Math.min(end, at + 5)) === 'RTSP/';

/** Header values must come from us or from parsed, line-free text. */
export function formatRequest(method: string, url: string, headers: ReadonlyMap<string, string>): string {
  let text = `${method} ${url} RTSP/1.0\r\n`;
  for (const [name, value] of headers) text += `${name}: ${value}\r\n`;
  return `${text}\r\n`;
}
