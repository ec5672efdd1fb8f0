import type { AnnouncedTrack } from './announcement.ts';
import { CameraFailure } from './camera-failure.ts';
import { controlCandidates } from './control-url.ts';
import { InterleavedPath } from './interleaved-path.ts';
import { KeepAlive } from './keep-alive.ts';
import type { MediaPath } from './media-path.ts';
import type { RtspClientOptions, RtspPlayback } from './rtsp-client-options.ts';
import type { RtspResponse } from './rtsp-connection.ts';
import { type Conversation, RtspDescriber } from './rtsp-describe.ts';
import type { DescribedTrack } from './sdp.ts';
import { parseSessionHeader } from './session-header.ts';
import { UdpPath } from './udp-path.ts';

const TEARDOWN_MS = 1_000;
const DEFAULT_TIMEOUT_MS = 60_000;
/** Answers that may mean "not under this URL". */
const WRONG_URL_STATUSES: ReadonlySet<number> = new Set([400, 404, 405, 451, 454, 455, 459, 460]);
const INVALID_RANGE = 457;
/** Answers to PLAY that no other URL heals. */
const FINAL_STATUSES: ReadonlySet<number> = new Set([403, 453, 503]);
const RANGE: readonly [string, string] = ['Range', 'npt=0.000-'];

/** The camera does not grant this transport; `auto` tries the other one. */
class TransportRefusal extends CameraFailure {}

interface SetTrack {
  readonly track: DescribedTrack;
  readonly url: string;
}

class RtspClient {
  readonly #options: RtspClientOptions;

  constructor(options: RtspClientOptions) {
    this.#options = options;
  }

  async play(): Promise<RtspPlayback> {
    const { transport, habits, signal } = this.#options;
    const isUdpFirst = transport === 'udp' || (transport === 'auto' && habits.prefersUdp);
    try {
      return await this.#attempt(isUdpFirst);
    } catch (error) {
      if (transport !== 'auto') throw error;
      habits.prefersUdp = false;
      if (isUdpFirst || !(error instanceof TransportRefusal) || signal.aborted) throw error;
    }
    const playback = await this.#attempt(true);
    habits.prefersUdp = true;
    return playback;
  }

