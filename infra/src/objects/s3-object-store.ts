import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { AppError } from '@thapcanh/core/errors/app-error';
import { Client } from 'minio';
import type { ObjectsConfig } from '../config/config.ts';
import { infraError } from '../errors/infra-errors.ts';
import { errorDetail, systemErrorCode } from '../errors/storage-failure.ts';
import { checkedStream } from './checked-stream.ts';
import { assertByteRange, assertObjectKey, assertObjectPrefix } from './object-key.ts';
import type { ObjectInfo, ObjectStore } from './object-store.ts';
import { writeContent } from './write-content.ts';

type S3Config = Extract<ObjectsConfig, { kind: 's3' }>;

const HASH_META = 'sha256';
const MISSING = new Set(['NotFound', 'NoSuchKey', 'NoSuchObject']);

/**
 * Objects in one bucket of any S3 server. The hash is sent ahead of the content as metadata: content whose hash is not
 * known beforehand passes through a temporary file. `check` creates the bucket when it is missing and the keys allow it.
 */
export function createS3ObjectStore(config: S3Config): ObjectStore {
  const { bucket } = config;
  const endpoint = new URL(config.endpoint);
  const client = new Client({
    endPoint: endpoint.hostname,
    useSSL: endpoint.protocol === 'https:',
    ...(endpoint.port === '' ? {} : { port: Number(endpoint.port) }),
    region: config.region,
    accessKey: config.accessKey,
    secretKey: config.secretKey,
    pathStyle: true,
  });
  const where = `${endpoint.origin}/${bucket}`;
  const unavailable = (error: unknown): AppError =>
    infraError('TC_OBJECT_STORE_UNAVAILABLE', { where, detail: s3Detail(error) }, { cause: error });

  /** Failures of the server become one code, the caller's abort stays itself. */
  const call = async <T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    try {
      return await abortable(signal, work());
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw error instanceof AppError || isMissing(error) ? error : unavailable(error);
    }
  };

  const statOrNull = async (key: string, signal: AbortSignal | undefined): Promise<ObjectInfo | null> => {
    try {
      const found = await call(signal, () => client.statObject(bucket, key));
      const sha256: unknown = found.metaData[HASH_META];
      const modifiedAtMs = found.lastModified.getTime();
      return { key, bytes: found.size, sha256: typeof sha256 === 'string' ? sha256 : null, modifiedAtMs };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };

  const send = async (
    key: string,
    body: Readable,
    { bytes, sha256, contentType }: { bytes: number; sha256: string; contentType: string },
    signal: AbortSignal | undefined,
  ): Promise<ObjectInfo> => {
    const metadata = { 'Content-Type': contentType, [`x-amz-meta-${HASH_META}`]: sha256 };
    // The client does not notice that a large body failed, nor that its caller has gone.
    const failed = new Promise<never>((_, reject) => body.once('error', reject));
    failed.catch(() => undefined);
    try {
      await call(signal, () => Promise.race([client.putObject(bucket, key, body, bytes, metadata), failed]));
    } finally {
      body.destroy();
    }
    const found = await statOrNull(key, signal);
    return { key, bytes, sha256, modifiedAtMs: found?.modifiedAtMs ?? Date.now() };
  };

  return {
    async put(key, content, { contentType, signal }) {
      assertObjectKey(key);
      if (!Buffer.isBuffer(content) && content.sha256 !== undefined) {
        const { bytes, sha256 } = content;
        return send(key, checkedStream(key, { ...content, sha256 }), { bytes, sha256, contentType }, signal);
      }
      const dir = await mkdtemp(path.join(tmpdir(), 'thapcanh-put-'));
      const draft = path.join(dir, randomUUID());
      try {
        const facts = await call(signal, () => writeContent(draft, key, content, signal));
        const body = createReadStream(draft, { ...(signal ? { signal } : {}) });
        return await send(key, body, { ...facts, contentType }, signal);
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },

    async get(key, range, signal) {
      assertObjectKey(key);
      if (range) assertByteRange(range);
      const info = await statOrNull(key, signal);
      if (info === null) return null;
      if (range && range.start >= info.bytes) throw infraError('TC_OBJECT_RANGE_INVALID', { ...range });
      try {
        const body: Readable = await call(signal, () =>
          range
            ? client.getPartialObject(bucket, key, range.start, Math.min(range.end, info.bytes - 1) - range.start + 1)
            : client.getObject(bucket, key),
        );
        // A stream of our own: it ends with the caller's signal and reports a broken transfer as an error.
        const out = new PassThrough();
        if (signal) signal.addEventListener('abort', () => out.destroy(asError(signal.reason)), { once: true });
        pipeline(body, out, () => undefined);
        return out;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    async stat(key, signal) {
      assertObjectKey(key);
      return statOrNull(key, signal);
    },

    async delete(key, signal) {
      assertObjectKey(key);
      try {
        await call(signal, () => client.removeObject(bucket, key));
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },

    async *list(prefix, signal) {
      assertObjectPrefix(prefix);
      signal?.throwIfAborted();
      const names = client.listObjectsV2(bucket, prefix, true);
      const onAbort = (): void => void names.destroy(asError(signal?.reason));
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        for await (const item of names) {
          if (typeof item.name !== 'string') continue;
          yield { key: item.name, bytes: item.size, sha256: null, modifiedAtMs: item.lastModified.getTime() };
        }
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw unavailable(error);
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    },

    async check(signal) {
      const exists = await call(signal, () => client.bucketExists(bucket));
      if (!exists) await call(signal, () => client.makeBucket(bucket, config.region));
    },

    async close() {},
  };
}

function isMissing(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code !== null && MISSING.has(code);
}

function s3Detail(error: unknown): string {
  const code = systemErrorCode(error);
  return code === null ? errorDetail(error) : `${code}: ${errorDetail(error)}`;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** The client has no cancellation of its own: its answer is ignored after the abort. */
async function abortable<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return work;
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(asError(signal.reason));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
