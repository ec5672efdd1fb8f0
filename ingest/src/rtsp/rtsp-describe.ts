import type { Authorization } from './authentication.ts';
import { CameraFailure } from './camera-failure.ts';
import { cleanRtspUrl } from './control-url.ts';
import type { RtspClientOptions } from './rtsp-client-options.ts';
import { RtspConnection, type RtspResponse } from './rtsp-connection.ts';
import { RtspRequester } from './rtsp-requester.ts';
import { parseRtspUrl, type RtspTarget } from './rtsp-url.ts';
import { type DescribedTracks, parseSdp } from './sdp.ts';

/** A connection on which the camera has described its stream. */
export interface Conversation {
  readonly connection: RtspConnection;
  readonly requester: RtspRequester;
  readonly isEncrypted: boolean;
  readonly tracks: DescribedTracks;
  /** What control attributes are relative to. */
  readonly baseUrl: string;
  readonly keepAliveMethod: 'GET_PARAMETER' | 'OPTIONS';
}

type OnFrame = (channel: number, bytes: Buffer, start: number, end: number) => void;

const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

interface Approach {
  readonly target: RtspTarget;
  readonly redirects: number;
  readonly authorization: Authorization | null;
}

/** OPTIONS and DESCRIBE, redirects followed. Rejects with `CameraFailure` and a closed socket. */
export class RtspDescriber {
  readonly #options: RtspClientOptions;
  readonly #onFrame: OnFrame;

  constructor(options: RtspClientOptions, onFrame: OnFrame) {
    this.#options = options;
    this.#onFrame = onFrame;
  }

  describe(): Promise<Conversation> {
    return this.#approach({ target: this.#options.target, redirects: 0, authorization: null });
  }

  async #approach({ target, redirects, authorization }: Approach): Promise<Conversation> {
    const { connectMs, responseMs, signal, sockets, credentials } = this.#options;
    const { host, port, isEncrypted } = target;
    const onFrame = this.#onFrame;
    const connection = await RtspConnection.open({
      host,
      port,
      isEncrypted,
      connectMs,
      responseMs,
      signal,
      sockets,
      onFrame,
    });
    // A host we were only sent to gets a digest, which proves the password, and never the password itself.
    const allowsBasic = host === this.#options.target.host;
    const requester = new RtspRequester({
      connection,
      host: this.#options.target.host,
      credentials,
      allowsBasic,
      authorization,
    });
    const next = await this.#ask(connection, requester, target).catch(async (error: unknown): Promise<Approach> => {
      const reason = error instanceof CameraFailure ? error : this.#lost('closed by us');
      connection.end(reason);
      await connection.closed;
      const untried = requester.untriedAuthorization;
      const isHungUp = error instanceof CameraFailure && error.fault.code === 'TC_CAMERA_CONNECTION_LOST';
      if (!isHungUp || untried === null || authorization !== null || signal.aborted) throw error;
      return { target, redirects, authorization: untried };
    });
    if ('connection' in next) return next;
    if (next instanceof Redirection) {
      connection.end(this.#lost('redirected'));
      await connection.closed;
      return this.#approach({
        target: this.#follow(target, next, redirects),
        redirects: redirects + 1,
        authorization: null,
      });
    }
    return this.#approach(next);
  }

  async #ask(
    connection: RtspConnection,
    requester: RtspRequester,
    target: RtspTarget,
  ): Promise<Conversation | Redirection> {
    const url = target.requestUrl;
    const options = await requester.send('OPTIONS', url);
    const canGetParameter = /\bGET_PARAMETER\b/i.test(options.headers.get('public') ?? '');
    const answer = await requester.demand('DESCRIBE', url, [['Accept', 'application/sdp']]);
    if (answer.status >= 300) return new Redirection(answer);
    const tracks = parseSdp(answer.body);
    if (tracks.kind === 'refused') {
      const { host } = this.#options.target;
      throw new CameraFailure(tracks.code, { host, detail: tracks.detail });
    }
    const baseUrl =
      cleanRtspUrl(answer.headers.get('content-base') ?? '') ??
      cleanRtspUrl(answer.headers.get('content-location') ?? '') ??
      url;
    const keepAliveMethod = canGetParameter ? 'GET_PARAMETER' : 'OPTIONS';
    return { connection, requester, isEncrypted: target.isEncrypted, tracks, baseUrl, keepAliveMethod };
  }

  #follow(from: RtspTarget, { answer }: Redirection, redirects: number): RtspTarget {
    const { host } = this.#options.target;
    const location = answer.headers.get('location');
    const wrong = (detail: string, cause?: unknown): CameraFailure =>
      new CameraFailure('TC_CAMERA_PROTOCOL', { host, detail }, { cause });
    if (redirects >= MAX_REDIRECTS) throw wrong('redirect loop');
    if (!REDIRECTS.has(answer.status) || location === undefined)
      throw wrong(`redirect ${answer.status} without a target`);
    let target: RtspTarget;
    try {
      target = parseRtspUrl(location);
    } catch (error) {
      throw wrong('redirect to no RTSP address', error);
    }
    if (from.isEncrypted && !target.isEncrypted && this.#options.credentials !== null)
      throw wrong('redirect from RTSPS to RTSP without encryption');
    return target;
  }

  #lost(detail: string): CameraFailure {
    return new CameraFailure('TC_CAMERA_CONNECTION_LOST', { host: this.#options.target.host, detail });
  }
}

class Redirection {
  readonly answer: RtspResponse;

  constructor(answer: RtspResponse) {
    this.answer = answer;
  }
}
