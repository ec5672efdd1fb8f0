import type { LiveEvent } from '@thapcanh/core/events/live-event';
import type { CameraId } from '@thapcanh/core/ids';
import type { SessionLog } from '../media/media-types.ts';
import { CameraFindings, type CameraSample } from './camera-findings.ts';
import type { FindingRepository, SeenFindings } from './finding.repository.ts';

export interface FindingsWatchOptions {
  readonly repository: FindingRepository;
  readonly workerId: string;
  readonly samples: () => readonly { readonly cameraId: CameraId; readonly sample: CameraSample }[];
  readonly publish: (event: LiveEvent) => Promise<void>;
  readonly log: SessionLog;
  readonly everyMs?: number;
}

const LOOK_MS = 60_000;

/**
 * Looks at every camera once a minute and writes what is wrong with it although it delivers; `finding.changed` is published
 * for a finding that came or went. Findings of a camera that delivers nothing stay as they are.
 */
export class FindingsWatch {
  readonly #options: FindingsWatchOptions;
  readonly #cameras = new Map<CameraId, CameraFindings>();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;

  constructor(options: FindingsWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#looking ??= this.look().finally(() => {
        this.#looking = null;
      });
    }, this.#options.everyMs ?? LOOK_MS);
  }

  /** One look; never rejects. */
  async look(): Promise<void> {
    const { repository, workerId, samples, publish, log } = this.#options;
    const seen: SeenFindings[] = [];
    const known = new Set<CameraId>();
    for (const { cameraId, sample } of samples()) {
      known.add(cameraId);
      const camera = this.#cameras.get(cameraId) ?? new CameraFindings();
      this.#cameras.set(cameraId, camera);
      const findings = camera.look(sample);
      if (findings !== null) seen.push({ cameraId, findings });
    }
    for (const cameraId of this.#cameras.keys()) if (!known.has(cameraId)) this.#cameras.delete(cameraId);
    try {
      for (const cameraId of await repository.replace(workerId, seen))
        await publish({ type: 'finding.changed', cameraId });
    } catch (error) {
      log.debug({ err: error }, 'findings cannot be written now');
    }
  }

  /** Idempotent. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await this.#looking;
  }
}
