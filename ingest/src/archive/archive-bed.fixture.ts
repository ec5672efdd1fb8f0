import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseCameraId } from '@thapcanh/core/ids';
import type { Clock } from '@thapcanh/core/time/clock';
import { createFileSystemObjectStore } from '@thapcanh/infra/objects/file-system-object-store';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import { createLogger, type Logger } from '@thapcanh/infra/telemetry/logger';
import type { TestDatabase } from '@thapcanh/infra/testing/test-database';
import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { recordingPath } from '../recorder/recording-path.ts';
import { checkStore } from '../recorder/store-marker.ts';
import { type ArchiverSteps, createArchiver } from './archiver.ts';
import type { DiskSpace } from './disk-relief.ts';

export const NOW_MS = Date.parse('2026-11-22T05:00:00.000Z');
export const NODE = 'node-a';
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Wall and monotonic time that only a test moves. */
export class FakeClock implements Clock {
  atMs = NOW_MS;
  nowMs = (): number => this.atMs;
  monotonicMs = (): number => this.atMs;
}

export interface AddedRecording {
  readonly id: string;
  readonly path: string;
  readonly content: Buffer;
}

/** An archiver with a real database, real files and a real object store, all of one node. */
export class ArchiveBed {
  readonly database: TestDatabase;
  readonly dir: string;
  readonly objects: ObjectStore;
  readonly clock = new FakeClock();
  readonly metrics = new Registry();
  readonly signal = new AbortController().signal;
  disk: DiskSpace = { totalBytes: 1_000_000, freeBytes: 900_000 };

  private constructor(database: TestDatabase, dir: string) {
    this.database = database;
    this.dir = dir;
    this.objects = createFileSystemObjectStore(path.join(dir, 'objects'));
  }

  static async make(database: TestDatabase): Promise<ArchiveBed> {
    await sql`truncate camera, camera_group, recording_store, recording_garbage, deletion_record, object_ledger, outbox,
      app_user cascade`.execute(database.db);
    await sql`insert into camera_group (id, name, caps_changed_at) values ('default', 'Mặc định', to_timestamp(0))`.execute(
      database.db,
    );
    const bed = new ArchiveBed(database, await mkdtemp(path.join(tmpdir(), 'tc-archive-')));
    await checkStore({ db: database.db, nodeId: NODE, recordingsDir: bed.recordingsDir });
    await bed.addCamera('gate');
    return bed;
  }

  get recordingsDir(): string {
    return path.join(this.dir, 'recordings');
  }

  /** A fresh archiver, as after a restart. */
  archiver(others: { objects?: ObjectStore; db?: TestDatabase['db']; log?: Logger } = {}): Promise<ArchiverSteps> {
    this.metrics.clear();
    return createArchiver({
      db: others.db ?? this.database.db,
      nodeId: NODE,
      recordingsDir: this.recordingsDir,
      objects: others.objects ?? this.objects,
      metrics: this.metrics,
      clock: this.clock,
      log: others.log ?? createLogger('silent', 'archiver'),
      measure: async () => this.disk,
    });
  }

  async addCamera(id: string, groupId = 'default'): Promise<void> {
    await this.database.db
      .insertInto('camera')
      .values({ id, name: id, search_key: id, main_url: 'rtsp://x/', group_id: groupId })
      .execute();
  }

  async setGroup(changes: {
    keep_days?: number;
    max_bytes?: number | null;
    move_after_hours?: number | null;
    caps_changed_at?: Date;
  }): Promise<void> {
    await this.database.db.updateTable('camera_group').set(changes).where('id', '=', 'default').execute();
  }

