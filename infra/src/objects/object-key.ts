import { infraError } from '../errors/infra-errors.ts';

const MAX_KEY_BYTES = 512;
const MAX_SEGMENTS = 8;
/** A file name's limit. */
const MAX_SEGMENT_BYTES = 240;
const SEGMENT = /^[A-Za-z0-9._-]+$/;
const PREFIX = /^[A-Za-z0-9._/-]*$/;

/** Throws `TC_OBJECT_KEY_INVALID` unless `key` is one (see `ObjectStore`). */
export function assertObjectKey(key: string): void {
  const segments = key.split('/');
  const isValid =
    Buffer.byteLength(key) <= MAX_KEY_BYTES && segments.length <= MAX_SEGMENTS && segments.every(isSegment);
  if (!isValid) throw infraError('TC_OBJECT_KEY_INVALID', { key: key.slice(0, 200) });
}

/** A prefix may end anywhere in a key. */
export function assertObjectPrefix(prefix: string): void {
  const isValid = prefix.length <= MAX_KEY_BYTES && PREFIX.test(prefix) && !prefix.split('/').includes('..');
  if (!isValid) throw infraError('TC_OBJECT_KEY_INVALID', { key: prefix.slice(0, 200) });
}

export function assertByteRange(range: { start: number; end: number }): void {
  const { start, end } = range;
  const isValid = Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end;
  if (!isValid) throw infraError('TC_OBJECT_RANGE_INVALID', { start, end });
}

function isSegment(segment: string): boolean {
  return SEGMENT.test(segment) && segment !== '.' && segment !== '..' && segment.length <= MAX_SEGMENT_BYTES;
}
