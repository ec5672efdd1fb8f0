import { systemErrorCode } from '@thapcanh/infra/errors/storage-failure';

/** SQLSTATE class 23 (integrity) and 22 (data): the same row will never be taken. */
const isRefusedForGood = (error: unknown): boolean => /^2[23]/.test(systemErrorCode(error) ?? '');

/**
 * Writes rows together in their order; when the database refuses some of them for good, they are written in halves until
 * each of those is alone, given to `onRefused` and left out. Rejects with whatever else `write` rejects with (the
 * database is away): what `write` did before stays done, the rest was not tried.
 */
export async function writeApart<Row>(
  rows: readonly Row[],
  write: (rows: readonly Row[]) => Promise<void>,
  onRefused: (row: Row, error: unknown) => void,
): Promise<void> {
  const [only] = rows;
  if (only === undefined) return;
  try {
    await write(rows);
  } catch (error) {
    if (!isRefusedForGood(error)) throw error;
    if (rows.length === 1) return onRefused(only, error);
    const half = Math.ceil(rows.length / 2);
    await writeApart(rows.slice(0, half), write, onRefused);
    await writeApart(rows.slice(half), write, onRefused);
  }
}
