import { cameraFaultText } from '@thapcanh/core/camera/camera-fault';
import { playThroughFfmpeg } from '../ffmpeg-source/ffmpeg-source.ts';
import type { CameraSession, SessionState, StreamStatistics } from '../media/media-types.ts';
import { CameraFailure } from '../rtsp/camera-failure.ts';
import { playRtsp } from '../rtsp/rtsp-client.ts';
import type { CameraHabits, ConnectionFacts, RtspPlayback } from '../rtsp/rtsp-client-options.ts';
import { type Credentials, parseRtspUrl, type RtspTarget } from '../rtsp/rtsp-url.ts';
import { directSockets } from '../sockets/direct-sockets.ts';
import { type CameraSessionOptions, DEFAULT_SESSION_TIMING, type SessionTiming } from './camera-session-options.ts';
import { FrameWatch } from './frame-watch.ts';
import { retryDelayMs } from './retry-delay.ts';
import { StreamMeter } from './stream-meter.ts';
import { StreamReceiver } from './stream-receiver.ts';

class ReconnectingSession implements CameraSession {
  readonly #options: CameraSessionOptions;
  readonly #timing: SessionTiming;
  readonly #meter = new StreamMeter();
  readonly #receiver: StreamReceiver;
  readonly #abort = new AbortController();
  readonly #running: Promise<void>;
  readonly #habits: CameraHabits = { prefersUdp: false, breaksOnAudio: false };
  #playback: RtspPlayback | null = null;
  #leave: (() => void) | null = null;
  #hasWorked: boolean;
  #wake: (() => void) | null = null;
  #closing: Promise<void> | null = null;
  #state: SessionState = { phase: 'connecting', fault: null, failedAttempts: 0, nextAttemptAtMs: null };

