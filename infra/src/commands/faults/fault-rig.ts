import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import { createFarm, type Farm } from '../../camera-sim/farm.ts';
import type { RtspSimulator } from '../../camera-sim/rtsp-simulator.ts';
import type { ObjectsConfig } from '../../config/config.ts';
import { createDatabase, createPool } from '../../database/database.ts';
import type { Tables } from '../../database/tables.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../embedded-postgres/embedded-postgres.ts';
import { createObjectStore } from '../../objects/create-object-store.ts';
import type { ObjectStore } from '../../objects/object-store.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { findFreePort } from '../../testing/local-address.ts';
import { descendantsOf } from '../../testing/process-tree.ts';
import { PlatformProcess } from '../smoke/platform-process.ts';
import { recordedSpans } from './ledger-audit.ts';
import { until } from './until.ts';

/** What the rig runs on; the command chooses. */
export interface FaultRigOptions {
  readonly dir: string;
  readonly recordingsDir: string;
  /** Cameras that a fault may hit one by one, and the crowd that is lost together. */
  readonly single: number;
  readonly crowd: number;
  readonly objects: ObjectsConfig;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

const READY_MS = 120_000;

/**
 * A whole platform with its own database and simulated cameras, each of which can be broken apart from the others: the
 * database and the cameras belong to this process, so that they outlive a killed platform. `close` ends all of it.
 */
export class FaultRig {
  readonly options: FaultRigOptions;
  readonly singles: readonly string[];
  readonly crowd: readonly string[];
  readonly objects: ObjectStore;
  #farm: Farm | null = null;
  #postgres: EmbeddedPostgres | null = null;
  #pool: pg.Pool | null = null;
  #db: Kysely<Tables> | null = null;
  #platform: PlatformProcess | null = null;
  #port = 0;
  readonly #password = randomBytes(12).toString('hex');

  constructor(options: FaultRigOptions) {
    this.options = options;
    const ids = Array.from({ length: options.single + options.crowd }, (_, index) => `cam-${index}`);
    this.singles = ids.slice(0, options.single);
    this.crowd = ids.slice(options.single);
    this.objects = createObjectStore(options.objects);
  }

  get db(): Kysely<Tables> {
    if (this.#db === null) throw new Error('the rig was not started');
    return this.#db;
  }

  get cameras(): RtspSimulator {
    if (this.#farm === null) throw new Error('the rig was not started');
    return this.#farm.simulator;
  }

  get allCameras(): readonly string[] {
    return [...this.singles, ...this.crowd];
  }

  /** Resolves when every camera is being recorded. */
  async start(): Promise<void> {
    const { dir, say } = this.options;
    await chmod(dir, 0o711);
    this.#port = await findFreePort();
    this.#farm = await createFarm({ cameras: this.allCameras.length, main: 'sub-360p10-gop1s' });
    await this.startDatabase();
    const lines = this.allCameras.map(
      (id) => `  - {id: ${id}, url: "${this.cameras.url(`${id}/main`)}", profile: none}`,
    );
    await writeFile(path.join(dir, 'cameras.yaml'), `cameras:\n${lines.join('\n')}\n`);
    await this.startPlatform();
    await this.recordedSince(this.allCameras, Date.now(), READY_MS);
    say(`${this.allCameras.length} cameras are being recorded`);
  }

  async startDatabase(): Promise<void> {
    const { dir } = this.options;
    this.#postgres = await startEmbeddedPostgres({
      dir: path.join(dir, 'postgres'),
      socketDir: path.join(dir, 's'),
      password: this.#password,
      log: createLogger('silent', 'faults'),
    });
    if (this.#pool !== null) return;
    this.#pool = createPool({ databaseUrl: this.#postgres.url, applicationName: 'thapcanh-faults', max: 2 });
    this.#db = createDatabase(this.#pool);
  }

  async stopDatabase(): Promise<void> {
    await this.#postgres?.close();
  }

  async startPlatform(): Promise<void> {
    const { dir, recordingsDir, objects } = this.options;
    if (this.#postgres === null) throw new Error('the rig was not started');
    await mkdir(path.join(dir, 'data'), { recursive: true });
    const s3 =
      objects.kind === 's3'
        ? {
            S3_ENDPOINT: objects.endpoint,
            S3_REGION: objects.region,
            S3_BUCKET: objects.bucket,
            S3_ACCESS_KEY: objects.accessKey,
            S3_SECRET_KEY: objects.secretKey,
          }
        : { THAPCANH_OBJECTS_DIR: objects.dir };
    const args = ['--port', String(this.#port), '--cameras', path.join(dir, 'cameras.yaml'), '--no-demo'];
    this.#platform = new PlatformProcess(path.join(dir, 'data'), args, {
      ...s3,
      DATABASE_URL: this.#postgres.url,
      THAPCANH_RECORDINGS_DIR: recordingsDir,
      THAPCANH_FRAMES_DIR: path.join(dir, 'frames'),
      THAPCANH_ROLES: 'api,ingest,archiver,jobs',
      THAPCANH_WORKERS: '2',
    });
    await this.#platform.ready();
  }

  /** SIGKILL of the supervisor; its children follow by themselves. */
  async killPlatform(): Promise<void> {
    await this.#platform?.kill();
  }

  /** The last output of the platform, for a failure. */
  get output(): string {
    return this.#platform?.output ?? '';
  }

  /** The processes of the platform whose command line names `program`. */
  async pidsOf(program: string): Promise<number[]> {
    const pid = this.#platform?.pid;
    if (pid === undefined) return [];
    return (await descendantsOf(pid)).filter(({ command }) => command.includes(program)).map((seen) => seen.pid);
  }

  /** Waits until each camera has a recording that reaches past `sinceMs`; the database may be away meanwhile. */
  async recordedSince(cameraIds: readonly string[], sinceMs: number, patienceMs: number): Promise<void> {
    const waiting = new Set(cameraIds);
    await until(
      async () => {
        const rows = await this.db
          .selectFrom('recording')
          .select('camera_id')
          .distinct()
          .where('ended_at', '>', new Date(sinceMs))
          .execute();
        for (const { camera_id } of rows) waiting.delete(camera_id);
        return waiting.size === 0;
      },
      patienceMs,
      this.options.signal,
      () => `${waiting.size} cameras are not recorded again, ${[...waiting].slice(0, 5).join(', ')} among them`,
    );
  }

  /** When each camera's recording began again after `sinceMs`; the latest of them. */
  async recordingAgainAtMs(cameraIds: readonly string[], sinceMs: number): Promise<number> {
    const window = { fromMs: sinceMs, toMs: Date.now() + 60_000 };
    const begins = await Promise.all(
      cameraIds.map(async (id) => Math.min(...(await recordedSpans(this.db, id, window)).map(({ fromMs }) => fromMs))),
    );
    return Math.max(sinceMs, ...begins);
  }

  async close(): Promise<void> {
    await this.#platform?.stop();
    await this.#farm?.close();
    await this.#pool?.end();
    await this.#postgres?.close();
    await this.objects.close();
  }
}
