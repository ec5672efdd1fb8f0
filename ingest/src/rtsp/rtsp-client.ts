import type { AnnouncedTrack, RtpConsumer } from './announcement.ts';
import { CameraFailure } from './camera-failure.ts';
import { resolveControl } from './control-url.ts';
import { RtspConnection, type RtspResponse } from './rtsp-connection.ts';
import { RtspRequester } from './rtsp-requester.ts';
import { type Credentials, parseRtspUrl, type RtspTarget } from './rtsp-url.ts';
import { parseSdp } from './sdp.ts';
import { parseSessionHeader } from './session-header.ts';
import { parseTransport, REQUESTED_CHANNELS } from './transport-header.ts';

export interface RtspClientOptions {
  readonly target: RtspTarget;
  readonly credentials: Credentials | null;
  readonly connectMs: number;
  readonly responseMs: number;
  readonly signal: AbortSignal;
  readonly consumer: RtpConsumer;
}

/** A camera that was told to play. */
export interface RtspPlayback {
  /** Resolves with the reason when the connection is gone. */
  readonly closed: Promise<CameraFailure>;
  /** Ends at once, with this reason. */
  fail(failure: CameraFailure): void;
  /** TEARDOWN, waiting at most a second for the answer, then the socket's end. Idempotent. */
  close(): Promise<void>;
}

const MAX_REDIRECTS = 3;
const TEARDOWN_MS = 1_000;

interface Conversation {
  readonly connection: RtspConnection;
  readonly requester: RtspRequester;
  readonly describeUrl: string;
  readonly description: RtspResponse;
  readonly keepAliveMethod: 'GET_PARAMETER' | 'OPTIONS';
}

interface Routes {
  rtp: number;
  rtcp: number;
}

class RtspClient {
  readonly #options: RtspClientOptions;
  readonly #routes: Routes = { ...REQUESTED_CHANNELS };

  constructor(options: RtspClientOptions) {
    this.#options = options;
  }

