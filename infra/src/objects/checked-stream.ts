import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { infraError } from '../errors/infra-errors.ts';

/**
 * The stream, as long as it is what was announced. Its last chunk is held back until length and hash are right: who
 * receives it never gets the whole of anything else. Otherwise it ends with `TC_OBJECT_TRUNCATED` or `TC_OBJECT_CHANGED`.
 */
export function checkedStream(key: string, content: { stream: Readable; bytes: number; sha256: string }): Readable {
  return Readable.from(check(key, content), { objectMode: false });
}

async function* check(
  key: string,
  { stream, bytes: expected, sha256 }: { stream: Readable; bytes: number; sha256: string },
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let found = 0;
  let last: Buffer | null = null;
  for await (const chunk of stream) {
    const data: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    found += data.length;
    if (found > expected) break;
    hash.update(data);
    if (last !== null) yield last;
    last = data;
  }
  if (found !== expected) throw infraError('TC_OBJECT_TRUNCATED', { key, found, expected });
  if (hash.digest('hex') !== sha256) throw infraError('TC_OBJECT_CHANGED', { key });
  if (last !== null) yield last;
}