  async addRecording(options: {
    startedAtMs: number;
    camera?: string;
    bytes?: number;
    state?: 'open' | 'finished';
    nodeId?: string;
    isFileMissing?: boolean;
  }): Promise<AddedRecording> {
    const camera = parseCameraId(options.camera ?? 'gate');
    if (camera === null) throw new Error('not a camera id');
    const id = randomUUID();
    const file = recordingPath(camera, options.startedAtMs);
    const content = Buffer.alloc(options.bytes ?? 1000, id);
    const absolute = path.join(this.recordingsDir, file);
    if (!options.isFileMissing) {
      await mkdir(path.dirname(absolute), { recursive: true });
      await writeFile(absolute, content);
    }
    await this.database.db
      .insertInto('recording')
      .values({
        id,
        camera_id: camera,
        started_at: new Date(options.startedAtMs),
        ended_at: new Date(options.startedAtMs + 60_000),
        state: options.state ?? 'finished',
        path: file,
        bytes: content.length,
        init_bytes: 100,
        codec: 'avc1.64001f',
        width: 1280,
        height: 720,
        fragments: '[]',
        node_id: options.nodeId ?? NODE,
      })
      .execute();
    return { id, path: file, content };
  }

  async hold(fromMs: number, toMs: number, camera = 'gate'): Promise<string> {
    const id = randomUUID();
    await this.database.db
      .insertInto('recording_hold')
      .values({ id, camera_id: camera, from_at: new Date(fromMs), to_at: new Date(toMs), reason: 'Vụ án 12' })
      .execute();
    return id;
  }

  async rows(): Promise<string[]> {
    const rows = await this.database.db.selectFrom('recording').select('id').orderBy('started_at').execute();
    return rows.map((row) => row.id);
  }

  garbage() {
    return this.database.db
      .selectFrom('recording_garbage')
      .select(['tier', 'place', 'cause'])
      .orderBy('place')
      .execute();
  }

  deletions() {
    return this.database.db.selectFrom('deletion_record').selectAll().orderBy('id').execute();
  }

  async files(): Promise<string[]> {
    const names = await readdir(this.recordingsDir, { recursive: true });
    return names.filter((name) => name.endsWith('.mp4')).sort();
  }

  async objectKeys(): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of this.objects.list('')) keys.push(key);
    return keys;
  }

  /** Runs a task until it says that there is nothing more to do. */
  async settle(steps: ArchiverSteps, task: keyof ArchiverSteps): Promise<void> {
    for (let n = 0; n < 500; n++) if (!(await steps[task](this.signal)) && (await this.isSettled(steps, task))) return;
    throw new Error(`${task} does not settle`);
  }

  async isSettled(steps: ArchiverSteps, task: keyof ArchiverSteps): Promise<boolean> {
    const before = await this.#fingerprint();
    for (let n = 0; n < 3; n++) await steps[task](this.signal);
    return before === (await this.#fingerprint());
  }

  /** What every reader relies on: each row has its file or object, and each file or object has a row or is garbage. */
  async audit(): Promise<{ rowsWithoutFile: string[]; strays: string[] }> {
    const { db } = this.database;
    const rows = await db
      .selectFrom('recording')
      .select(['id', 'tier', 'path', 'object_key', 'sha256', 'bytes'])
      .execute();
    const garbage = new Set((await this.garbage()).map(({ place }) => place));
    const places = new Set(rows.map((row) => (row.tier === 'object' ? row.object_key : row.path)));
    const rowsWithoutFile: string[] = [];
    for (const row of rows) {
      if (row.tier === 'object') {
        const stored = row.object_key === null ? null : await this.objects.stat(row.object_key);
        if (stored?.sha256 !== row.sha256?.toString('hex')) rowsWithoutFile.push(row.id);
      } else {
        const found = await stat(path.join(this.recordingsDir, row.path)).catch(() => null);
        if (found?.size !== row.bytes) rowsWithoutFile.push(row.id);
      }
    }
    const all = [...(await this.files()), ...(await this.objectKeys())];
    return { rowsWithoutFile, strays: all.filter((place) => !places.has(place) && !garbage.has(place)) };
  }

  async objectContent(key: string): Promise<Buffer> {
    return readFile(path.join(this.dir, 'objects', key));
  }

  async close(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }

  async #fingerprint(): Promise<string> {
    const { rows } = await sql`select (select count(*) from recording where tier = 'local') as a,
      (select count(*) from recording where sha256 is not null) as h, (select count(*) from recording) as b,
      (select count(*) from recording_garbage) as c, (select count(*) from deletion_record) as d`.execute(
      this.database.db,
    );
    return JSON.stringify(rows);
  }
}

export const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
