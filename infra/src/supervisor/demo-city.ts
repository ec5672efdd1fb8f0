import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DEMO_CAMERAS, demoStreamPath } from '../camera-sim/demo-city.ts';
import type { CameraSeed } from '../config/config.ts';
import { type ChildFailure, ManagedChild } from './managed-child.ts';

const ENTRY = fileURLToPath(new URL('../camera-sim/main.js', import.meta.url));
const USERNAME = 'demo';

export interface DemoCityOptions {
  readonly password: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onFailure: (failure: ChildFailure) => void;
  readonly onExit: (detail: string, restartInMs: number) => void;
  readonly onLine?: (line: string) => void;
  /** The cameras as they can be reached now; called again when a restart moved them to another port. */
  readonly onCameras: (seeds: CameraSeed[]) => void;
}

/** The simulated cameras as a child process. It asks for its earlier port again after a restart. */
export function createDemoCity(options: DemoCityOptions): ManagedChild {
  let port = 0;
  return new ManagedChild({
    name: 'camera-sim',
    entry: ENTRY,
    env: options.env,
    firstMessage: () => ({ port, isPortPreferred: port !== 0, username: USERNAME, password: options.password }),
    onFailure: options.onFailure,
    onExit: options.onExit,
    ...(options.onLine ? { onLine: options.onLine } : {}),
    onReady: (message) => {
      const readyPort = Number(message.port);
      if (readyPort === port) return;
      port = readyPort;
      options.onCameras(seedsAt(port, options.password));
    },
  });
}

/** Whether the simulator was built. */
export async function isDemoCityBuilt(): Promise<boolean> {
  return access(ENTRY).then(
    () => true,
    () => false,
  );
}

function seedsAt(port: number, password: string): CameraSeed[] {
  return DEMO_CAMERAS.map((camera) => ({
    id: camera.id,
    name: camera.name,
    mainUrl: `rtsp://127.0.0.1:${port}/${demoStreamPath(camera, 'main')}`,
    subUrl: `rtsp://127.0.0.1:${port}/${demoStreamPath(camera, 'sub')}`,
    username: USERNAME,
    password,
    profile: camera.profile,
    origin: 'demo',
    place: camera.place,
  }));
}
