import { AppError } from '@thapcanh/core/errors/app-error';
import { type Clock, systemClock } from '@thapcanh/core/time/clock';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Registry } from 'prom-client';
import type { Config, RoleName } from '../config/config.ts';
import { missingValue } from '../config/config-refusals.ts';
import { loadConfig, processSources } from '../config/load-config.ts';
import { readOrCreateNodeId } from '../config/node-id.ts';
import { createDatabase, createPool } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import type { Tables } from '../database/tables.ts';
import { errorDetail } from '../errors/storage-failure.ts';
import { createLogger, type Logger } from '../telemetry/logger.ts';
import { createRegistry } from '../telemetry/metrics.ts';
import { type MetricsServer, startMetricsServer } from '../telemetry/metrics-socket.ts';

/** What every role is given. `runRole` owns all of it and closes it after the role. */
export interface RoleContext {
  readonly config: Config;
  /** Of this machine and its recordings directory (`readOrCreateNodeId`). */
  readonly nodeId: string;
  readonly log: Logger;
  readonly db: Kysely<Tables>;
  readonly pool: pg.Pool;
  /** Metrics registered here are served on the node's `/metrics` with the label `role`, in ingest also `worker`. */
  readonly metrics: Registry;
  readonly clock: Clock;
  /** Aborted when the role is told to stop, before `RunningRole.close` is called. */
  readonly signal: AbortSignal;
}

/** How the time of a role without its supervisor came to its end: nobody came, or a successor waits in its place. */
export type OrphanEnd = 'alone' | 'succeeded';

export interface RunningRole {
  /** Stops everything the role started and resolves when it is gone; has 8 s. */
  close(): Promise<void>;
  /**
   * Called when the supervisor is gone, if there is something worth going on for: resolves when it is time to close,
   * after seconds. The role's metrics are no longer served then.
   */
  outlive?(): Promise<OrphanEnd>;
}

const CLOSE_PATIENCE_MS = 8_000;
/** A node may run a dozen of these processes. */
const INGEST_CONNECTIONS = 4;
/** Without its supervisor a role may have no database either: what needs one cannot end well, and no orphan may linger. */
const ORPHAN_PATIENCE_MS = 2_500;

/**
 * The whole life of a role process. Loads the configuration, starts the role, tells a parent `{type:'ready'}` over IPC
 * and stays until SIGTERM, SIGINT or the parent's end (IPC `disconnect`), then closes within 8 s (2.5 s when the parent is
 * gone and no successor came; a role with `outlive` first goes on that long) and exits 0. A second signal exits at once. A refusal (`AppError`) prints one line in each language and exits 1, as does a failed start.
 * Without a parent the role migrates the database itself: any number of them may start at once.
 */
export async function runRole(name: RoleName, start: (context: RoleContext) => Promise<RunningRole>): Promise<void> {
  const stop = new AbortController();
  let patienceMs = CLOSE_PATIENCE_MS;
  let running: RunningRole | null = null;
  let metricsServer: MetricsServer | null = null;
  const outlive = async (): Promise<void> => {
    // A successor on this name must not lose its socket to this process.
    await metricsServer?.close();
    if ((await running?.outlive?.()) !== 'succeeded') patienceMs = ORPHAN_PATIENCE_MS;
  };
  const stopped = new Promise<void>((resolve) => {
    const onStop = (): void => {
      if (stop.signal.aborted) process.exit(1);
      stop.abort();
      resolve();
    };
    process.on('SIGTERM', onStop);
    process.on('SIGINT', onStop);
    process.once('disconnect', () => {
      if (stop.signal.aborted) return;
      const end = (): void => {
        if (!stop.signal.aborted) onStop();
      };
      outlive().then(end, end);
    });
  });
  let context: NamedContext | null = null;
  let exitCode = 0;
  try {
    context = await createContext(name, stop.signal);
    const { log } = context;
    process.on('unhandledRejection', (error) => failHard(log, error));
    process.on('uncaughtException', (error) => failHard(log, error));
    // The API's own account may change no table: another role migrates then.
    if (process.send === undefined && !(name === 'api' && context.config.databaseApiUrl !== undefined)) {
      await migrate(context.pool);
      // BullMQ is slow to load; a role under the supervisor, which has migrated, must be back at work fast.
      const { migrateQueue } = await import('../queue/migrate-queue.ts');
      await migrateQueue(context.config, context.pool);
    }
    metricsServer = await startMetricsServer(context.config.runDir, context.name, context.metrics);
    running = await start(context);
    log.info('role is ready');
    process.send?.({ type: 'ready' });
    await stopped;
  } catch (error) {
    if (!stop.signal.aborted) {
      exitCode = 1;
      reportFailure(name, error);
    }
  }
  const forced = setTimeout(() => process.exit(1), patienceMs);
  try {
    await running?.close();
    await metricsServer?.close();
    await context?.pool.end();
  } catch (error) {
    context?.log.error({ err: error }, 'role did not close cleanly');
    exitCode = 1;
  }
  clearTimeout(forced);
  process.exit(exitCode);
}

/** Several processes of a node may run the role `ingest`; `name` tells them apart. */
interface NamedContext extends RoleContext {
  readonly name: string;
}

async function createContext(role: RoleName, signal: AbortSignal): Promise<NamedContext> {
  const loaded = await loadConfig(processSources());
  const ownUrl = role === 'api' ? loaded.databaseApiUrl : undefined;
  const config = ownUrl === undefined ? loaded : { ...loaded, databaseUrl: ownUrl };
  const { databaseUrl, secretKey } = config;
  if (databaseUrl === null) {
    throw missingValue(`--role ${role}`, 'DATABASE_URL', {
      vi: 'địa chỉ PostgreSQL khi chạy riêng một vai trò',
      en: 'the address of PostgreSQL when one role runs alone',
    });
  }
  if (secretKey === null) {
    throw missingValue(`--role ${role}`, 'THAPCANH_SECRET_KEY', {
      vi: 'khóa chung của mọi vai trò: 64 chữ số thập lục phân',
      en: 'the key that all roles share: 64 hexadecimal digits',
    });
  }
  const worker = role === 'ingest' ? config.workerSlot : null;
  const name = worker === null ? role : `${role}-${worker}`;
  const max = worker === null ? {} : { max: INGEST_CONNECTIONS };
  const pool = createPool({ databaseUrl, applicationName: `thapcanh-${name}`, ...max });
  return {
    name,
    config,
    nodeId: config.nodeId ?? (await readOrCreateNodeId(config.dataDir)),
    log: createLogger(config.logLevel, role, undefined, worker),
    db: createDatabase(pool),
    pool,
    metrics: createRegistry(role, worker),
    clock: systemClock,
    signal,
  };
}

/** State may be broken after a bug: say so and let the supervisor start a fresh process. */
function failHard(log: Logger, error: unknown): void {
  log.fatal({ err: error }, 'role failed');
  log.flush(() => process.exit(1));
  setTimeout(() => process.exit(1), 200);
}

function reportFailure(name: RoleName, error: unknown): void {
  const refusal =
    error instanceof AppError
      ? { vi: error.text('vi'), en: error.text('en'), code: error.code }
      : {
          vi: errorDetail(error),
          en: error instanceof Error ? (error.stack ?? error.message) : String(error),
          code: 'TC_ROLE_FAILED',
        };
  if (process.send) process.send({ type: 'failed', ...refusal });
  else process.stderr.write(`${name}: ${refusal.code}\n  ${refusal.vi}\n  ${refusal.en}\n`);
}
