import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { ObjectStore } from './object-store.ts';

const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
const jpeg = { contentType: 'image/jpeg' };

/** What every object store promises. The store is empty at the start and shared by the tests, each under its own prefix. */
export function describeObjectStore(getStore: () => ObjectStore): void {
  const read = async (key: string, range?: { start: number; end: number }): Promise<Buffer | null> => {
    const stream = await getStore().get(key, range);
    return stream === null ? null : buffer(stream);
  };
  const keys = async (prefix: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const info of getStore().list(prefix)) found.push(info.key);
    return found;
  };

  test.each([
    '',
    '/',
    'a//b',
    '../a',
    'a/../b',
    './a',
    'a/',
    '/a',
    'a b',
    'ả',
    'a\\b',
    'a\0',
    '~a',
    'a/b/c/d/e/f/g/h/i',
    `a/${'x'.repeat(520)}`,
  ])('the key %j is refused by every operation', async (key) => {
    const store = getStore();
    const refusal = expect.objectContaining({ code: 'TC_OBJECT_KEY_INVALID' });
    await expect(store.put(key, Buffer.from('x'), jpeg)).rejects.toEqual(refusal);
    await expect(store.get(key)).rejects.toEqual(refusal);
    await expect(store.stat(key)).rejects.toEqual(refusal);
    await expect(store.delete(key)).rejects.toEqual(refusal);
  });

  test.each([
    [-1, 5],
    [5, 4],
    [0.5, 2],
    [10, 12],
    [0, Number.NaN],
  ])('the range %d-%d of ten bytes is refused', async (start, end) => {
    await getStore().put('range-refused/ten', Buffer.from('0123456789'), jpeg);
    await expect(getStore().get('range-refused/ten', { start, end })).rejects.toMatchObject({
      code: 'TC_OBJECT_RANGE_INVALID',
    });
  });

  test.each([
    ['shorter', 100],
    ['longer', 10],
  ])('a stream %s than announced is refused and leaves the old content', async (_name, announced) => {
    const store = getStore();
    await store.put('truncated/a', Buffer.from('old'), jpeg);
    const content = { stream: Readable.from([randomBytes(30), randomBytes(20)]), bytes: announced };
    await expect(store.put('truncated/a', content, jpeg)).rejects.toMatchObject({ code: 'TC_OBJECT_TRUNCATED' });
    expect(String(await read('truncated/a'))).toBe('old');
    expect(await keys('truncated/')).toEqual(['truncated/a']);
  });

  test('a stream that has not the announced hash is refused and leaves the old content', async () => {
    const store = getStore();
    await store.put('changed/a', Buffer.from('old'), jpeg);
    const parts = [randomBytes(200_000), randomBytes(300_000)];
    const content = { stream: Readable.from(parts), bytes: 500_000, sha256: sha256(Buffer.from('something else')) };
    await expect(store.put('changed/a', content, jpeg)).rejects.toMatchObject({ code: 'TC_OBJECT_CHANGED' });
    const short = { stream: Readable.from(parts), bytes: 600_000, sha256: sha256(Buffer.concat(parts)) };
    await expect(store.put('changed/a', short, jpeg)).rejects.toMatchObject({ code: 'TC_OBJECT_TRUNCATED' });
    expect(String(await read('changed/a'))).toBe('old');
  });

  test('a stream that breaks off leaves the old content, and says so', async () => {
    const store = getStore();
    await store.put('broken/a', Buffer.from('old'), jpeg);
    for (const known of [{}, { sha256: sha256(Buffer.from('x')) }]) {
      const stream = Readable.from(
        (async function* () {
          yield randomBytes(100_000);
          throw new Error('the disk failed');
        })(),
      );
      await expect(store.put('broken/a', { stream, bytes: 200_000, ...known }, jpeg)).rejects.toThrow(
        'the disk failed',
      );
    }
    expect(String(await read('broken/a'))).toBe('old');
  });

  test('a stream whose caller leaves half-way leaves the old content', async () => {
    const store = getStore();
    await store.put('left/a', Buffer.from('old'), jpeg);
    for (const known of [{}, { sha256: sha256(Buffer.from('x')) }]) {
      const leaving = new AbortController();
      const stream = Readable.from(
        (async function* () {
          yield randomBytes(100_000);
          leaving.abort(new Error('stopped by the caller'));
          yield randomBytes(50_000);
          await new Promise(() => undefined);
        })(),
      );
      const content = { stream, bytes: 200_000, ...known };
      await expect(store.put('left/a', content, { ...jpeg, signal: leaving.signal })).rejects.toThrow('by the caller');
    }
    expect(String(await read('left/a'))).toBe('old');
    expect(await keys('left/')).toEqual(['left/a']);
  });

  test('a stream with its announced hash is stored with it, and read in ranges across its chunks', async () => {
    const store = getStore();
    const chunks = Array.from({ length: 5 }, () => randomBytes(1024 * 1024 - 7));
    const whole = Buffer.concat(chunks);
    const content = { stream: Readable.from(chunks), bytes: whole.length, sha256: sha256(whole) };
    expect(await store.put('announced/a', content, jpeg)).toMatchObject({ bytes: whole.length, sha256: sha256(whole) });
    expect(await store.stat('announced/a')).toMatchObject({ sha256: sha256(whole) });
    const [start, end] = [1024 * 1024 - 100, 3 * 1024 * 1024];
    expect((await read('announced/a', { start, end }))?.equals(whole.subarray(start, end + 1))).toBe(true);
  });

  test('a missing object gives null, and deleting it succeeds', async () => {
    expect(await getStore().get('missing/a')).toBeNull();
    expect(await getStore().stat('missing/a')).toBeNull();
    await getStore().delete('missing/a');
    expect(await keys('missing/')).toEqual([]);
  });

  test('what was put is read back with its hash, size and time, and gone after delete', async () => {
    const store = getStore();
    const data = randomBytes(100_000);
    const before = Date.now();
    const info = await store.put('whole/a.b-c_d/x.jpg', data, jpeg);
    expect(info).toMatchObject({ key: 'whole/a.b-c_d/x.jpg', bytes: data.length, sha256: sha256(data) });
    expect(Math.abs(info.modifiedAtMs - before)).toBeLessThan(60_000);
    expect(await store.stat('whole/a.b-c_d/x.jpg')).toMatchObject({ bytes: data.length, sha256: sha256(data) });
    expect((await read('whole/a.b-c_d/x.jpg'))?.equals(data)).toBe(true);
    await store.delete('whole/a.b-c_d/x.jpg');
    expect(await store.stat('whole/a.b-c_d/x.jpg')).toBeNull();
  });

  test('an empty object and a large stream are read back', async () => {
    const store = getStore();
    await store.put('sizes/empty', Buffer.alloc(0), jpeg);
    expect((await read('sizes/empty'))?.length).toBe(0);
    const chunk = randomBytes(1024 * 1024);
    const chunks = Array.from({ length: 9 }, () => chunk);
    const info = await store.put('sizes/large', { stream: Readable.from(chunks), bytes: 9 * chunk.length }, jpeg);
    expect(info.sha256).toBe(sha256(Buffer.concat(chunks)));
    expect(sha256((await read('sizes/large')) ?? Buffer.alloc(0))).toBe(info.sha256);
  });

  test('ranges are inclusive and cut at the end', async () => {
    await getStore().put('range/ten', Buffer.from('0123456789'), jpeg);
    expect(String(await read('range/ten', { start: 0, end: 0 }))).toBe('0');
    expect(String(await read('range/ten', { start: 3, end: 5 }))).toBe('345');
    expect(String(await read('range/ten', { start: 8, end: 1_000 }))).toBe('89');
  });

  test('overwriting is atomic: readers see the old or the new content, never a mixture', async () => {
    const store = getStore();
    const versions = [Buffer.alloc(300_000, 'a'), Buffer.alloc(200_000, 'b')] as const;
    await store.put('atomic/a', versions[0], jpeg);
    let isWriting = true;
    const writing = (async () => {
      for (let n = 1; n <= 6; n++) await store.put('atomic/a', versions[n % 2] ?? versions[0], jpeg);
      isWriting = false;
    })();
    while (isWriting) {
      const seen = await read('atomic/a');
      expect(versions.some((version) => seen?.equals(version))).toBe(true);
    }
    await writing;
  });

  test('list gives the keys under a prefix in ascending order', async () => {
    const names = ['list/b', 'list/a.jpg', 'list/a/2', 'list/a/10', 'list/a-b', 'list/c/d/e', 'list-other/x'];
    await Promise.all(names.map((name) => getStore().put(name, Buffer.from(name), jpeg)));
    expect(await keys('list/')).toEqual(['list/a-b', 'list/a.jpg', 'list/a/10', 'list/a/2', 'list/b', 'list/c/d/e']);
    expect(await keys('list/a')).toEqual(['list/a-b', 'list/a.jpg', 'list/a/10', 'list/a/2']);
    expect(await keys('list/a/')).toEqual(['list/a/10', 'list/a/2']);
    await expect(keys('../')).rejects.toMatchObject({ code: 'TC_OBJECT_KEY_INVALID' });
  });

  test('an aborted signal stops every operation', async () => {
    const store = getStore();
    const signal = AbortSignal.abort(new Error('stopped by the caller'));
    await expect(store.put('abort/a', Buffer.from('x'), { ...jpeg, signal })).rejects.toThrow('stopped by the caller');
    await expect(store.get('abort/a', undefined, signal)).rejects.toThrow('stopped by the caller');
    await expect(store.check(signal)).rejects.toThrow('stopped by the caller');
    expect(await store.stat('abort/a')).toBeNull();
  });

  test('check passes on a working store', () => getStore().check());
}
