import { basename } from 'node:path';
import { demoStreams } from './demo-city.ts';
import type { DemoCityOptions } from './demo-city-options.ts';
import { createRtspSimulator, type RtspSimulator } from './rtsp-simulator.ts';

/** The running demo city. */
export interface DemoCity {
  readonly simulator: RtspSimulator;
  /** Paths of the streams that have a usable clip. */
  readonly streamPaths: readonly string[];
}

/**
 * Starts the simulator with every demo clip that is there; one line per clip that is not goes to `say`. A taken port is
 * an error unless it was only preferred.
 */
export async function startDemoCity(options: DemoCityOptions, say: (line: string) => void): Promise<DemoCity> {
  const missing = new Map<string, string>();
  const streams = demoStreams(options.clipDir, options.credentials);
  const createOn = (port: number): RtspSimulator =>
    createRtspSimulator({
      host: options.host,
      port,
      streams,
      onUnusableStream: ({ path, file }, error) => missing.set(path, `${basename(file)}: ${reasonOf(error)}`),
    });
  let simulator = createOn(options.port);
  try {
    await simulator.start();
  } catch (error) {
    if (!options.isPortPreferred || !isPortTaken(error)) throw error;
    simulator = createOn(0);
    await simulator.start();
  }
  for (const [path, reason] of missing) say(`stream ${path} is not served, ${reason}`);
  return { simulator, streamPaths: streams.map(({ path }) => path).filter((path) => !missing.has(path)) };
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'no such clip';
  return error instanceof Error ? error.message : 'unusable clip';
}
