import { setTimeout as delay } from 'node:timers/promises';
import type { StreamName } from '@thapcanh/core/camera/camera';
import type { CameraId } from '@thapcanh/core/ids';
import { isKeyFrameMessage, isMediaMessage, LIVE_FRAME_TYPE, readLiveFrame } from '@thapcanh/core/live/live-frame';
import { LiveFrameSplitter } from '@thapcanh/core/live/live-frame-splitter';
import { fetchFromWorker, type LiveEndpoint } from './live-endpoint.ts';

/** A camera as the gateway must know it: where its worker is, and what is wrong when nothing comes. */
export interface LiveLocation {
  readonly endpoint: LiveEndpoint | null;
  readonly fault: { readonly code: string; readonly vi: string; readonly en: string } | null;
}

export interface UpstreamState {
  readonly state: 'opening' | 'live' | 'waiting' | 'unavailable' | 'not-found';
  readonly fault: LiveLocation['fault'];
}

/** Calls are synchronous and in order; `frame` is `u8 type | payload` of `core/live/live-frame`, shared by all: never write to it. */
export interface UpstreamListener {
  onFrame(frame: Uint8Array): void;
  onState(state: UpstreamState): void;
}

export interface UpstreamTarget {
  readonly cameraId: CameraId;
  readonly stream: StreamName;
  readonly kind: 'parts' | 'units';
}

export interface UpstreamSurroundings {
  /** Null: there is no such camera, or it is switched off. */
  readonly locate: (cameraId: CameraId) => Promise<LiveLocation | null>;
  readonly mediaToken: string | null;
  readonly onProblem: (error: unknown, target: UpstreamTarget) => void;
}

/** The worker says every 2 s that it is there. */
const SILENCE_MS = 8_000;
const RETRY_MS = { first: 200, most: 3_000 } as const;
/** While nothing flows the database is asked this often why, and whether the camera moved. */
const LOOK_EVERY_MS = 2_000;
/** A group of pictures larger than this is not kept for viewers that join later. */
const MAX_HELD_BYTES = 24 * 1024 * 1024;

/**
 * One stream of one camera from whichever worker holds it, for any number of viewers of this process: what a viewer
 * that joins gets first is held here. It follows the camera to another worker, and tells why nothing comes. Runs from
 * the first listener until `close`.
 */
export class LiveUpstream {
  readonly #target: UpstreamTarget;
  readonly #surroundings: UpstreamSurroundings;
  readonly #listeners = new Set<UpstreamListener>();
  readonly #stop = new AbortController();
  #state: UpstreamState = { state: 'opening', fault: null };
  #description: Uint8Array | null = null;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #running: Promise<void> | null = null;