  async #attempt(isUdp: boolean): Promise<RtspPlayback> {
    const { clock } = this.#options;
    let path: MediaPath | null = null;
    let interleaved: InterleavedPath | null = null;
    const describer = new RtspDescriber(this.#options, (channel, bytes, start, end) =>
      interleaved?.onFrame(channel, bytes, start, end),
    );
    const conversation = await describer.describe();
    const { connection } = conversation;
    try {
      const { addresses } = connection;
      if (isUdp && addresses !== null) {
        const { host } = this.#options.target;
        const onError = (error: unknown): void => connection.end(this.#protocol('data that cannot be read', error));
        path = new UdpPath({ clock, host, addresses, onError });
      } else {
        interleaved = new InterleavedPath(clock, (frame) => connection.sendFrame(frame));
        path = interleaved;
      }
      return await this.#start(conversation, path);
    } catch (error) {
      connection.end(this.#lost('closed by us'));
      await Promise.all([connection.closed, path?.close()]);
      throw error;
    }
  }

  async #start(conversation: Conversation, path: MediaPath): Promise<RtspPlayback> {
    const { requester, baseUrl, tracks } = conversation;
    const video = await this.#setUp(conversation, path, tracks.video);
    const audio = tracks.audio === null ? null : await this.#setUpAudio(conversation, path, tracks.audio);
    const droppedAudio = audio === null ? (tracks.audio?.encoding ?? tracks.droppedAudio) : tracks.droppedAudio;
    const announced = ({ control: _, ...track }: DescribedTrack): AnnouncedTrack => track;
    this.#options.consumer.onAnnounce({
      video: announced(video.track),
      audio: audio === null ? null : announced(audio.track),
      droppedAudio,
    });
    path.open(this.#options.consumer);
    const [aggregate = baseUrl] = controlCandidates(baseUrl, tracks.sessionControl);
    let playing = await requester.send('PLAY', aggregate, [RANGE]);
    if (playing.status === INVALID_RANGE) playing = await requester.send('PLAY', aggregate);
    if (playing.status >= 400 && !FINAL_STATUSES.has(playing.status)) {
      // The camera knows no aggregate: each track is played by its own URL.
      playing = await requester.send('PLAY', video.url, [RANGE]);
      if (audio !== null && playing.status < 400) await requester.send('PLAY', audio.url, [RANGE]);
    }
    requester.accept('PLAY', playing);
    const timeoutMs = conversation.requester.sessionTimeoutMs ?? DEFAULT_TIMEOUT_MS;
    return this.#playback(conversation, path, aggregate, timeoutMs);
  }

  async #setUp({ requester, baseUrl }: Conversation, path: MediaPath, track: DescribedTrack): Promise<SetTrack> {
    const header: readonly [string, string] = ['Transport', await path.request(track)];
    let answer: RtspResponse | null = null;
    let url = baseUrl;
    for (url of controlCandidates(baseUrl, track.control)) {
      answer = await requester.send('SETUP', url, [header]);
      if (!WRONG_URL_STATUSES.has(answer.status)) break;
    }
    if (answer === null) throw this.#protocol('SETUP: no session');
    try {
      requester.accept('SETUP', answer);
    } catch (error) {
      const { code = null, params = {} } = error instanceof CameraFailure ? error.fault : {};
      if (code === 'TC_CAMERA_PROTOCOL' || code === 'TC_CAMERA_TRANSPORT_REFUSED')
        throw new TransportRefusal(code, params);
      throw error;
    }
    requester.adopt(parseSessionHeader(answer.headers.get('session')));
    if (path.grant(track, answer.headers.get('transport'))) return { track, url };
    const { host } = this.#options.target;
    const detail = path.kind === 'tcp' ? 'SETUP: no interleaved transport' : 'SETUP: no UDP transport';
    throw new TransportRefusal('TC_CAMERA_TRANSPORT_REFUSED', { host, detail });
  }

  /** Sound is never worth the picture: whatever the camera says against it, the video goes on. */
  async #setUpAudio(conversation: Conversation, path: MediaPath, track: DescribedTrack): Promise<SetTrack | null> {
    const { habits, signal } = this.#options;
    if (habits.breaksOnAudio) return null;
    try {
      return await this.#setUp(conversation, path, track);
    } catch (error) {
      await path.drop('audio');
      if (error instanceof TransportRefusal || signal.aborted) return null;
      habits.breaksOnAudio = error instanceof CameraFailure && !conversation.requester.hasAnswer;
      return null;
    }
  }

  #playback(conversation: Conversation, path: MediaPath, url: string, timeoutMs: number): RtspPlayback {
    const { connection, requester, keepAliveMethod: method, isEncrypted } = conversation;
    const keepAlive = new KeepAlive({ connection, requester, path, url, method, timeoutMs });
    const closed = connection.closed.then(async (failure) => {
      keepAlive.close();
      await path.close();
      return failure;
    });
    let closing: Promise<void> | null = null;
    const close = async (): Promise<void> => {
      keepAlive.close();
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
      facts: () => ({
        transport: path.kind,
        isEncrypted,
        hasUsedBasic: requester.hasUsedBasic,
        skippedBytes: connection.skippedBytes,
        packets: path.counters(),
      }),
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

  #protocol(detail: string, cause?: unknown): CameraFailure {
    return new CameraFailure('TC_CAMERA_PROTOCOL', { host: this.#options.target.host, detail }, { cause });
  }
}

/**
 * Connects, describes, sets up video (H.264 or H.265) and AAC sound and plays them (RFC 2326): interleaved in TCP, or
 * over UDP when that was chosen or the camera refuses TCP. `RTP-Info` is not looked at: cameras fill it wrongly. Rejects
 * with `CameraFailure` and closed sockets; aborting `signal` ends it at any point.
 */
export function playRtsp(options: RtspClientOptions): Promise<RtspPlayback> {
  return new RtspClient(options).play();
}
