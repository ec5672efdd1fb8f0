import { createHash, randomBytes } from 'node:crypto';

/** Who logs in to a device. */
export interface OnvifAccount {
  readonly username: string;
  readonly password: string;
}

/** A digest challenge that this client can answer. */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly hash: 'md5' | 'sha256';
  readonly algorithm: string | null;
  readonly hasQop: boolean;
}

/** The best digest challenge among `WWW-Authenticate` header lines (RFC 7616), SHA-256 first; null for none. */
export function chooseChallenge(headers: readonly string[]): DigestChallenge | null {
  const challenges = headers.flatMap((header) => readChallenge(header) ?? []);
  return challenges.find(({ hash }) => hash === 'sha256') ?? challenges[0] ?? null;
}

/** The Authorization header for one request. */
export function answerChallenge(
  challenge: DigestChallenge,
  account: OnvifAccount,
  method: string,
  uri: string,
): string {
  const hash = (text: string): string => createHash(challenge.hash).update(text).digest('hex');
  const { realm, nonce, opaque, algorithm } = challenge;
  const cnonce = randomBytes(8).toString('hex');
  const ha1 = hash(`${account.username}:${realm}:${account.password}`);
  const ha2 = hash(`${method}:${uri}`);
  const middle = challenge.hasQop ? `00000001:${cnonce}:auth:` : '';
  const fields = [
    `username="${quote(account.username)}"`,
    `realm="${quote(realm)}"`,
    `nonce="${quote(nonce)}"`,
    `uri="${uri}"`,
    `response="${hash(`${ha1}:${nonce}:${middle}${ha2}`)}"`,
    ...(opaque === null ? [] : [`opaque="${quote(opaque)}"`]),
    ...(algorithm === null ? [] : [`algorithm=${algorithm}`]),
    ...(challenge.hasQop ? ['qop=auth', 'nc=00000001', `cnonce="${cnonce}"`] : []),
  ];
  return `Digest ${fields.join(', ')}`;
}

function readChallenge(header: string): DigestChallenge | null {
  if (!/^\s*digest\s/i.test(header) || header.length > 2000) return null;
  const fields = new Map<string, string>();
  for (const match of header.matchAll(/([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi)) {
    fields.set((match[1] ?? '').toLowerCase(), match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '');
  }
  const nonce = fields.get('nonce');
  const algorithm = fields.get('algorithm') ?? null;
  const hash = algorithm === null || /^md5$/i.test(algorithm) ? 'md5' : /^sha-256$/i.test(algorithm) ? 'sha256' : null;
  if (nonce === undefined || hash === null) return null;
  const qop = fields.get('qop');
  const hasQop = qop?.split(',').some((one) => one.trim() === 'auth') ?? false;
  if (qop !== undefined && !hasQop) return null;
  return { realm: fields.get('realm') ?? '', nonce, opaque: fields.get('opaque') ?? null, hash, algorithm, hasQop };
}

function quote(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replace(/[\r\n]/g, '');
}
