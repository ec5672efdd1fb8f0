import { AppError } from '@thapcanh/core/errors/app-error';
import { infraError } from './infra-errors.ts';

/** The `code` of a Node system error (`ENOSPC`), or null for anything else. */
export function systemErrorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Short text of any thrown value, first line only. */
export function errorDetail(error: unknown): string {
  const text = error instanceof AggregateError && error.message === '' ? String(error.errors[0]) : String(error);
  return (text.split('\n', 1)[0] ?? '').replace(/^\w*error: /i, '').slice(0, 300);
}

const FULL = new Set(['ENOSPC', 'EDQUOT']);
const REFUSED = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOENT', 'EIO', 'ENAMETOOLONG']);

/** A failed file operation under `path` as the one message a person can act on; foreign errors pass unchanged. */
export function storageFailure(error: unknown, path: string): unknown {
  if (error instanceof AppError) return error;
  const code = systemErrorCode(error);
  if (code !== null && FULL.has(code)) return infraError('TC_DISK_FULL', { path }, { cause: error });
  if (code !== null && REFUSED.has(code)) {
    return infraError('TC_DATA_DIR_UNWRITABLE', { path, detail: code }, { cause: error });
  }
  return error;
}

/** Runs file work and rethrows its failures as `storageFailure`. */
export async function withStorageErrors<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageFailure(error, path);
  }
}