  async play(): Promise<RtspPlayback> {
    const conversation = await this.#describe(this.#options.target, 0);
    const { connection } = conversation;
    try {
      return await this.#start(conversation);
    } catch (error) {
      connection.end(this.#lost('closed by us'));
      await connection.closed;
      throw error;
    }
  }

  async #describe(target: RtspTarget, redirects: number): Promise<Conversation> {
    const { host } = this.#options.target;
    const isSameHost = target.host === host;
    const connection = await RtspConnection.open({
      host: target.host,
      port: target.port,
      connectMs: this.#options.connectMs,
      responseMs: this.#options.responseMs,
      signal: this.#options.signal,
      onFrame: (channel, bytes, start, end) => {
        if (channel === this.#routes.rtp) this.#options.consumer.onRtp('video', bytes, start, end);
        else if (channel === this.#routes.rtcp) this.#options.consumer.onRtcp('video', bytes, start, end);
      },
    });
    try {
      const url = target.requestUrl;
      // A host we were only sent to gets a digest, which proves the password, and never the password itself.
      const requester = new RtspRequester(connection, host, this.#options.credentials, isSameHost);
      const options = await requester.send('OPTIONS', url);
      const canGetParameter = /\bGET_PARAMETER\b/i.test(options.headers.get('public') ?? '');
      const description = await requester.demand('DESCRIBE', url, [['Accept', 'application/sdp']]);
      if (description.status < 300) {
        const keepAliveMethod = canGetParameter ? 'GET_PARAMETER' : 'OPTIONS';
        return { connection, requester, describeUrl: url, description, keepAliveMethod };
      }
      const next = this.#redirection(description, redirects);
      connection.end(this.#lost('redirected'));
      await connection.closed;
      return await this.#describe(next, redirects + 1);
    } catch (error) {
      connection.end(this.#lost('closed by us'));
      await connection.closed;
      throw error;
    }
  }

  #redirection(response: RtspResponse, redirects: number): RtspTarget {
    const { host } = this.#options.target;
    const location = response.headers.get('location');
    if (redirects >= MAX_REDIRECTS) throw new CameraFailure('TC_CAMERA_PROTOCOL', { host, detail: 'redirect loop' });
    if ((response.status !== 301 && response.status !== 302) || location === undefined)
      throw new CameraFailure('TC_CAMERA_PROTOCOL', { host, detail: `redirect ${response.status} without a target` });
    try {
      return parseRtspUrl(location);
    } catch (error) {
      throw new CameraFailure('TC_CAMERA_PROTOCOL', { host, detail: 'redirect to no RTSP address' }, { cause: error });
    }
  }

  async #start({
    connection,
    requester,
    describeUrl,
    description,
    keepAliveMethod,
  }: Conversation): Promise<RtspPlayback> {
    const { host } = this.#options.target;
    const sdp = parseSdp(description.body);
    if (sdp.kind === 'refused') throw new CameraFailure(sdp.code, { host, detail: sdp.detail });
    const { payloadType, control, parameterSets } = sdp.track;
    const base = this.#base(description, describeUrl);
    const aggregate = resolveControl(base, sdp.sessionControl);
    const track = resolveControl(base, control);
    const { rtp, rtcp } = REQUESTED_CHANNELS;
    const transport = `RTP/AVP/TCP;unicast;interleaved=${rtp}-${rtcp}`;
    const setup = await requester.demand('SETUP', track, [['Transport', transport]]);
    const channels = parseTransport(setup.headers.get('transport'));
    const session = parseSessionHeader(setup.headers.get('session'));
    if (channels === null) throw this.#protocol('SETUP: no interleaved transport');
    if (session === null) throw this.#protocol('SETUP: no session');
    requester.sessionId = session.id;
    Object.assign(this.#routes, channels);
    const video: AnnouncedTrack = {
      kind: 'video',
      encoding: 'H264',
      payloadType,
      clockRate: 90_000,
      channels: 1,
      parameterSets,
      format: new Map(),
    };
    this.#options.consumer.onAnnounce({ video, audio: null, droppedAudio: null });
    await requester.demand('PLAY', aggregate, [['Range', 'npt=0.000-']]);
    return this.#playback(connection, requester, aggregate, keepAliveMethod, session.timeoutMs);
  }

  #base(description: RtspResponse, describeUrl: string): string {
    const announced = description.headers.get('content-base') ?? description.headers.get('content-location') ?? '';
    return /^rtsp:\/\/[\x21-\x7e]{1,2048}$/i.test(announced) ? announced : describeUrl;
  }

  #playback(
    connection: RtspConnection,
    requester: RtspRequester,
    url: string,
    keepAliveMethod: string,
    timeoutMs: number,
  ): RtspPlayback {
    const timer = setInterval(() => {
      // A camera that does not answer while its pictures arrive is left alone; the stall watch sees real silence.
      if (!connection.isBusy) requester.send(keepAliveMethod, url).catch(() => undefined);
    }, timeoutMs / 2);
    const closed = connection.closed.then((failure) => {
      clearInterval(timer);
      return failure;
    });
    let closing: Promise<void> | null = null;
    const close = async (): Promise<void> => {
      clearInterval(timer);
      if (!connection.isBusy) {
        const deadline = setTimeout(() => connection.end(this.#lost('closed by us')), TEARDOWN_MS);
        await requester.send('TEARDOWN', url).catch(() => undefined);
        clearTimeout(deadline);
      }
      connection.end(this.#lost('closed by us'));
      await closed;
    };
    return {
      closed,
      fail: (failure) => connection.end(failure),
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  }

  #lost(detail: string): CameraFailure {
    return new CameraFailure('TC_CAMERA_CONNECTION_LOST', { host: this.#options.target.host, detail });
  }

  #protocol(detail: string): CameraFailure {
    return new CameraFailure('TC_CAMERA_PROTOCOL', { host: this.#options.target.host, detail });
  }
}

/**
 * Connects, describes, sets up the first H.264 track over TCP interleaving and plays it (RFC 2326). Audio and other
 * tracks are never set up. Rejects with `CameraFailure` and a closed socket; aborting `signal` ends it at any point.
 */
export function playRtsp(options: RtspClientOptions): Promise<RtspPlayback> {
  return new RtspClient(options).play();
}
