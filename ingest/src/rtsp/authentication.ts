import { createHash, randomBytes } from 'node:crypto';
import type { Credentials } from './rtsp-url.ts';

type DigestHash = 'md5' | 'sha256' | 'sha512-256';

interface DigestChallenge {
  readonly scheme: 'digest';
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  /** As the camera wrote it, repeated in the answer; null when it wrote none. */
  readonly algorithm: string | null;
  readonly hash: DigestHash;
  readonly isSession: boolean;
  /** Null: the old digest of RFC 2069. */
  readonly qop: 'auth' | 'auth-int' | null;
  readonly isStale: boolean;
}

export type Challenge = DigestChallenge | { readonly scheme: 'basic' };

const MAX_CHALLENGE_CHARACTERS = 4_096;
const HASHES: ReadonlyMap<string, DigestHash> = new Map([
  ['md5', 'md5'],
  ['sha-256', 'sha256'],
  ['sha256', 'sha256'],
  ['sha-512-256', 'sha512-256'],
  ['sha512-256', 'sha512-256'],
]);
const STRENGTH: readonly DigestHash[] = ['sha512-256', 'sha256', 'md5'];
const PARAMETER = /([a-z][a-z0-9_-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi;

function toDigest(text: string): DigestChallenge | null {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, token] of text.matchAll(PARAMETER))
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token ?? '');
  const nonce = parameters.get('nonce');
  const algorithm = parameters.get('algorithm') ?? null;
  const known = /^(md5|sha-?256|sha-?512-256)(-sess)?$/i.exec(algorithm ?? 'MD5');
  const hash = HASHES.get((known?.[1] ?? '').toLowerCase());
  const qop = (parameters.get('qop') ?? '').split(',').map((word) => word.trim().toLowerCase());
  const chosenQop = qop.includes('auth') ? 'auth' : qop.includes('auth-int') ? 'auth-int' : null;
  if (nonce === undefined || known === null || hash === undefined) return null;
  if (chosenQop === null && qop.some((word) => word !== '')) return null;
  return {
    scheme: 'digest',
    realm: parameters.get('realm') ?? '',
    nonce,
    opaque: parameters.get('opaque') ?? null,
    algorithm,
    hash,
    isSession: known[2] !== undefined,
    qop: chosenQop,
    isStale: parameters.get('stale')?.toLowerCase() === 'true',
  };
}

/**
 * The strongest challenge of a `WWW-Authenticate` header (several may be joined by commas) that we can answer:
 * Digest SHA-512/256, SHA-256, MD5 (RFC 7616, 2617, 2069), Basic (RFC 7617). Null when there is none.
 */
export function chooseChallenge(header: string): Challenge | null {
  if (header.length > MAX_CHALLENGE_CHARACTERS) return null;
  // A scheme is a word followed by a space and not by "="; everything up to the next one is its parameters.
  const pieces = header.split(/(?:^|,)\s*(?=(?:digest|basic)(?:\s|$))/i).filter((piece) => piece.trim() !== '');
  const digests = pieces
    .filter((piece) => /^\s*digest\s/i.test(piece))
    .map((piece) => toDigest(piece.replace(/^\s*digest\s/i, '')))
    .filter((challenge) => challenge !== null);
  for (const hash of STRENGTH) {
    const digest = digests.find((challenge) => challenge.hash === hash);
    if (digest !== undefined) return digest;
  }
  return pieces.some((piece) => /^\s*basic(\s|$)/i.test(piece)) ? { scheme: 'basic' } : null;
}

const quote = (text: string): string => `"${text.replace(/[\r\n]/g, '').replace(/["\\]/g, '\\$&')}"`;

/** Answers one challenge for as many requests as it stays fresh; counts the nonce's uses. */
export class Authorization {
  readonly challenge: Challenge;
  readonly #credentials: Credentials;
  readonly #clientNonce: string;
  #uses = 0;

  constructor(challenge: Challenge, credentials: Credentials, clientNonce = randomBytes(8).toString('hex')) {
    this.challenge = challenge;
    this.#credentials = credentials;
    this.#clientNonce = clientNonce;
  }

  /** Value of the `Authorization` header: a secret, never to be logged. */
  header(method: string, uri: string): string {
    const { challenge } = this;
    const { username, password } = this.#credentials;
    if (challenge.scheme === 'basic') return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const digest = (text: string): string => createHash(challenge.hash).update(text).digest('hex');
    const { nonce, realm } = challenge;
    const count = (++this.#uses).toString(16).padStart(8, '0');
    const account = digest(`${username}:${realm}:${password}`);
    const first = challenge.isSession ? digest(`${account}:${nonce}:${this.#clientNonce}`) : account;
    // Our requests have no body, so its digest is that of nothing.
    const second = digest(challenge.qop === 'auth-int' ? `${method}:${uri}:${digest('')}` : `${method}:${uri}`);
    const middle = challenge.qop === null ? nonce : `${nonce}:${count}:${this.#clientNonce}:${challenge.qop}`;
    const parts = [
      `username=${quote(username)}`,
      `realm=${quote(realm)}`,
      `nonce=${quote(nonce)}`,
      `uri=${quote(uri)}`,
      `response="${digest(`${first}:${middle}:${second}`)}"`,
    ];
    if (challenge.algorithm !== null) parts.push(`algorithm=${challenge.algorithm.replace(/[^A-Za-z0-9-]/g, '')}`);
    if (challenge.qop !== null) parts.push(`qop=${challenge.qop}`, `nc=${count}`);
    if (challenge.qop !== null || challenge.isSession) parts.push(`cnonce="${this.#clientNonce}"`);
    if (challenge.opaque !== null) parts.push(`opaque=${quote(challenge.opaque)}`);
    return `Digest ${parts.join(', ')}`;
  }
}
