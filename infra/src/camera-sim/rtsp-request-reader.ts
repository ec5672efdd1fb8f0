/** One RTSP request of a client (RFC 2326, 6). */
export interface RtspRequest {
  readonly method: string;
  readonly uri: string;
  /** By lower-case name; the last one of a name wins. */
  readonly headers: ReadonlyMap<string, string>;
}

export type ClientMessage =
  | { readonly kind: 'request'; readonly request: RtspRequest }
  | { readonly kind: 'interleaved'; readonly channel: number };

/** The client's bytes are not RTSP; the connection cannot go on. */
export class RtspSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RtspSyntaxError';
  }
}

const MAX_HEAD_BYTES = 16 * 1024;
const MAX_BODY_BYTES = 64 * 1024;

/** Cuts a byte stream into requests and interleaved frames. Bodies are skipped. Holds at most one message. */
export class RtspRequestReader {
  #pending: Buffer = Buffer.alloc(0);
  #bytesToSkip = 0;

  /** Messages completed by these bytes, in order. @throws RtspSyntaxError on anything that is neither. */
  push(chunk: Buffer): ClientMessage[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const messages: ClientMessage[] = [];
    for (;;) {
      const skipped = Math.min(this.#bytesToSkip, this.#pending.length);
      this.#bytesToSkip -= skipped;
      this.#pending = this.#pending.subarray(skipped);
      if (this.#bytesToSkip > 0) return messages;
      const message = this.#next();
      if (message === null) return messages;
      messages.push(message);
    }
  }

  #next(): ClientMessage | null {
    while (this.#pending[0] === 0x0d || this.#pending[0] === 0x0a) this.#pending = this.#pending.subarray(1);
    const pending = this.#pending;
    if (pending.length === 0) return null;
    if (pending[0] === 0x24) {
      if (pending.length < 4 || pending.length < 4 + pending.readUInt16BE(2)) return null;
      this.#pending = pending.subarray(4 + pending.readUInt16BE(2));
      return { kind: 'interleaved', channel: pending.readUInt8(1) };
    }
    const end = pending.indexOf('\r\n\r\n');
    if (end < 0 ? pending.length > MAX_HEAD_BYTES : end > MAX_HEAD_BYTES) throw new RtspSyntaxError('head too long');
    if (end < 0) {
      if (!/^[A-Z_]/.test(pending.toString('latin1', 0, 1))) throw new RtspSyntaxError('not a request');
      return null;
    }
    const request = parseHead(pending.toString('utf8', 0, end));
    this.#pending = pending.subarray(end + 4);
    this.#bytesToSkip = readBodyBytes(request.headers.get('content-length'));
    return { kind: 'request', request };
  }
}

function parseHead(text: string): RtspRequest {
  const [first = '', ...lines] = text.split('\r\n');
  const match = /^([A-Z_]{1,32}) (\S{1,4096}) RTSP\/1\.\d$/.exec(first);
  if (match === null) throw new RtspSyntaxError('not a request line');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { method: match[1] ?? '', uri: match[2] ?? '', headers };
}

function readBodyBytes(text: string | undefined): number {
  if (text === undefined) return 0;
  if (!/^\d{1,6}$/.test(text) || Number(text) > MAX_BODY_BYTES) throw new RtspSyntaxError('unusable Content-Length');
  return Number(text);
}
