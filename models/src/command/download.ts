import { open, rename, rm, stat } from 'node:fs/promises';
import { sha256OfFile } from '../manifest.ts';

/** What to fetch and where to. */
export interface DownloadOrder {
  readonly url: string;
  readonly path: string;
  readonly sha256: string;
  /** Nothing for so long is a failure; milliseconds. */
  readonly stallMs: number;
  readonly signal?: AbortSignal;
  /** Bytes that lie on the disk, and of how many, where the server says. */
  readonly onProgress: (received: number, total: number | null) => void;
}

/** Larger answers are no model of ours and would only fill the disk. */
const MAX_BYTES = 4 * 2 ** 30;

/** The server sent something else than the manifest names. */
export class WrongContentError extends Error {
  readonly found: string;

  constructor(found: string) {
    super(`sha256 ${found}`);
    this.name = 'WrongContentError';
    this.found = found;
  }
}

const sizeOfPart = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.size ?? 0;

/** The size of the whole file, where the answer says it. */
function totalOf(answer: Response, offset: number): number | null {
  const length = Number(answer.headers.get('content-length') ?? Number.NaN);
  return Number.isFinite(length) && !answer.headers.has('content-encoding') ? offset + length : null;
}

/** Appends what the server still has; gives whether anything of an earlier try was used. */
async function receive({ url, stallMs, signal, onProgress }: DownloadOrder, partPath: string): Promise<boolean> {
  const already = await sizeOfPart(partPath);
  const stall = new AbortController();
  const stop = signal === undefined ? stall.signal : AbortSignal.any([signal, stall.signal]);
  const timer = setTimeout(() => stall.abort(new Error(`no data for ${Math.round(stallMs / 1000)} s`)), stallMs);
  try {
    const headers = { 'accept-encoding': 'identity', ...(already > 0 ? { range: `bytes=${already}-` } : {}) };
    const answer = await fetch(url, { headers, signal: stop });
    // The part is already as long as the file: its hash will tell.
    if (answer.status === 416 && already > 0) {
      await answer.body?.cancel();
      return true;
    }
    if (!answer.ok || answer.body === null) throw new Error(`HTTP ${answer.status}`);
    const isRest = answer.status === 206 && already > 0;
    let received = isRest ? already : 0;
    const total = totalOf(answer, received);
    const file = await open(partPath, isRest ? 'a' : 'w');
    try {
      for await (const chunk of answer.body) {
        timer.refresh();
        received += chunk.length;
        if (received > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} bytes`);
        await file.writeFile(chunk);
        onProgress(received, total);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (total !== null && received < total) throw new Error(`ended after ${received} of ${total} bytes`);
    return isRest;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Fetches a file. It appears under its name only when it is whole and its hash is right; until then it grows as
 * `<path>.part`, which the next call continues. A leftover that turns out wrong is fetched again from the start, once.
 *
 * @throws WrongContentError, or whatever network and disk throw
 */
export async function download(order: DownloadOrder): Promise<void> {
  const partPath = `${order.path}.part`;
  for (;;) {
    const wasContinued = await receive(order, partPath);
    const found = await sha256OfFile(partPath);
    if (found === order.sha256) break;
    await rm(partPath, { force: true });
    if (!wasContinued) throw new WrongContentError(found);
  }
  await rename(partPath, order.path);
}
