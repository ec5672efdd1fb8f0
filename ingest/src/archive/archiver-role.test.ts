import path from 'node:path';
import type { Config } from '@thapcanh/infra/config/config';
import { createLogger } from '@thapcanh/infra/telemetry/logger';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ArchiveBed, DAY_MS, HOUR_MS, NODE } from './archive-bed.fixture.ts';
import { startArchiver } from './archiver-role.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());

test('the role deletes, moves and hashes by itself, tells how the disk stands, and ends within three seconds', async () => {
  const bed = await ArchiveBed.make(database);
  const { clock, recordingsDir, metrics, signal } = bed;
  const config: Config = {
    dataDir: bed.dir,
    runDir: bed.dir,
    http: { host: '127.0.0.1', port: 0, isPortChosen: false },
    databaseUrl: database.url,
    redisUrl: null,
    objects: { kind: 'file-system', dir: path.join(bed.dir, 'objects') },
    framesDir: path.join(bed.dir, 'frames'),
    recordingsDir,
    secretKey: '7'.repeat(64),
    nodeId: NODE,
    workerCount: 1,
    workerSlot: 0,
    mediaAddress: null,
    cameras: [],
    isDemoAllowed: false,
    roles: ['archiver'],
    logLevel: 'error',
  };
  await bed.setGroup({ move_after_hours: 2 });
  const old = await bed.addRecording({ startedAtMs: clock.nowMs() - 40 * DAY_MS });
  const moved = await bed.addRecording({ startedAtMs: clock.nowMs() - 5 * HOUR_MS });
  const held = await bed.addRecording({ startedAtMs: clock.nowMs() - HOUR_MS });
  await bed.hold(clock.nowMs() - HOUR_MS, clock.nowMs());
  const log = createLogger('silent', 'archiver');
  const { db, pool } = database;
  const role = await startArchiver({ config, nodeId: NODE, log, db, pool, metrics, clock, signal });
  try {
    await vi.waitFor(
      async () => {
        const rows = await db.selectFrom('recording').select(['id', 'tier', 'sha256']).orderBy('started_at').execute();
        expect(rows).toMatchObject([
          { id: moved.id, tier: 'object' },
          { id: held.id, tier: 'local', sha256: expect.any(Buffer) },
        ]);
        expect(await bed.files()).toEqual([held.path]);
        const store = await db.selectFrom('recording_store').selectAll().executeTakeFirstOrThrow();
        expect(store).toMatchObject({ node_id: NODE, problem: null, disk_bytes: expect.any(Number) });
      },
      { timeout: 15_000, interval: 100 },
    );
    expect((await bed.deletions()).map((deletion) => deletion.recording_id)).toEqual([old.id]);
    expect(await metrics.metrics()).toMatch(/tc_archive_moves_total 1/);
  } finally {
    const beganAt = performance.now();
    await role.close();
    expect(performance.now() - beganAt).toBeLessThan(3_000);
    await bed.close();
  }
});
