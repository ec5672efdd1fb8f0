import { randomInt } from 'node:crypto';
import type { AudioTrack } from './audio-track.ts';
import { CameraState } from './camera-state.ts';
import type { Clip } from './clip.ts';
import { FaultRunner } from './fault-runner.ts';
import { parseFaultScript } from './fault-script.ts';
import type { FaultSwitches, SoundChoice } from './fault-switches.ts';
import type { MediaLibrary, Playable } from './media-library.ts';
import { PLAIN_STYLE } from './rtp-packetizer.ts';
import type { StreamCredentials } from './server-authentication.ts';

export interface SimulatedStream {
  /** `gate-car/main`; the stream's URL is `rtsp://host:port/<path>`. */
  readonly path: string;
  /** An MP4 file with H.264 or H.265 and perhaps AAC; streams of the same file share one copy in memory. */
  readonly file: string;
  readonly auth?: StreamCredentials;
  /** How far the clip runs ahead of wall time modulo its duration, so that cameras of one clip differ; 0 by default. */
  readonly phaseMs?: number;
  /** Files the fault `clip NAME` can change to in mid-stream. */
  readonly alternatives?: Readonly<Record<string, string>>;
  /** What is heard; the clip's own sound by default. */
  readonly sound?: SoundChoice;
  /** Faults from the start on, see `parseFaultScript`. */
  readonly script?: string;
  /** Of everything that happens to this camera by chance; equal for all by default. */
  readonly seed?: number;
}

/** What a camera does to the connections that watch it. */
export interface CameraConnections {
  cut(path: string, isAbrupt: boolean): void;
  changeClip(path: string): void;
  wall90k(): number;
}

/** A stream as its connections see it. */
export class SimulatedCamera {
  readonly path: string;
  readonly seed: number;
  readonly state = new CameraState();
  readonly runner: FaultRunner;
  readonly #stream: SimulatedStream;
  readonly #library: MediaLibrary;

  constructor(stream: SimulatedStream, library: MediaLibrary, connections: CameraConnections) {
    this.path = stream.path;
    this.seed = stream.seed ?? 0x5eed;
    this.#stream = stream;
    this.#library = library;
    this.runner = new FaultRunner(this.state, {
      cut: (isAbrupt) => connections.cut(stream.path, isAbrupt),
      changeClip: () => connections.changeClip(stream.path),
      reboot: () => {
        this.state.boot = { sequence: randomInt(0, 2 ** 16), timestamp90k: randomInt(0, 2 ** 32) };
      },
      wall90k: () => connections.wall90k(),
    });
  }

  /** Null for a stream anybody may watch. */
  get auth(): StreamCredentials | null {
    const { auth } = this.#stream;
    if (auth === undefined) return null;
    return { ...auth, password: this.state.faults.password ?? auth.password };
  }

  video({ style }: FaultSwitches): Playable<Clip> {
    const isPlain = Object.entries(PLAIN_STYLE).every(([name, value]) => Reflect.get(style, name) === value);
    return this.#library.video(this.#file, this.#phase90k, isPlain ? null : style);
  }

  sound({ sound }: FaultSwitches): Playable<AudioTrack> | null {
    return this.#library.sound(this.#file, this.#phase90k, sound ?? this.#stream.sound ?? 'clip');
  }

  /** Starts a script now. @throws FaultScriptError for an unreadable one or an unknown clip. */
  run(script: string, nowMs: number): void {
    this.runner.run(parseFaultScript(script, Object.keys(this.#stream.alternatives ?? {})), nowMs);
  }

  get #file(): string {
    const { alternatives, file } = this.#stream;
    const { clipName } = this.state.faults;
    return (clipName === null ? undefined : alternatives?.[clipName]) ?? file;
  }

  get #phase90k(): number {
    return Math.round((this.#stream.phaseMs ?? 0) * 90);
  }
}
