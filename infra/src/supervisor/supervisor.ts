import { access } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AppError } from '@thapcanh/core/errors/app-error';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { CameraSeed, Config, RoleName } from '../config/config.ts';
import { configToEnvironment } from '../config/environment.ts';
import { readOrCreateNodeId } from '../config/node-id.ts';
import { API_ROLE, ensureApiRole } from '../database/api-role.ts';
import { createDatabase, createPool } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import type { Tables } from '../database/tables.ts';
import { type EmbeddedPostgres, embeddedUrl, startEmbeddedPostgres } from '../embedded-postgres/embedded-postgres.ts';
import { infraError } from '../errors/infra-errors.ts';
import { errorDetail, withStorageErrors } from '../errors/storage-failure.ts';
import { createObjectStore } from '../objects/create-object-store.ts';
import { migrateQueue } from '../queue/migrate-queue.ts';
import { createSecretBox, type SecretBox } from '../secrets/secret-box.ts';
import { type Logger, withoutUrlCredentials } from '../telemetry/logger.ts';
import { choosePort } from './choose-port.ts';
import { clearLeftovers, prepareStorage } from './data-directory.ts';
import { createDemoCity, isDemoCityBuilt } from './demo-city.ts';
import { createFirstAdmin, type FirstLogin } from './first-admin.ts';
import { hasOrphans } from './hand-over.ts';
import { endEarlierWorkers, ingestWorkersFor } from './ingest-workers.ts';
import type { InstanceLock } from './instance-lock.ts';
import { ManagedChild } from './managed-child.ts';
import { INGEST_SPARE_ENTRY, roleEntry } from './role-entries.ts';
import { readOrCreateSecret } from './secret-files.ts';
import { disableDemoCameras, hasRealCamera, seedCameras } from './seed-cameras.ts';
import { SpareChild } from './spare-child.ts';

export interface SupervisorOptions {
  readonly config: Config;
  /** Of the run directory; `close` gives it free. */
  readonly lock: InstanceLock;
  readonly log: Logger;
  /** The environment that children get besides the configuration (PATH and the like). */
  readonly baseEnv: Readonly<Record<string, string | undefined>>;
  /** One line or box for the person at the console. */
  readonly say: (text: string) => void;
  /** Where children's log lines go; without it they write to this process's own output. */
  readonly onLine?: (line: string) => void;
  /** The database ended by itself and could not be started again: nothing can go on. */
  readonly onFatal: (error: unknown) => void;
}

export interface Running {
  readonly url: string;
  readonly firstLogin: FirstLogin | null;
  /** Milliseconds of each step of the start. */
  readonly timings: Readonly<Record<string, number>>;
}

const CHILD_PATIENCE_MS = 8_500;
const READY_PATIENCE_MS = 60_000;
/** How long the other roles wait for the ingest workers. */
const INGEST_FIRST_MS = 5_000;
/** Cameras that are handed over have their next key frame by then. */
const FIRST_PICTURES_MS = 1_500;
/** A database that was started again and ends sooner than this would only go on ending. */
const DATABASE_STEADY_MS = 60_000;
/** What is left of a killed database holds its shared memory a moment longer. */
const DATABASE_RESTART_MS = 500;

