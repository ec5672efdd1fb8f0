import type { AppError } from '@thapcanh/core/errors/app-error';
import { infraError } from '../errors/infra-errors.ts';

/** The last words of initdb or of the server as one error with a remedy: `code` unless they tell a cause of their own. */
export function serverFailure(
  path: string,
  output: string,
  fallback: string,
  code: 'TC_POSTGRES_START_FAILED' | 'TC_POSTGRES_ENDED' = 'TC_POSTGRES_START_FAILED',
): AppError {
  // A write that the last free blocks took half of has no system error; the server then gives this hint.
  if (/no space left on device|disk quota exceeded|check free disk space/i.test(output))
    return infraError('TC_DISK_FULL', { path });
  const refused = /(permission denied|read-only file system)/i.exec(output);
  if (refused) return infraError('TC_DATA_DIR_UNWRITABLE', { path, detail: refused[1] ?? '' });
  // A server that ran for days said much; how it ended tells more than its last complaint.
  if (code === 'TC_POSTGRES_ENDED') return infraError(code, { path, detail: fallback });
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.findLast((line) => /\b(FATAL|PANIC|error):/.test(line)) ?? lines.at(-1) ?? fallback;
  return infraError('TC_POSTGRES_START_FAILED', { path, detail: telling.replace(/^.*?(?=FATAL|PANIC|error:)/, '') });
}
