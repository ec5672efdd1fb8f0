import type { Clock } from '@thapcanh/core/time/clock';

/** One encoder of a simulated device, with the profile that shows it. */
export interface SimulatedProfile {
  readonly token: string;
  readonly encoding: 'H264' | 'H265' | 'JPEG';
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly kbps: number;
  readonly gopFrames: number;
  readonly audio?: 'AAC' | 'G711';
  /** RTSP address it names. */
  readonly streamUrl: string;
}

export interface SimulatedOnvifOptions {
  /** Address to listen on; 127.0.0.1 by default. */
  readonly host?: string;
  readonly port?: number;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly profiles: readonly SimulatedProfile[];
  readonly account?: { readonly username: string; readonly password: string };
  /** How it wants to be logged in to; `ws` by default. `basic` offers nothing better. */
  readonly authentication?: 'ws' | 'digest' | 'basic';
  /** Without it there is only Media 1, and no GetServices either. */
  readonly hasMedia2?: boolean;
  readonly hasPtz?: boolean;
  /** The host its service addresses name instead of the right one, as behind address translation. */
  readonly reportedHost?: string;
  /** How wrong its clock is at the start, and how fast it drifts (millionths). */
  readonly clockOffsetMs?: number;
  readonly clockDriftPpm?: number;
  readonly clock?: Clock;
  /** Answers every request with this instead: for broken and hostile devices. */
  readonly rawAnswer?: { readonly status: number; readonly headers?: Record<string, string>; readonly body: string };
}

/** A message of a simulated device's event service. */
export interface SimulatedEvent {
  /** `tns1:RuleEngine/CellMotionDetector/Motion`. */
  readonly topic: string;
  readonly source?: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}