/**
 * Owns everything that `npm start` runs: secrets, embedded database, simulated cameras and roles.
 * `start` may be called once; `close` undoes whatever was started, in reverse order, and may be called at any time.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #children: ManagedChild[] = [];
  #postgres: EmbeddedPostgres | null = null;
  #databaseRestart: Promise<void> = Promise.resolve();
  #pool: pg.Pool | null = null;
  #closing: Promise<void> | null = null;
  #isStopping = false;
  #spare: SpareChild | null = null;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  async start(): Promise<Running> {
    const timings: Record<string, number> = {};
    const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const startedAtMs = performance.now();
      if (this.#isStopping) throw new DOMException('stopped', 'AbortError');
      const result = await work();
      timings[name] = Math.round(performance.now() - startedAtMs);
      return result;
    };
    const config = await step('directories', () => this.#prepare());
    const resolved = await step('database', () => this.#startDatabase(config));
    const { pool, db } = this.#openPool(resolved.databaseUrl);
    await step('schema', () => this.#migrate(resolved, pool));
    const firstLogin = await step('login', () => createFirstAdmin(db));
    const box = createSecretBox(resolved.secretKey);
    await step('cameras', () => this.#startCameras(resolved, db, box));
    await step('roles', () => this.#startRoles(resolved, db));
    return { url: urlOf(resolved), firstLogin, timings };
  }

  close(): Promise<void> {
    this.#isStopping = true;
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** For a second Ctrl-C: everything ends now. The database recovers at the next start. */
  kill(): void {
    this.#spare?.close();
    for (const child of this.#children) child.kill();
    if (this.#postgres) process.kill(this.#postgres.pid, 'SIGQUIT');
  }

  /** Directories and port first: they are what a start is refused for. */
  async #prepare(): Promise<Prepared> {
    const { config, say } = this.#options;
    await withStorageErrors(config.dataDir, () => clearLeftovers(config));
    await prepareStorage(config);
    const port = await choosePort(config.http);
    if (port !== config.http.port) {
      say(
        `Cổng ${config.http.port} đã có chương trình khác dùng, chuyển sang ${port} / port ${config.http.port} is taken, using ${port}`,
      );
    }
    if (config.objects.kind === 's3') await createObjectStore(config.objects).check();
    const nodeId = config.nodeId ?? (await readOrCreateNodeId(config.dataDir));
    return { ...config, nodeId, http: { ...config.http, port, isPortChosen: true } };
  }

  async #startDatabase(config: Prepared): Promise<Resolved> {
    const secret = (name: string): Promise<string> =>
      withStorageErrors(config.dataDir, () => readOrCreateSecret(config.dataDir, name));
    const secretKey = config.secretKey ?? (await secret('secret-key'));
    if (config.databaseUrl !== null) return { ...config, databaseUrl: config.databaseUrl, secretKey };
    const { url } = await this.#runPostgres(config, await secret('database-password'), false);
    const apiPassword = await secret('database-api-password');
    const databaseApiUrl = embeddedUrl(socketDirOf(config), apiPassword, API_ROLE);
    return { ...config, databaseUrl: url, databaseApiUrl, apiPassword, secretKey };
  }

  async #runPostgres(config: Config, password: string, isRestart: boolean): Promise<EmbeddedPostgres> {
    const startedAtMs = performance.now();
    this.#postgres = await startEmbeddedPostgres({
      dir: path.join(config.dataDir, 'postgres'),
      socketDir: socketDirOf(config),
      password,
      log: this.#options.log,
      onUnexpectedExit: (failure) => {
        if (this.#isStopping) return;
        if (isRestart && performance.now() - startedAtMs < DATABASE_STEADY_MS) this.#options.onFatal(failure);
        else this.#databaseRestart = this.#restartPostgres(config, password, failure);
      },
    });
    return this.#postgres;
  }

  /** Roles keep recording meanwhile and find the database at the same address. Never rejects. */
  async #restartPostgres(config: Config, password: string, failure: AppError): Promise<void> {
    this.#options.log.error({ code: failure.code, vi: failure.text('vi') }, failure.text('en'));
    await delay(DATABASE_RESTART_MS);
    if (this.#isStopping) return;
    try {
      await this.#runPostgres(config, password, true);
      this.#options.log.info('the database runs again');
    } catch (error) {
      this.#options.onFatal(error);
    }
  }

  #openPool(databaseUrl: string): { pool: pg.Pool; db: Kysely<Tables> } {
    const pool = createPool({ databaseUrl, applicationName: 'thapcanh-supervisor', max: 2 });
    this.#pool = pool;
    return { pool, db: createDatabase(pool) };
  }

  async #migrate(config: Resolved, pool: pg.Pool): Promise<void> {
    try {
      await pool.query('select 1');
    } catch (error) {
      const where = withoutUrlCredentials(config.databaseUrl);
      throw infraError('TC_DATABASE_UNREACHABLE', { where, detail: errorDetail(error) }, { cause: error });
    }
    await migrate(pool);
    await migrateQueue(config, pool);
    if (config.apiPassword !== undefined) await ensureApiRole(pool, config.apiPassword);
  }

  async #startCameras(config: Resolved, db: Kysely<Tables>, box: SecretBox): Promise<void> {
    const { log, say, onLine } = this.#options;
    await seedCameras(db, box, config.cameras);
    const isDemoWanted = config.isDemoAllowed && !(await hasRealCamera(db));
    if (!isDemoWanted || !(await isDemoCityBuilt())) {
      await disableDemoCameras(db);
      return;
    }
    const seed = (seeds: CameraSeed[]): Promise<unknown> =>
      seedCameras(db, box, seeds).catch((error: unknown) =>
        log.error({ err: error }, 'demo cameras could not be written'),
      );
    const city = createDemoCity({
      password: await withStorageErrors(config.dataDir, () =>
        readOrCreateSecret(config.dataDir, 'demo-camera-password'),
      ),
      env: this.#childEnv(config),
      onCameras: (seeds) => void seed(seeds),
      onFailure: ({ vi, en }) => say(`camera-sim: ${vi === en ? en : `${vi} / ${en}`}`),
      onExit: (detail, restartInMs) => log.warn({ detail, restartInMs }, 'the simulated cameras ended'),
      ...(onLine ? { onLine } : {}),
    });
    this.#children.push(city);
    city.start();
    await withPatience(city.firstOutcome);
  }

  async #startRoles(config: Resolved, db: Kysely<Tables>): Promise<void> {
    const starting: Promise<void>[] = [];
    const isHandedOver = await hasOrphans(config.runDir);
    // What records begins to work before the others load: processors are short at a start.
    const roles = [...config.roles].sort((a, b) => Number(b === 'ingest') - Number(a === 'ingest'));
    for (const role of roles) {
      const entry = roleEntry(role);
      if (!(await isFile(entry))) {
        this.#options.say(infraError('TC_ROLE_MISSING', { role, path: entry }).text('vi'));
        continue;
      }
      const children =
        role === 'ingest'
          ? await this.#ingestChildren(configOfRole(role, config), db)
          : [{ name: role, config: configOfRole(role, config) }];
      const spare = role === 'ingest' ? this.#makeSpare(config) : null;
      const outcomes = children.map((child) => this.#startRole(role, child.name, child.config, spare));
      starting.push(...outcomes);
      if (role !== 'ingest') continue;
      await withPatience(Promise.all(outcomes), INGEST_FIRST_MS);
      if (isHandedOver) await delay(FIRST_PICTURES_MS);
    }
    await Promise.all(starting);
  }

  async #ingestChildren(config: Resolved, db: Kysely<Tables>): Promise<{ name: string; config: Resolved }[]> {
    const workerCount = config.workerCount ?? (await ingestWorkersFor(db));
    await endEarlierWorkers(db, config, workerCount);
    return Array.from({ length: workerCount }, (_, workerSlot) => ({
      name: `ingest-${workerSlot}`,
      config: { ...config, workerCount, workerSlot },
    }));
  }

  /** One for all ingest processes of the node: two of them rarely die together. */
  #makeSpare(config: Resolved): SpareChild {
    const isPiped = this.#options.onLine !== undefined;
    this.#spare = new SpareChild({
      entry: INGEST_SPARE_ENTRY,
      env: this.#childEnv(configOfRole('ingest', config)),
      isPiped,
    });
    return this.#spare;
  }

  #startRole(role: RoleName, name: string, config: Resolved, spare: SpareChild | null): Promise<void> {
    const { log, say, onLine } = this.#options;
    const child = new ManagedChild({
      name,
      entry: roleEntry(role),
      env: this.#childEnv(config),
      onFailure: ({ code, vi, en }) => say(`${name}: ${code}\n  ${vi}\n  ${en}`),
      onExit: (detail, restartInMs) => log.error({ name, detail, restartInMs }, 'a role ended and is started again'),
      ...(onLine ? { onLine } : {}),
      ...(spare ? { spare } : {}),
    });
    this.#children.push(child);
    child.start();
    // An address is only told once somebody answers there.
    return withPatience(role === 'api' ? child.firstReady : child.firstOutcome);
  }

  #childEnv(config: Resolved): Record<string, string> {
    const base = Object.entries(this.#options.baseEnv).filter(([key]) => !key.startsWith('THAPCANH_'));
    const env: Record<string, string> = {};
    for (const [key, value] of [...base, ...Object.entries(configToEnvironment(config))]) {
      if (value !== undefined) env[key] = value;
    }
    return env;
  }

  async #close(): Promise<void> {
    this.#spare?.close();
    await Promise.all(this.#children.map((child) => child.close(CHILD_PATIENCE_MS)));
    await this.#pool?.end();
    await this.#databaseRestart;
    await this.#postgres?.close();
    await clearLeftovers(this.#options.config);
    await this.#options.lock.release();
  }
}

type Prepared = Config & { readonly nodeId: string };
type Resolved = Prepared & {
  readonly databaseUrl: string;
  readonly secretKey: string;
  /** Set where the database is our own. */
  readonly apiPassword?: string;
};

function socketDirOf(config: Config): string {
  return path.join(config.runDir, 'pg');
}

/** The API, which the network talks to, is told no other way to the database than its own. */
function configOfRole(role: RoleName, config: Resolved): Resolved {
  const { databaseApiUrl, ...rest } = config;
  return role === 'api' && databaseApiUrl !== undefined ? { ...rest, databaseUrl: databaseApiUrl } : rest;
}

function urlOf(config: Config): string {
  const { host, port, tls } = config.http;
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const shown = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${tls === undefined ? 'http' : 'https'}://${shown}:${port}`;
}

async function isFile(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** A role that hangs must not hold the others' address back. */
async function withPatience(outcome: Promise<unknown>, patienceMs = READY_PATIENCE_MS): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([outcome, patience]);
  clearTimeout(timer);
}
