import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createFarm, type Farm } from '../../camera-sim/farm.ts';
import { descendantsOf } from '../../testing/process-tree.ts';
import { ApiSession } from '../smoke/api-session.ts';
import { PlatformProcess, type PlatformReady } from '../smoke/platform-process.ts';

const PREFIX = 'cam';

export interface WallSetup {
  readonly id: string;
  readonly layout: '5x3' | 'free';
  readonly panels: number;
  /** For each preset the camera of the first panel; the others follow in order. */
  readonly firstCameras: readonly number[];
}

/** The whole platform with simulated cameras and two ingest workers, and walls on it. */
export class WallRig {
  readonly #farm: Farm;
  readonly #platform: PlatformProcess;
  readonly #cameras: number;
  readonly ready: PlatformReady;
  readonly api: ApiSession;

  private constructor(farm: Farm, platform: PlatformProcess, ready: PlatformReady, api: ApiSession, cameras: number) {
    this.#farm = farm;
    this.#platform = platform;
    this.ready = ready;
    this.api = api;
    this.#cameras = cameras;
  }

  static async start(dir: string, cameras: number, signal: AbortSignal): Promise<WallRig> {
    const farm = await createFarm({ cameras, main: 'sub-360p10-gop1s', prefix: PREFIX, signal });
    const file = path.join(dir, 'cameras.json');
    const list = farm.cameras.map(({ id, mainUrl }) => ({ id, name: id, url: mainUrl, profile: 'none' }));
    // Every JSON document is a YAML document.
    await writeFile(file, JSON.stringify({ cameras: list }));
    await mkdir(path.join(dir, 'data'));
    const platform = new PlatformProcess(path.join(dir, 'data'), ['--cameras', file], {
      THAPCANH_ROLES: 'api,ingest,archiver,jobs',
      THAPCANH_WORKERS: '2',
    });
    try {
      const ready = await platform.ready();
      if (ready.admin === null) throw new Error('the platform gave no first login');
      const api = new ApiSession(ready.url);
      await api.login(ready.admin.username, ready.admin.password);
      return new WallRig(farm, platform, ready, api, cameras);
    } catch (error) {
      await platform.stop();
      await farm.close();
      throw error;
    }
  }

  async addWall({ id, layout, panels: count, firstCameras }: WallSetup): Promise<void> {
    const columns = Math.ceil(Math.sqrt(count));
    const panels = Array.from({ length: count }, (_, index) => ({
      number: index + 1,
      x: (index % columns) / columns,
      y: Math.floor(index / columns) / columns,
      width: 1 / columns,
      height: 1 / columns,
      reserve: null,
    }));
    const presets = firstCameras.map((first, index) => ({
      number: index + 1,
      name: `${index + 1}`,
      tiles: panels.map(({ number }) => ({
        panel: number,
        content: { kind: 'camera', cameraId: this.cameraOf(first, number) },
      })),
    }));
    const screens = [{ id: 's1', name: 's1', layout, panels }];
    const answer = await this.api.send('POST', '/walls', { id, name: id, screens, presets });
    if (!answer.ok) throw new Error(`the wall was refused: ${await answer.text()}`);
  }

  cameraOf(first: number, panel: number): string {
    return `${PREFIX}-${(first + panel - 1) % this.#cameras}`;
  }

  /** Until every camera is live; the kiosk is to find a city at work. */
  async liveCameras(): Promise<number> {
    const { items } = await this.api.json<{ items: { status: { state: string } }[] }>('/cameras');
    return items.filter(({ status }) => status.state === 'live').length;
  }

  async ingestPids(): Promise<number[]> {
    const { pid } = this.#platform;
    if (pid === undefined) return [];
    const all = await descendantsOf(pid);
    return all.filter(({ command }) => /ingest\/(src|dist)\/main\.[jt]s/.test(command)).map((seen) => seen.pid);
  }

  async close(): Promise<void> {
    await this.#platform.stop();
    await this.#farm.close();
  }
}
