import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { LiveEvent } from '@thapcanh/core/events/live-event';
import { parseUserId } from '@thapcanh/core/ids';
import { PURPOSES } from '@thapcanh/core/people/purpose';
import type { Role } from '@thapcanh/core/people/role';
import { createFrameStore } from '@thapcanh/infra/frames/file-frame-store';
import type { FrameStore } from '@thapcanh/infra/frames/frame-store';
import type { ObjectInfo, ObjectStore } from '@thapcanh/infra/objects/object-store';
import { createSecretBox, type SecretBox } from '@thapcanh/infra/secrets/secret-box';
import { createLogger } from '@thapcanh/infra/telemetry/logger';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import { Registry } from 'prom-client';
import type { ApiContext } from '../http/api-context.ts';
import type { ApiServer } from '../http/api-server.ts';
import { buildApp } from '../http/app.ts';
import { createPasswordHasher } from '../identity/password-hasher.ts';

export const PASSWORD = 'tháp canh mùa thu 2026';
export const NOW_MS = Date.parse('2026-10-01T05:00:00.000Z');

/** Wall and monotonic time that only a test moves. */
export class FakeClock {
  #nowMs = NOW_MS;
  nowMs(): number {
    return this.#nowMs;
  }
  monotonicMs(): number {
    return this.#nowMs;
  }
  advance(ms: number): void {
    this.#nowMs += ms;
  }
}

/** Objects in memory, enough of the contract for what the API reads. */
export class MemoryObjects implements ObjectStore {
  readonly contents = new Map<string, Buffer>();
  isDown = false;

  async put(key: string, content: Buffer | { stream: Readable; bytes: number }): Promise<ObjectInfo> {
    if (!Buffer.isBuffer(content)) throw new Error('tests store buffers');
    this.contents.set(key, content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { key, bytes: content.length, sha256, modifiedAtMs: NOW_MS };
  }
  async get(key: string, range?: { start: number; end: number }): Promise<Readable | null> {
    const content = this.contents.get(key);
    return content ? Readable.from([range ? content.subarray(range.start, range.end + 1) : content]) : null;
  }
  async stat(): Promise<ObjectInfo | null> {
    return null;
  }
  async delete(key: string): Promise<void> {
    this.contents.delete(key);
  }
  async *list(): AsyncIterable<ObjectInfo> {}
  async check(): Promise<void> {
    if (this.isDown) throw new Error('the store is down');
  }
  async close(): Promise<void> {}
}

export interface TestApi {
  readonly app: ApiServer;
  readonly database: TestDatabase;
  readonly clock: FakeClock;
  readonly objects: MemoryObjects;
  readonly frames: FrameStore;
  readonly secretBox: SecretBox;
  readonly published: LiveEvent[];
  readonly dir: string;
  /** Sends a live event as the database would. */
  emit(event: LiveEvent): void;
  /** An account that may log in with `PASSWORD` and has the role on everything; null: nothing is granted. */
  addUser(username: string, role: Role | null, options?: { mustChangePassword?: boolean }): Promise<string>;
  /** The cookie header of a fresh session. */
  login(username: string): Promise<string>;
  /** A request as the viewer sends it; `as` is a cookie header. */
  call(options: InjectOptions & { as?: string }): Promise<LightMyRequestResponse>;
  /** Empties every table. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** The whole API on a real database, with its files in a private directory. */
export async function startTestApi(overrides: Partial<ApiContext> = {}): Promise<TestApi> {
  const database = await startTestDatabase();
  const dir = await mkdtemp(join(tmpdir(), 'tc-api-'));
  const clock = new FakeClock();
  const objects = new MemoryObjects();
  const frames = createFrameStore(join(dir, 'frames'));
  const secretBox = createSecretBox('7'.repeat(64));
  const published: LiveEvent[] = [];
  const listeners = new Set<(event: LiveEvent) => void>();
  const app = await buildApp({
    db: database.db,
    log: createLogger('silent', 'api'),
    clock,
    metrics: new Registry(),
    objects,
    frames,
    recordingsDir: dir,
    secrets: secretBox,
    liveEvents: {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    publish: async (event) => {
      published.push(event);
    },
    viewerDir: join(dir, 'viewer'),
    loginsPerMinute: 1000,
    ...overrides,
  });
  await app.ready();
  const passwordHash = await createPasswordHasher().hash(PASSWORD);

  const call: TestApi['call'] = ({ as, ...options }) =>
    app.inject({
      ...options,
      headers: { 'x-requested-with': 'thapcanh', ...(as ? { cookie: as } : {}), ...options.headers },
    });

  return {
    app,
    database,
    clock,
    objects,
    frames,
    secretBox,
    published,
    dir,
    call,
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    async addUser(username, role, options = {}) {
      const id = crypto.randomUUID();
      if (!parseUserId(id)) throw new Error('not a UUID');
      await database.db
        .insertInto('app_user')
        .values({
          id,
          username,
          username_key: username.toLowerCase(),
          display_name: username,
          password_hash: passwordHash,
          must_change_password: options.mustChangePassword ?? false,
        })
        .execute();
      if (role !== null) {
        await database.db
          .insertInto('access_grant')
          .values({ id: crypto.randomUUID(), user_id: id, role, is_everything: true, purposes: [...PURPOSES] })
          .execute();
      }
      return id;
    },
    async login(username) {
      const response = await call({
        method: 'POST',
        url: '/api/v1/session',
        payload: { username, password: PASSWORD },
      });
      if (response.statusCode !== 200) throw new Error(response.body);
      const cookie = response.cookies[0];
      if (!cookie) throw new Error('no cookie');
      return `${cookie.name}=${cookie.value}`;
    },
    async reset() {
      published.length = 0;
      objects.contents.clear();
      await sql`truncate app_user, user_session, camera, camera_status, recording, object_ledger, passage, outbox, area, operating_area, team, citizen_report cascade`.execute(
        database.db,
      );
    },
    async close() {
      await app.close();
      await frames.close();
      await database.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
