import type { CameraSourceKind, CameraTransport } from '@thapcanh/core/camera/camera';
import type { Clock } from '@thapcanh/core/time/clock';
import type { MediaSink, SessionLog, SessionState } from '../media/media-types.ts';
import type { CameraSockets } from '../sockets/camera-socket.ts';

/** Who may connect when; one for all sessions of a process. */
export interface ConnectAdmission {
  /**
   * Resolves when one attempt may begin; the function it gives is called once, when the attempt is over: live or failed.
   * Rejects only when `signal` aborts.
   */
  enter(signal: AbortSignal): Promise<() => void>;
}

/** What `createCameraSession` needs; see `camera-session.ts`. */
export interface CameraSessionOptions {
  /** `rtsp://` or `rtsps://host[:port]/path`; credentials inside the URL are used only when `username` is null. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly sink: MediaSink;
  readonly clock: Clock;
  readonly log: SessionLog;
  /** Default `auto`. */
  readonly transport?: CameraTransport;
  /** Default `rtsp`. */
  readonly source?: CameraSourceKind;
  /** One for all sessions of a process; by default what arrives is read at once, on this thread. */
  readonly sockets?: CameraSockets;
  /** Awaited before every attempt to connect; without one, attempts begin at once. */
  readonly admission?: ConnectAdmission;
  /** Whether this camera delivered pictures before a restart of ours: the first retries come fast. */
  readonly hasWorked?: boolean;
  /** Called at every change of `CameraSession.state`, after it; must not throw. */
  readonly onState?: (state: SessionState) => void;
  /** Aborting is `close()` without waiting. */
  readonly signal?: AbortSignal;
  /** Only for tests and benches: shorter waits. */
  readonly timing?: Partial<SessionTiming>;
  /** Source of jitter in [0, 1). */
  readonly random?: () => number;
}

export interface SessionTiming {
  readonly connectMs: number;
  readonly responseMs: number;
  readonly firstFrameMs: number;
  readonly stallMs: number;
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** Longest wait of the first retries of a camera that worked before. */
  readonly retryFastMs: number;
  /** Retry distance after refusals that a retry cannot heal: wrong account, wrong URL, wrong path, wrong codec. */
  readonly retrySlowMs: number;
}

export const DEFAULT_SESSION_TIMING: SessionTiming = {
  connectMs: 5_000,
  responseMs: 5_000,
  firstFrameMs: 10_000,
  stallMs: 5_000,
  retryMinMs: 500,
  retryMaxMs: 30_000,
  retryFastMs: 2_000,
  retrySlowMs: 30_000,
};
