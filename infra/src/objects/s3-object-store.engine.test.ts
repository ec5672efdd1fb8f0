import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestS3, type TestS3 } from '../testing/ceph-rgw.ts';
import { createObjectStore } from './create-object-store.ts';
import { describeObjectStore } from './object-store.conformance.ts';
import type { ObjectStore } from './object-store.ts';

let server: TestS3;
let store: ObjectStore;

beforeAll(async () => {
  const started = await startTestS3();
  if (started === null) throw new Error('no S3 server (apt-get install ceph-mon ceph-osd radosgw)');
  server = started;
  store = createObjectStore(server.config);
}, 180_000);
afterAll(() => server?.close());

test('a wrong key and a server that is away are an unavailable store, and say no secret', async () => {
  const wrong = { ...server.config, secretKey: 'hunter2hunter2' };
  const away = { ...server.config, endpoint: 'http://127.0.0.1:9', secretKey: 'hunter2hunter2' };
  for (const config of [wrong, away]) {
    const failure = await createObjectStore(config)
      .check()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'TC_OBJECT_STORE_UNAVAILABLE' });
    expect(String(failure)).not.toContain('hunter2');
  }
});

test('a bucket that is missing makes the store unavailable until check has made it', async () => {
  await expect(store.put('a', Buffer.from('x'), { contentType: 'text/plain' })).rejects.toMatchObject({
    code: 'TC_OBJECT_STORE_UNAVAILABLE',
  });
  await store.check();
  await store.put('a', Buffer.from('x'), { contentType: 'text/plain' });
  await store.delete('a');
});

describeObjectStore(() => store);
