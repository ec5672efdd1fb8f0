import { Authorization, chooseChallenge } from './authentication.ts';
import { CameraFailure, cleanDetail } from './camera-failure.ts';
import type { RtspConnection, RtspResponse } from './rtsp-connection.ts';
import type { Credentials } from './rtsp-url.ts';

const MAX_AUTH_ROUNDS = 2;
const NOT_FOUND_STATUSES = new Set([404, 410, 451, 454]);

/** Requests of one RTSP session: account, session id, and what each status means as a fault. */
export class RtspRequester {
  readonly #connection: RtspConnection;
  readonly #host: string;
  readonly #credentials: Credentials | null;
  readonly #allowsBasic: boolean;
  #authorization: Authorization | null = null;
  #isAuthorized = false;
  sessionId: string | null = null;

  constructor(connection: RtspConnection, host: string, credentials: Credentials | null, allowsBasic: boolean) {
    this.#connection = connection;
    this.#host = host;
    this.#credentials = credentials;
    this.#allowsBasic = allowsBasic;
  }

  /**
   * Sends a request, answers challenges, and returns the response whatever its status, 401 excepted: a refused account
   * is `TC_CAMERA_AUTH_FAILED`. An account is tried once per challenge, so that cameras do not lock it.
   */
  async send(method: string, url: string, headers: readonly (readonly [string, string])[] = []): Promise<RtspResponse> {
    for (let round = 0; ; round++) {
      const all = new Map(headers);
      if (this.sessionId !== null) all.set('Session', this.sessionId);
      const used = this.#authorization;
      if (used !== null) all.set('Authorization', used.header(method, url));
      const response = await this.#connection.request(method, url, all);
      if (response.status !== 401) {
        if (used !== null) this.#isAuthorized = true;
        return response;
      }
      const next = this.#answer(response);
      const isStale = next?.challenge.scheme === 'digest' && next.challenge.isStale;
      const mayRetry = used === null || isStale || this.#isAuthorized;
      if (next === null || !mayRetry || round >= MAX_AUTH_ROUNDS)
        throw new CameraFailure('TC_CAMERA_AUTH_FAILED', { host: this.#host });
      this.#authorization = next;
      this.#isAuthorized = false;
    }
  }

  /** As `send`, and any status but 2xx and 3xx becomes the fault it stands for. */
  async demand(
    method: string,
    url: string,
    headers: readonly (readonly [string, string])[] = [],
  ): Promise<RtspResponse> {
    const response = await this.send(method, url, headers);
    if (response.status < 400) return response;
    const detail = cleanDetail(`${method}: ${response.status} ${response.phrase}`);
    if (response.status === 403) throw new CameraFailure('TC_CAMERA_AUTH_FAILED', { host: this.#host, detail });
    if (NOT_FOUND_STATUSES.has(response.status))
      throw new CameraFailure('TC_CAMERA_PATH_NOT_FOUND', { host: this.#host, detail });
    throw new CameraFailure('TC_CAMERA_PROTOCOL', { host: this.#host, detail });
  }

  #answer(response: RtspResponse): Authorization | null {
    if (this.#credentials === null) return null;
    const challenge = chooseChallenge(response.headers.get('www-authenticate') ?? '');
    if (challenge === null || (challenge.scheme === 'basic' && !this.#allowsBasic)) return null;
    return new Authorization(challenge, this.#credentials);
  }
}
