import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { infraError } from '../errors/infra-errors.ts';

/** `sha256` (lower-case hex) where it is known beforehand: a store need not see it all before it begins to send. */
export type ObjectContent = Buffer | { stream: Readable; bytes: number; sha256?: string };

/** Writes the content to a new file, durably, and gives its hash. The caller removes the file when this throws. */
export async function writeContent(
  file: string,
  key: string,
  content: ObjectContent,
  signal: AbortSignal | undefined,
): Promise<{ bytes: number; sha256: string }> {
  const expected = Buffer.isBuffer(content) ? content.length : content.bytes;
  const announced = Buffer.isBuffer(content) ? undefined : content.sha256;
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const chunk of Buffer.isBuffer(content) ? [content] : content.stream) {
      signal?.throwIfAborted();
      const data: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
      bytes += data.length;
      if (bytes > expected) break;
      hash.update(data);
      await handle.write(data);
    }
    signal?.throwIfAborted();
    if (bytes !== expected) throw infraError('TC_OBJECT_TRUNCATED', { key, found: bytes, expected });
    const sha256 = hash.digest('hex');
    if (announced !== undefined && sha256 !== announced) throw infraError('TC_OBJECT_CHANGED', { key });
    await handle.sync();
    return { bytes, sha256 };
  } finally {
    await handle.close();
  }
}
