import { Authorization, chooseChallenge } from './authentication.ts';
import { CameraFailure, cleanDetail } from './camera-failure.ts';
import type { RtspConnection, RtspResponse } from './rtsp-connection.ts';
import type { Credentials } from './rtsp-url.ts';
import type { RtspSessionGrant } from './session-header.ts';

const MAX_AUTH_ROUNDS = 2;
const NOT_FOUND_STATUSES = new Set([404, 410, 451, 454]);
/** 453 Not Enough Bandwidth: no session is free; cameras also say 503. */
const BUSY_STATUSES = new Set([453, 503]);
const TRANSPORT_REFUSED = 461;

export interface RtspRequesterOptions {
  readonly connection: RtspConnection;
  readonly host: string;
  readonly credentials: Credentials | null;
  /** Whether the password itself may go to this host. */
  readonly allowsBasic: boolean;
  readonly authorization: Authorization | null;
}

/** Requests of one RTSP session: account, session id, and what each status means as a fault. */
export class RtspRequester {
  readonly #connection: RtspConnection;
  readonly #host: string;
  readonly #credentials: Credentials | null;
  readonly #allowsBasic: boolean;
  #authorization: Authorization | null = null;
  #isAuthorized = false;
  #session: RtspSessionGrant | null = null;
  #hasAnswer = true;

  /** `authorization`: an answer to a challenge of an earlier connection to the same camera. */
  constructor(options: RtspRequesterOptions) {
    this.#connection = options.connection;
    this.#host = options.host;
    this.#credentials = options.credentials;
    this.#allowsBasic = options.allowsBasic;
    this.#authorization = options.authorization;
  }

  /** The answer to a challenge that was not sent yet or not judged: cameras close the connection after a challenge. */
  get untriedAuthorization(): Authorization | null {
    return this.#isAuthorized ? null : this.#authorization;
  }

  /**
   * Sends a request, answers challenges, and returns the response whatever its status, 401 excepted: a refused account
   * is `TC_CAMERA_AUTH_FAILED`. An account is tried once per challenge, so that cameras do not lock it.
   */
  async send(method: string, url: string, headers: readonly (readonly [string, string])[] = []): Promise<RtspResponse> {
    for (let round = 0; ; round++) {
      const all = new Map(headers);
      if (this.#session !== null) all.set('Session', this.#session.id);
      const used = this.#authorization;
      if (used !== null) all.set('Authorization', used.header(method, url));
      this.#hasAnswer = false;
      const response = await this.#connection.request(method, url, all);
      this.#hasAnswer = true;
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
    return this.accept(method, await this.send(method, url, headers));
  }

  /** The response when its status is good, else the fault it stands for. */
  accept(method: string, response: RtspResponse): RtspResponse {
    if (response.status < 400) return response;
    const detail = cleanDetail(`${method}: ${response.status} ${response.phrase}`);
    if (response.status === 403) throw new CameraFailure('TC_CAMERA_AUTH_FAILED', { host: this.#host, detail });
    if (NOT_FOUND_STATUSES.has(response.status))
      throw new CameraFailure('TC_CAMERA_PATH_NOT_FOUND', { host: this.#host, detail });
    if (BUSY_STATUSES.has(response.status)) throw new CameraFailure('TC_CAMERA_BUSY', { host: this.#host, detail });
    if (response.status === TRANSPORT_REFUSED)
      throw new CameraFailure('TC_CAMERA_TRANSPORT_REFUSED', { host: this.#host, detail });
    throw new CameraFailure('TC_CAMERA_PROTOCOL', { host: this.#host, detail });
  }

  /** Whether the newest request was answered at all. */
  get hasAnswer(): boolean {
    return this.#hasAnswer;
  }

  /** Null before SETUP, and when the camera named none. */
  get sessionTimeoutMs(): number | null {
    return this.#session?.timeoutMs ?? null;
  }

  /** The session of a SETUP answer; the first one stays when a later answer names none. */
  adopt(session: RtspSessionGrant | null): void {
    this.#session = session ?? this.#session;
  }

  /** Whether the account went to the camera in the clear (apart from TLS). */
  get hasUsedBasic(): boolean {
    return this.#authorization?.challenge.scheme === 'basic';
  }

  #answer(response: RtspResponse): Authorization | null {
    if (this.#credentials === null) return null;
    const challenge = chooseChallenge(response.headers.get('www-authenticate') ?? '');
    if (challenge === null || (challenge.scheme === 'basic' && !this.#allowsBasic)) return null;
    return new Authorization(challenge, this.#credentials);
  }
}
