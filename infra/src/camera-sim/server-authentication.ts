import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may watch a stream. */
export interface StreamCredentials {
  readonly username: string;
  readonly password: string;
  /** Which schemes are offered, in this order; digest alone when absent. */
  readonly schemes?: readonly ('digest' | 'basic')[];
  /** Whether the digest challenge offers `qop="auth"` (RFC 7616); without it the older RFC 2069 form is used. */
  readonly isQopOffered?: boolean;
}

export type AuthenticationVerdict = 'accepted' | 'refused' | 'stale';

const REALM = 'Thap Canh camera';

/** Checks RTSP requests against stream credentials: Digest MD5 (RFC 2617/7616) and Basic (RFC 7617). Stateless nonces. */
export class ServerAuthentication {
  readonly #secret = randomBytes(32);
  readonly #nonceLifetimeMs: number;
  readonly #nowMs: () => number;

  constructor(nonceLifetimeMs: number, nowMs: () => number) {
    this.#nonceLifetimeMs = nonceLifetimeMs;
    this.#nowMs = nowMs;
  }

  /** The `WWW-Authenticate` header lines of a 401 answer. */
  challenges(credentials: StreamCredentials, isStale: boolean): string[] {
    return (credentials.schemes ?? ['digest']).map((scheme) => {
      if (scheme === 'basic') return `WWW-Authenticate: Basic realm="${REALM}"`;
      const qop = credentials.isQopOffered === true ? ', qop="auth", algorithm=MD5' : '';
      return `WWW-Authenticate: Digest realm="${REALM}", nonce="${this.#issueNonce()}"${qop}${isStale ? ', stale=true' : ''}`;
    });
  }

  /**
   * @param isSameStream whether a digest `uri` names the requested stream; clients differ in which of the stream's URLs
   * they sign, so equality with the request line is not demanded.
   */
  verify(
    header: string | undefined,
    method: string,
    credentials: StreamCredentials,
    isSameStream: (uri: string) => boolean,
  ): AuthenticationVerdict {
    const [scheme = '', rest = ''] = splitOnce(header ?? '', ' ');
    const schemes = credentials.schemes ?? ['digest'];
    if (/^basic$/i.test(scheme) && schemes.includes('basic')) {
      const expected = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
      return isEqual(rest.trim(), expected) ? 'accepted' : 'refused';
    }
    if (!/^digest$/i.test(scheme) || !schemes.includes('digest')) return 'refused';
    const fields = parseDigestFields(rest);
    const field = (name: string): string => fields.get(name) ?? '';
    if (field('username') !== credentials.username || field('realm') !== REALM) return 'refused';
    if (field('algorithm') !== '' && field('algorithm').toUpperCase() !== 'MD5') return 'refused';
    if (!isSameStream(field('uri'))) return 'refused';
    const ha1 = md5(`${credentials.username}:${REALM}:${credentials.password}`);
    const ha2 = md5(`${method}:${field('uri')}`);
    const middle = field('qop') === '' ? '' : `${field('nc')}:${field('cnonce')}:${field('qop')}:`;
    if (!isEqual(field('response').toLowerCase(), md5(`${ha1}:${field('nonce')}:${middle}${ha2}`))) return 'refused';
    return this.#isNonceFresh(field('nonce')) ? 'accepted' : 'stale';
  }

  #issueNonce(): string {
    const issuedAt = Math.floor(this.#nowMs()).toString(16);
    return `${issuedAt}-${this.#signNonce(issuedAt)}`;
  }

  #isNonceFresh(nonce: string): boolean {
    const [issuedAt = '', signature = ''] = splitOnce(nonce, '-');
    if (!/^[0-9a-f]{1,12}$/.test(issuedAt) || !isEqual(signature, this.#signNonce(issuedAt))) return false;
    return this.#nowMs() - Number.parseInt(issuedAt, 16) <= this.#nonceLifetimeMs;
  }

  #signNonce(issuedAt: string): string {
    return createHmac('sha256', this.#secret).update(issuedAt).digest('hex').slice(0, 32);
  }
}

function parseDigestFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const match of text.matchAll(/([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/gi)) {
    fields.set((match[1] ?? '').toLowerCase(), match[2] ?? match[3] ?? '');
  }
  return fields;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function isEqual(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
