import type { CameraTransport } from '@thapcanh/core/camera/camera';
import type { Clock } from '@thapcanh/core/time/clock';
import type { CameraSockets } from '../sockets/camera-socket.ts';
import type { RtpConsumer } from './announcement.ts';
import type { CameraFailure } from './camera-failure.ts';
import type { PathCounters } from './media-path.ts';
import type { Credentials, RtspTarget } from './rtsp-url.ts';

/** What one session learnt about its camera; kept from connection to connection, changed by the client. */
export interface CameraHabits {
  /** The camera refused TCP: `auto` begins with UDP. */
  prefersUdp: boolean;
  /** The camera broke the conversation when it was asked for sound. */
  breaksOnAudio: boolean;
}

export interface RtspClientOptions {
  readonly target: RtspTarget;
  readonly credentials: Credentials | null;
  readonly transport: CameraTransport;
  readonly habits: CameraHabits;
  readonly clock: Clock;
  readonly connectMs: number;
  readonly responseMs: number;
  readonly signal: AbortSignal;
  readonly sockets: CameraSockets;
  readonly consumer: RtpConsumer;
}

/** How a connection came about, for findings and metrics. */
export interface ConnectionFacts {
  readonly transport: 'tcp' | 'udp';
  readonly isEncrypted: boolean;
  /** The camera knows nothing better than Basic: the password went over the line, in the clear unless encrypted. */
  readonly hasUsedBasic: boolean;
  /** Noise between interleaved packets that was skipped. */
  readonly skippedBytes: number;
  readonly packets: PathCounters;
}

/** A camera that was told to play. */
export interface RtspPlayback {
  /** Resolves with the reason when the connection is gone and every socket of it closed. */
  readonly closed: Promise<CameraFailure>;
  facts(): ConnectionFacts;
  /** Ends at once, with this reason. */
  fail(failure: CameraFailure): void;
  /** TEARDOWN, waiting at most a second for the answer, then the socket's end. Idempotent. */
  close(): Promise<void>;
}
