import type { Readable } from 'node:stream';
import type { ObjectContent } from './write-content.ts';

export interface ObjectInfo {
  readonly key: string;
  readonly bytes: number;
  /** Lower-case hex of the content as written by `put`; null for an object that came by another road. */
  readonly sha256: string | null;
  readonly modifiedAtMs: number;
}

/**
 * Immutable blobs (stills, crops, clips, recordings) by key. A key is 1-8 segments of `[A-Za-z0-9._-]` joined by `/`, no segment
 * `.` or `..`, at most 512 bytes; anything else is refused with `TC_OBJECT_KEY_INVALID`.
 *
 * `put` resolves when the object is durable and readable, and overwrites atomically: a reader sees the old or the new
 * content, never a mixture. `get` streams the whole object or the inclusive byte range; `stat` and `get` of a missing
 * key give null. A range that ends past the object is cut; one that begins past it is refused with
 * `TC_OBJECT_RANGE_INVALID`. A stream that is not as long as announced is refused with `TC_OBJECT_TRUNCATED`, one that does
 * not have the announced hash with `TC_OBJECT_CHANGED`; neither changes anything. `delete` of a missing key succeeds. `list` yields the keys that begin with the prefix in ascending order, their
 * `sha256` null (ask `stat`). No key may be another key's folder (`a` and `a/b`): `TC_OBJECT_KEY_INVALID`.
 * Failures of the storage itself throw `TC_OBJECT_STORE_UNAVAILABLE`. Every call stops at the signal.
 * Deliberately absent: rename, append, mutable metadata, public URLs (the API streams objects after its access check).
 */
export interface ObjectStore {
  put(key: string, content: ObjectContent, options: PutOptions): Promise<ObjectInfo>;
  get(key: string, range?: { start: number; end: number }, signal?: AbortSignal): Promise<Readable | null>;
  stat(key: string, signal?: AbortSignal): Promise<ObjectInfo | null>;
  delete(key: string, signal?: AbortSignal): Promise<void>;
  list(prefix: string, signal?: AbortSignal): AsyncIterable<ObjectInfo>;
  /** Resolves when the store answers and is writable; throws otherwise. Used at start and by `/readyz`. */
  check(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface PutOptions {
  readonly contentType: string;
  readonly signal?: AbortSignal;
}