  constructor(options: CameraSessionOptions) {
    this.#options = options;
    this.#timing = { ...DEFAULT_SESSION_TIMING, ...options.timing };
    this.#hasWorked = options.hasWorked ?? false;
    this.#receiver = new StreamReceiver({
      sink: options.sink,
      meter: this.#meter,
      nowMs: () => options.clock.nowMs(),
      onPicture: () => this.#onPicture(),
      onConsumerError: (error) => options.log.warn({ err: error }, 'a consumer of the stream failed'),
    });
    const onAbort = (): void => void this.close();
    this.#running = this.#run().finally(() => options.signal?.removeEventListener('abort', onAbort));
    if (options.signal?.aborted) onAbort();
    else options.signal?.addEventListener('abort', onAbort, { once: true });
  }

  get state(): SessionState {
    return this.#state;
  }

  statistics(): StreamStatistics {
    return this.#meter.snapshot();
  }

  connection(): ConnectionFacts | null {
    return this.#playback?.facts() ?? null;
  }

  close(): Promise<void> {
    this.#closing ??= this.#stop();
    return this.#closing;
  }

  async #stop(): Promise<void> {
    this.#wake?.();
    // Waiting for a turn ends at once; a connection says goodbye first.
    if (this.#playback === null) this.#abort.abort();
    // A camera that is told goodbye frees its session at once; one that is not counts it until a timeout.
    await this.#playback?.close();
    this.#abort.abort();
    await this.#running;
  }

  get #isClosing(): boolean {
    return this.#closing !== null;
  }

  async #run(): Promise<void> {
    // The caller gets the session before its first state event.
    await Promise.resolve();
    while (!this.#isClosing) {
      const framesBefore = this.#meter.frames;
      const failure = await this.#attempt();
      this.#receiver.breakRun();
      this.#meter.restart(this.#options.clock.monotonicMs());
      if (this.#isClosing) break;
      await this.#waitAfter(failure, this.#meter.frames > framesBefore);
    }
    this.#change({ phase: 'closed', fault: this.#state.fault, failedAttempts: 0, nextAttemptAtMs: null });
  }

  /** One connection from beginning to end; never rejects. */
  async #attempt(): Promise<CameraFailure> {
    const { clock, admission, log } = this.#options;
    const watch = new FrameWatch(clock, this.#timing, this.#meter);
    try {
      const target = parseRtspUrl(this.#options.url);
      this.#leave = (await admission?.enter(this.#abort.signal)) ?? null;
      const playback = await this.#connect(target);
      this.#playback = playback;
      watch.start((detail) => {
        // A camera that took UDP and sends nothing may be behind a firewall: TCP is tried again.
        this.#habits.prefersUdp = false;
        playback.fail(new CameraFailure('TC_CAMERA_NO_FRAMES', { host: target.host, detail }));
      });
      return await playback.closed;
    } catch (error) {
      if (error instanceof CameraFailure) return error;
      if (!this.#abort.signal.aborted) log.warn({ err: error }, 'the session met an unexpected error');
      return new CameraFailure('TC_CAMERA_PROTOCOL', { host: '', detail: 'internal error' }, { cause: error });
    } finally {
      this.#playback = null;
      watch.close();
      this.#leaveAdmission();
    }
  }

  #connect(target: RtspTarget): Promise<RtspPlayback> {
    const { clock, source, transport = 'auto', sockets = directSockets } = this.#options;
    const { connectMs, responseMs, firstFrameMs } = this.#timing;
    const common = {
      target,
      credentials: this.#credentials() ?? target.credentials,
      transport,
      habits: this.#habits,
      signal: this.#abort.signal,
      consumer: this.#receiver,
    };
    return source === 'ffmpeg'
      ? playThroughFfmpeg({ ...common, startMs: connectMs + firstFrameMs })
      : playRtsp({ ...common, sockets, clock, connectMs, responseMs });
  }

  /** The attempt is over, live or failed: the next camera may try. */
  #leaveAdmission(): void {
    this.#leave?.();
    this.#leave = null;
  }

  #credentials(): Credentials | null {
    const { username, password } = this.#options;
    return username === null ? null : { username, password: password ?? '' };
  }

  async #waitAfter(failure: CameraFailure, hadPictures: boolean): Promise<void> {
    const { clock, log, random = Math.random } = this.#options;
    const { fault } = failure;
    const isNews = fault.code !== this.#state.fault?.code;
    const failedAttempts = hadPictures ? 1 : this.#state.failedAttempts + 1;
    const hasWorked = this.#hasWorked;
    const input = { code: fault.code, failedAttempts, hadPictures, hasWorked };
    const delayMs = retryDelayMs(input, this.#timing, random);
    const fields = { fault: fault.code, ...fault.params, retryInMs: Math.round(delayMs), failedAttempts };
    const text = cameraFaultText(fault.code, fault.params, 'en');
    if (isNews) log.warn({ ...fields, vi: cameraFaultText(fault.code, fault.params, 'vi') }, text);
    else log.debug(fields, text);
    if (hadPictures) this.#meter.reconnects++;
    this.#change({ phase: 'waiting', fault, failedAttempts, nextAttemptAtMs: clock.nowMs() + delayMs });
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#isClosing) this.#wake();
    });
    this.#wake = null;
    if (!this.#isClosing) this.#change({ ...this.#state, phase: 'connecting', nextAttemptAtMs: null });
  }

  #onPicture(): void {
    if (this.#state.phase === 'live' || this.#isClosing) return;
    this.#hasWorked = true;
    this.#leaveAdmission();
    const { description } = this.#meter.snapshot();
    this.#options.log.info(
      { codec: description?.codec, width: description?.width, height: description?.height },
      'video from the camera',
    );
    this.#change({ phase: 'live', fault: null, failedAttempts: 0, nextAttemptAtMs: null });
  }

  #change(state: SessionState): void {
    this.#state = state;
    try {
      this.#options.onState?.(state);
    } catch (error) {
      this.#meter.consumerErrors++;
      this.#options.log.warn({ err: error }, 'a listener of the session failed');
    }
  }
}

/**
 * Starts a session at once (see `CameraSession`); never throws, whatever the URL. State events begin after this call
 * has returned.
 */
export function createCameraSession(options: CameraSessionOptions): CameraSession {
  return new ReconnectingSession(options);
}