  constructor(target: UpstreamTarget, surroundings: UpstreamSurroundings) {
    this.#target = target;
    this.#surroundings = surroundings;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Tells the state, then what is held since the newest key frame, then everything as it comes. */
  join(listener: UpstreamListener): void {
    this.#listeners.add(listener);
    listener.onState(this.#state);
    if (this.#description !== null) listener.onFrame(this.#description);
    for (const frame of this.#held) listener.onFrame(frame);
    this.#running ??= this.#run();
  }

  leave(listener: UpstreamListener): void {
    this.#listeners.delete(listener);
  }

  /** Resolves when the connection and every timer are gone. Idempotent. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#listeners.clear();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let retryMs: number = RETRY_MS.first;
    while (!signal.aborted) {
      try {
        if (await this.#readOnce(signal)) retryMs = RETRY_MS.first;
      } catch (error) {
        if (!signal.aborted) this.#surroundings.onProblem(error, this.#target);
      }
      this.#forget();
      if (this.#state.state === 'live') this.#tell({ state: 'unavailable', fault: null });
      await delay(retryMs, undefined, { signal }).catch(() => undefined);
      retryMs = Math.min(retryMs * 2, RETRY_MS.most);
    }
  }

  /** One connection from beginning to end; whether it delivered anything. */
  async #readOnce(signal: AbortSignal): Promise<boolean> {
    const { cameraId, stream, kind } = this.#target;
    const location = await this.#surroundings.locate(cameraId);
    if (location === null) {
      this.#tell({ state: 'not-found', fault: null });
      return false;
    }
    const { endpoint, fault } = location;
    if (endpoint === null) {
      this.#tell({ state: 'unavailable', fault });
      return false;
    }
    const path = `/live/${cameraId}/${stream}/${kind}`;
    const { mediaToken } = this.#surroundings;
    const connection = new AbortController();
    const ended = AbortSignal.any([signal, connection.signal]);
    const answer = await fetchFromWorker({ endpoint, path, silenceMs: SILENCE_MS, signal: ended, mediaToken }).catch(
      (cause: unknown) => {
        this.#tell({ state: 'unavailable', fault });
        throw cause;
      },
    );
    if (answer.statusCode !== 200) {
      answer.resume();
      this.#tell({ state: 'unavailable', fault });
      return false;
    }
    let hasMedia = false;
    const splitter = new LiveFrameSplitter((frame) => {
      hasMedia ||= isMediaMessage(frame);
      this.#take(frame);
    });
    const look = setInterval(() => void this.#lookAfter(endpoint, connection), LOOK_EVERY_MS);
    const leave = () => answer.destroy();
    ended.addEventListener('abort', leave, { once: true });
    try {
      for await (const chunk of answer) splitter.push(chunk);
    } finally {
      clearInterval(look);
      ended.removeEventListener('abort', leave);
      answer.destroy();
    }
    return hasMedia;
  }

  /** While the camera is silent: why, and is it still there? */
  async #lookAfter(endpoint: LiveEndpoint, connection: AbortController): Promise<void> {
    if (this.#state.state === 'live') return;
    const location = await this.#surroundings.locate(this.#target.cameraId).catch(() => undefined);
    if (location === undefined || this.#stop.signal.aborted || this.#isLive()) return;
    const hasMoved = location === null || JSON.stringify(location.endpoint) !== JSON.stringify(endpoint);
    if (hasMoved) connection.abort();
    else if (this.#state.state === 'waiting') this.#tell({ state: 'waiting', fault: location.fault });
  }

  #isLive(): boolean {
    return this.#state.state === 'live';
  }

  #take(frame: Uint8Array): void {
    if (frame[0] === LIVE_FRAME_TYPE.state) {
      const said = readLiveFrame(frame);
      if (said?.kind !== 'state' || said.state !== 'waiting') return;
      // What is held is old now and must not look live to whoever joins.
      this.#held = [];
      this.#heldBytes = 0;
      if (this.#state.state !== 'waiting') this.#tell({ state: 'waiting', fault: null });
      return;
    }
    if (isMediaMessage(frame)) {
      this.#hold(frame);
      if (this.#state.state !== 'live') this.#tell({ state: 'live', fault: null });
    } else if (frame[0] === LIVE_FRAME_TYPE.description) {
      this.#forget();
      this.#description = frame;
    } else return;
    for (const listener of this.#listeners) listener.onFrame(frame);
  }

  #hold(frame: Uint8Array): void {
    const isKey = isKeyFrameMessage(frame);
    if (isKey) this.#held = [];
    if (!isKey && this.#held.length === 0) return;
    this.#heldBytes = isKey ? frame.length : this.#heldBytes + frame.length;
    if (this.#heldBytes > MAX_HELD_BYTES) this.#held = [];
    else this.#held.push(frame);
  }

  #forget(): void {
    this.#description = null;
    this.#held = [];
    this.#heldBytes = 0;
  }

  #tell(state: UpstreamState): void {
    const { code } = state.fault ?? {};
    if (state.state === this.#state.state && code === this.#state.fault?.code) return;
    this.#state = state;
    for (const listener of this.#listeners) listener.onState(state);
  }
}
