import type { CameraId } from '../ids.ts';
import type { CameraFaultCode } from './camera-fault.ts';

/** `main` is recorded and focused; `sub` is small, for walls and for watching by machine. */
export type StreamName = 'main' | 'sub';

/**
 * What analysis a camera gets. `plate-gate`: main-stream key frames, plates read; `street`: sub-stream key frames,
 * vehicles and people counted; `none`: recorded and shown only.
 */
export type AnalysisProfile = 'plate-gate' | 'street' | 'none';

export const ANALYSIS_PROFILES: readonly AnalysisProfile[] = ['plate-gate', 'street', 'none'];

/** How video is fetched: by our own RTSP client, or by one `ffmpeg -c copy` for a camera that only ffmpeg understands. */
export type CameraSourceKind = 'rtsp' | 'ffmpeg';

/** `auto`: TCP interleaved, UDP when the camera refuses it. */
export type CameraTransport = 'auto' | 'tcp' | 'udp';

/** A camera as ingest needs it. URLs carry no credentials. */
export interface CameraSource {
  readonly id: CameraId;
  readonly name: string;
  readonly mainUrl: string;
  readonly subUrl: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly profile: AnalysisProfile;
  readonly source: CameraSourceKind;
  readonly transport: CameraTransport;
  /** Cameras of one site (a switch, a line) reconnect in turn; empty: by network address. */
  readonly site: string;
  /** Pictures a second for rules that need motion; null: key frames only. */
  readonly motionFps: number | null;
}

/**
 * `connecting`: no picture yet; `live`: a picture within the last 2 s; `stale`: connected or reconnecting, the newest
 * picture is older than that; `offline`: no connection, `fault` says why; `disabled`: switched off by a person.
 */
export type CameraState = 'connecting' | 'live' | 'stale' | 'offline' | 'disabled';

export interface CameraFault {
  readonly code: CameraFaultCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What is known of a camera now; written by ingest, read by everybody. */
export interface CameraStatus {
  readonly cameraId: CameraId;
  readonly state: CameraState;
  readonly fault: CameraFault | null;
  /** Whether the recorder is writing; a storage fault leaves live view working. */
  readonly isRecording: boolean;
  /** Wall time of the newest picture's arrival, UTC ms. */
  readonly lastFrameAtMs: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly codec: string | null;
  readonly fps: number | null;
  readonly bitrateKbps: number | null;
  readonly gopMs: number | null;
  readonly subCodec: string | null;
  /** `aac`, `dropped:PCMA` (a sound codec that is not recorded), null: the camera sends none. */
  readonly audio: string | null;
  /** Camera's wall clock minus ours by RTCP sender reports; null when it sends none. */
  readonly clockOffsetMs: number | null;
}
