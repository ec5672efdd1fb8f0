import {
  createPostgresBackend,
  createRedisBackend,
  isPgPool,
  type JobsOptions,
  type Processor,
  withBackend,
} from 'bullmq';
import type pg from 'pg';
import type { Config } from '../config/config.ts';
import { createSiblingPool } from '../database/database.ts';

const postgres = withBackend(createPostgresBackend);
const redis = withBackend(createRedisBackend);

/** BullMQ's tables have names as plain as `job` and `event`: they keep a schema of their own. */
const SCHEMAS = ['bullmq', 'public'];
const REDIS_PREFIX = 'tc';
const MAX_CONNECTIONS = 4;
/** Nobody reads the event stream of these queues. */
const MAX_EVENTS = 100;

export interface WorkerSettings {
  readonly concurrency: number;
  readonly lockDurationMs: number;
  readonly stalledIntervalMs: number;
  readonly maxStalledCount: number;
}

/** The part of BullMQ's queue that is used, the same on every backend. Data is JSON that the receiver checks. */
export interface BrokerQueue {
  add(name: string, data: unknown, options: JobsOptions): Promise<{ readonly id?: string | undefined }>;
  getJob(id: string): Promise<BrokerJob | undefined>;
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface BrokerJob {
  updateData(data: unknown): Promise<void>;
  getState(): Promise<string>;
}

/** The part of BullMQ's worker that is used. */
export interface BrokerWorker {
  run(): Promise<void>;
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** BullMQ on the backend that the configuration names; one broker per queue or worker, closed after it. */
export interface Broker {
  /** Without credentials, for messages. */
  readonly where: string;
  createQueue(name: string): BrokerQueue;
  /** Not running yet. */
  createWorker(name: string, processor: Processor<unknown>, settings: WorkerSettings): BrokerWorker;
  close(): Promise<void>;
}

export function createBroker(config: Pick<Config, 'redisUrl'>, pool: pg.Pool): Broker {
  return config.redisUrl === null ? postgresBroker(pool) : redisBroker(config.redisUrl);
}

function postgresBroker(pool: pg.Pool): Broker {
  const own = createSiblingPool(pool, { schemas: SCHEMAS, max: MAX_CONNECTIONS });
  // The library's own description of a pool is narrower than pg's types; its check at run time is what counts.
  const connection: unknown = own;
  if (!isPgPool(connection)) throw new TypeError('not a pg pool');
  return {
    where: 'PostgreSQL',
    createQueue: (name) =>
      new postgres.Queue<unknown>(name, { connection, streams: { events: { maxLen: MAX_EVENTS } } }),
    createWorker: (name, processor, settings) =>
      new postgres.Worker<unknown>(name, processor, { connection, autorun: false, ...workerOptions(settings) }),
    close: () => own.end(),
  };
}

function redisBroker(url: string): Broker {
  const address = url.startsWith('unix:') ? { path: url.replace(/^unix:(\/\/)?/, '') } : { url };
  return {
    where: url.replace(/\/\/[^@/]*@/, '//***@'),
    // A producer must hear at once that Redis is away; a worker waits for it.
    createQueue: (name) =>
      new redis.Queue<unknown>(name, {
        connection: { ...address, maxRetriesPerRequest: 1, enableOfflineQueue: false },
        prefix: REDIS_PREFIX,
        streams: { events: { maxLen: MAX_EVENTS } },
      }),
    createWorker: (name, processor, settings) =>
      new redis.Worker<unknown>(name, processor, {
        connection: { ...address, maxRetriesPerRequest: null },
        prefix: REDIS_PREFIX,
        autorun: false,
        ...workerOptions(settings),
      }),
    close: async () => undefined,
  };
}

function workerOptions(settings: WorkerSettings) {
  return {
    concurrency: settings.concurrency,
    lockDuration: settings.lockDurationMs,
    stalledInterval: settings.stalledIntervalMs,
    maxStalledCount: settings.maxStalledCount,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  };
}
