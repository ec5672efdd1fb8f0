import { createHash, timingSafeEqual } from 'node:crypto';
import { isPurpose, PURPOSES, type Purpose } from '@thapcanh/core/people/purpose';
import type { FastifyRequest } from 'fastify';
import { apiError } from '../errors/api-errors.ts';
import { ANONYMOUS, type RequestOrigin, requireAccess } from '../identity/access.ts';
import type { SessionService } from '../identity/session.service.ts';
import type { KeyService } from '../keys/key.service.ts';
import type { ApiServer } from './api-server.ts';
import { isStorableText } from './storable-text.ts';

export const SESSION_COOKIE = 'tc_session';
const MAX_CASE_NUMBER = 60;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/**
 * Deny by default: a route without `config.access` cannot be registered, and each request is checked against it before
 * its body is read. Unsafe methods must prove that they come from our own page. The services check again.
 */
export function registerAccess(
  app: ApiServer,
  options: {
    sessions: Pick<SessionService, 'resolve'>;
    keys: Pick<KeyService, 'resolve'>;
    metricsToken?: string;
  },
): void {
  app.decorateRequest('auth', { getter: () => ANONYMOUS });

  app.addHook('onRoute', (route) => {
    if (!route.config?.access)
      throw new Error(`route ${String(route.method)} ${route.url} does not say who may call it`);
  });

  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access;
    const key = keyOf(request);
    // No page can make a browser send a key, so only cookies can be abused by another site.
    if (key === null && !SAFE_METHODS.has(request.method)) requireSameSite(request);
    if (access === undefined || access === 'public') return;
    if (access === 'metrics') return requireMetricsReader(request, options.metricsToken);
    const origin = originOf(request);
    // With a key the cookie does not count: a key is never more than itself.
    const auth = await (key === null
      ? options.sessions.resolve(request.cookies[SESSION_COOKIE], origin)
      : options.keys.resolve(key, origin));
    Object.defineProperty(request, 'auth', { value: auth });
    requireAccess(auth, access);
  });
}

/** What follows `Authorization: Bearer`; null without it. */
function keyOf(request: FastifyRequest): string | null {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/**
 * A form or script of another site can send neither the header nor (in a current browser) a matching Origin, and its
 * browser says itself where the request comes from.
 */
function requireSameSite(request: FastifyRequest): void {
  if (request.headers['x-requested-with'] !== 'thapcanh') throw apiError('TC_REQUEST_FORGED');
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw apiError('TC_REQUEST_FORGED');
  const { origin } = request.headers;
  if (origin !== undefined && hostOf(origin) !== request.host.toLowerCase()) throw apiError('TC_REQUEST_FORGED');
}

/** Throws `TC_REQUEST_INVALID` for a purpose that is none of ours or a case number that is too long. */
export function originOf(request: FastifyRequest): RequestOrigin {
  const purpose = purposeOf(request.headers['x-purpose']);
  return { address: request.ip, purpose, caseNumber: caseNumberOf(request.headers['x-case-number']) };
}

/** Percent-encoded, because a header carries no Vietnamese letters. */
function caseNumberOf(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  try {
    const text = typeof header === 'string' ? decodeURIComponent(header).trim() : '';
    if (text !== '' && text.length <= MAX_CASE_NUMBER && isStorableText(text)) return text;
  } catch {
    // Not percent-encoded text.
  }
  throw apiError('TC_REQUEST_INVALID', { detail: 'x-case-number' });
}

/** What the caller says the request is for. Throws `TC_REQUEST_INVALID` for a purpose that is none of ours. */
function purposeOf(header: string | string[] | undefined): Purpose | null {
  if (header === undefined) return null;
  if (typeof header === 'string' && isPurpose(header)) return header;
  throw apiError('TC_REQUEST_INVALID', { detail: `x-purpose: ${PURPOSES.join(', ')}` });
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function requireMetricsReader(request: FastifyRequest, token: string | undefined): void {
  if (LOOPBACK.test(request.ip)) return;
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token && given && timingSafeEqual(digest(given), digest(token))) return;
  throw apiError('TC_ACCESS_DENIED', { permission: 'metrics' });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
