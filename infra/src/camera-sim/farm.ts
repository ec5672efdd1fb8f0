import { BENCH_CLIPS, type BenchProfile, benchClip } from './bench-clips.ts';
import { createRtspSimulator, type RtspSimulator, type RtspSimulatorOptions } from './rtsp-simulator.ts';
import type { StreamCredentials } from './server-authentication.ts';
import type { SimulatedStream } from './simulated-camera.ts';

export interface FarmOptions extends Omit<RtspSimulatorOptions, 'streams' | 'onUnusableStream'> {
  readonly cameras: number;
  /** The clip of each camera's main stream, or a path to an MP4 file. */
  readonly main: BenchProfile | { readonly file: string };
  /** The clip of each camera's sub stream; none by default. */
  readonly sub?: BenchProfile | { readonly file: string };
  readonly auth?: StreamCredentials;
  /** Files the fault `clip NAME` can change main streams to. */
  readonly alternatives?: Readonly<Record<string, string>>;
  /** Begins the names of the cameras; `cam` by default. */
  readonly prefix?: string;
  readonly signal?: AbortSignal;
}

export interface FarmCamera {
  /** `cam-17`; also the start of its stream paths. */
  readonly id: string;
  readonly mainUrl: string;
  readonly subUrl: string | null;
}

/** Many cameras in one server that together cost little: see `RtspSimulator` for faults and figures. */
export interface Farm {
  readonly simulator: RtspSimulator;
  readonly cameras: readonly FarmCamera[];
  close(): Promise<void>;
}

/** So many different phases: enough that key frames spread out, few enough that cameras share their packets. */
const PHASES = 48;
const TICK_MS = 8;

/**
 * Starts a farm: every camera plays the same clip, each in its own of 48 phases over the clip's group of pictures, so
 * that key frames do not coincide. Clips are made on first use (see `benchClip`). Measured (2 shared vCPU, loopback):
 * 1,000 streams of `sub-360p10` (420 Mbit/s) take 17 % of a core and 110 MB, 64 of `main-1080p25` (264 Mbit/s) 14 % and
 * 112 MB.
 */
export async function createFarm(options: FarmOptions): Promise<Farm> {
  const { cameras: count, main, sub, auth, alternatives = {}, prefix = 'cam', signal, ...server } = options;
  const mainClip = await resolveClip(main, signal);
  const subClip = sub === undefined ? null : await resolveClip(sub, signal);
  const streams: SimulatedStream[] = [];
  for (let index = 0; index < count; index += 1) {
    const id = `${prefix}-${index}`;
    for (const [name, clip] of [
      ['main', mainClip],
      ['sub', subClip],
    ] as const) {
      if (clip === null) continue;
      const phaseMs = ((index % PHASES) * clip.gopMs) / PHASES;
      const clips = name === 'main' ? { alternatives } : {};
      streams.push({ path: `${id}/${name}`, file: clip.file, phaseMs, seed: index, ...clips, ...(auth && { auth }) });
    }
  }
  const maxConnections = server.maxConnections ?? streams.length * 3 + 64;
  const simulator = createRtspSimulator({ tickMs: TICK_MS, ...server, maxConnections, streams });
  await simulator.start();
  const cameras = Array.from({ length: count }, (_, index): FarmCamera => {
    const id = `${prefix}-${index}`;
    return { id, mainUrl: simulator.url(`${id}/main`), subUrl: subClip && simulator.url(`${id}/sub`) };
  });
  return { simulator, cameras, close: () => simulator.close() };
}

/** What is assumed of a clip that is not one of the benches'. */
const USUAL_GOP_MS = 2000;

async function resolveClip(
  clip: BenchProfile | { readonly file: string },
  signal: AbortSignal | undefined,
): Promise<{ file: string; gopMs: number }> {
  if (typeof clip === 'object') return { file: clip.file, gopMs: USUAL_GOP_MS };
  const { gopFrames, fps } = BENCH_CLIPS[clip];
  return { file: await benchClip(clip, signal === undefined ? {} : { signal }), gopMs: (gopFrames * 1000) / fps };
}
