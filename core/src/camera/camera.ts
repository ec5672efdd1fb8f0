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

/** A camera as ingest needs it. URLs carry no credentials. */
export interface CameraSource {
  readonly id: CameraId;
  readonly name: string;
  readonly mainUrl: string;
  readonly subUrl: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly profile: AnalysisProfile;
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
}
