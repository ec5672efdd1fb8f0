import { buffer } from 'node:stream/consumers';
import { createObjectStore } from '@thapcanh/infra/objects/create-object-store';
import type { ObjectStore } from '@thapcanh/infra/objects/object-store';
import { startTestS3, type TestS3 } from '@thapcanh/infra/testing/ceph-rgw';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ArchiveBed, HOUR_MS, NOW_MS, sha256Of } from './archive-bed.fixture.ts';

let server: TestS3;
let database: TestDatabase;

beforeAll(async () => {
  const started = await startTestS3();
  if (started === null) throw new Error('no S3 server (apt-get install ceph-mon ceph-osd radosgw)');
  server = started;
  database = await startTestDatabase();
}, 180_000);
afterAll(async () => {
  await database?.close();
  await server?.close();
});

test('recordings move to a real S3 server, also large ones, after it was away; deleted ones leave it', async () => {
  const bed = await ArchiveBed.make(database);
  const objects = createObjectStore(server.config);
  const away: ObjectStore = createObjectStore({ ...server.config, endpoint: 'http://127.0.0.1:9' });
  await objects.check();
  await bed.setGroup({ move_after_hours: 1 });
  const small = await bed.addRecording({ startedAtMs: NOW_MS - 3 * HOUR_MS, bytes: 500_000 });
  const large = await bed.addRecording({ startedAtMs: NOW_MS - 2 * HOUR_MS, bytes: 70 * 1024 * 1024 });
  const waiting = await bed.archiver({ objects: away });
  await expect(waiting.move(bed.signal)).rejects.toMatchObject({ code: 'TC_OBJECT_STORE_UNAVAILABLE' });
  const steps = await bed.archiver({ objects });
  await bed.settle(steps, 'move');
  const rows = await database.db.selectFrom('recording').selectAll().orderBy('started_at').execute();
  for (const [index, { content }] of [small, large].entries()) {
    const row = rows[index];
    expect(row).toMatchObject({ tier: 'object', sha256: Buffer.from(sha256Of(content), 'hex') });
    const range = { start: content.length - 1_000, end: content.length - 1 };
    const tail = await objects.get(row?.object_key ?? '', range);
    expect(tail && (await buffer(tail)).equals(content.subarray(-1_000))).toBe(true);
  }
  await bed.settle(steps, 'delete');
  expect(await bed.files()).toEqual([]);
  await bed.setGroup({ keep_days: 0.02, caps_changed_at: new Date(NOW_MS) });
  await bed.settle(steps, 'delete');
  await bed.settle(steps, 'move');
  const left: string[] = [];
  for await (const { key } of objects.list('recordings/')) left.push(key);
  expect(left).toEqual([]);
  await bed.close();
});
