import type { Clock } from '@thapcanh/core/time/clock';
import type { OidcConfig } from '@thapcanh/infra/config/config';
import type { Logger } from '@thapcanh/infra/telemetry/logger';
import * as client from 'openid-client';
import { apiError } from '../errors/api-errors.ts';
import { actorOf, type RequestOrigin } from '../identity/access.ts';
import type { SessionService } from '../identity/session.service.ts';
import type { OidcRepository } from './oidc.repository.ts';
import { displayNameOfClaims, groupsOfClaims, usernameOfClaims } from './oidc-claims.ts';

const FLOW_LIFE_MS = 10 * 60_000;
const ASK_SECONDS = 10;
export const CALLBACK_PATH = '/api/v1/session/oidc/callback';

/** What the browser keeps, sealed, between leaving for the provider and coming back. */
interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly untilMs: number;
}

const NO_FLOW = {
  vi: 'phiên đăng nhập đã hết hạn hoặc bắt đầu ở trình duyệt khác',
  en: 'it was begun elsewhere or too long ago',
};
const NOT_VOUCHED = { vi: 'nơi xác thực không xác nhận', en: 'the provider does not vouch' };
const SWITCHED_OFF = { vi: 'tài khoản đã tắt', en: 'the account is switched off' };
const NO_NAME = { vi: 'tên đăng nhập đã có người dùng', en: 'the user name is taken' };

export type OidcService = ReturnType<typeof createOidcService>;

/**
 * Login by a provider of OpenID Connect: authorization code with PKCE (RFC 7636), state and nonce. The provider says who
 * somebody is and in which groups; what they may is granted here, to them or to teams of those groups.
 */
export function createOidcService(deps: {
  /** Null: single sign-on is not set up. */
  settings: OidcConfig | null;
  accounts: OidcRepository;
  sessions: Pick<SessionService, 'loginVouched' | 'forgetKnown'>;
  secrets: { seal(text: string): Buffer; open(sealed: Buffer): string };
  clock: Clock;
  log: Logger;
}) {
  const { settings, accounts, sessions, secrets, clock, log } = deps;
  let provider: Promise<client.Configuration> | null = null;

  function required(): OidcConfig {
    if (settings === null) throw apiError('TC_OIDC_OFF');
    return settings;
  }

  /** Asked for once it is needed, and again after a failure. */
  async function configuration(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = required();
    const isPlain = issuer.startsWith('http:');
    provider ??= client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      timeout: ASK_SECONDS,
      ...(isPlain ? { execute: [client.allowInsecureRequests] } : {}),
    });
    try {
      return await provider;
    } catch (error) {
      provider = null;
      throw apiError('TC_OIDC_UNAVAILABLE', {}, { cause: error });
    }
  }

  function openFlow(sealed: string | undefined): Flow {
    try {
      const flow: Flow = JSON.parse(secrets.open(Buffer.from(sealed ?? '', 'base64url')));
      if (flow.untilMs > clock.nowMs()) return flow;
    } catch {
      // Not sealed by us.
    }
    throw apiError('TC_OIDC_REFUSED', { detail: NO_FLOW });
  }

  return {
    /** What the login page calls it; null: there is none. */
    name: (): string | null => settings?.name ?? null,

    /** Where the browser goes, and what it keeps meanwhile. Throws `TC_OIDC_OFF` or `TC_OIDC_UNAVAILABLE`. */
    async begin(): Promise<{ url: string; flow: string }> {
      const { publicUrl } = required();
      const config = await configuration();
      const flow: Flow = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        untilMs: clock.nowMs() + FLOW_LIFE_MS,
      };
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: new URL(CALLBACK_PATH, publicUrl).href,
        scope: 'openid profile email',
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        state: flow.state,
        nonce: flow.nonce,
      });
      return { url: url.href, flow: secrets.seal(JSON.stringify(flow)).toString('base64url') };
    },

    /**
     * The token of a new session, after the browser came back with `query`. Throws `TC_OIDC_OFF`, `TC_OIDC_REFUSED` or
     * `TC_OIDC_UNAVAILABLE`.
     */
    async finish(input: {
      query: string;
      flow: string | undefined;
      userAgent: string;
      origin: RequestOrigin;
      previousToken: string | undefined;
    }): Promise<string> {
      const { publicUrl, issuer, groupsClaim } = required();
      const flow = openFlow(input.flow);
      const config = await configuration();
      const current = new URL(CALLBACK_PATH, publicUrl);
      current.search = input.query;
      let claims: Readonly<Record<string, unknown>>;
      try {
        const tokens = await client.authorizationCodeGrant(config, current, {
          pkceCodeVerifier: flow.verifier,
          expectedState: flow.state,
          expectedNonce: flow.nonce,
          idTokenExpected: true,
        });
        claims = { ...tokens.claims() };
      } catch (error) {
        log.warn({ err: error }, 'a provider of single sign-on did not vouch');
        throw apiError('TC_OIDC_REFUSED', { detail: NOT_VOUCHED }, { cause: error });
      }
      if (typeof claims.sub !== 'string') throw apiError('TC_OIDC_REFUSED', { detail: NOT_VOUCHED });
      const username = usernameOfClaims(claims);
      const who = { issuer, subject: claims.sub, username, displayName: displayNameOfClaims(claims, username) };
      const actor = actorOf(null, input.origin);
      const userId = await accounts.findOrMake(who, new Date(clock.nowMs()), actor);
      if (userId === null) throw apiError('TC_OIDC_REFUSED', { detail: NO_NAME });
      const synced = await accounts.syncTeams(userId, groupsOfClaims(claims, groupsClaim), actor);
      if (synced === 'last-admin') log.warn({ userId }, 'teams stay as they are: nobody would administer any more');
      const token = await sessions.loginVouched(userId, input);
      if (token === null) throw apiError('TC_OIDC_REFUSED', { detail: SWITCHED_OFF });
      sessions.forgetKnown();
      return token;
    },
  };
}
