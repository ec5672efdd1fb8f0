import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemErrorCode } from '@thapcanh/infra/errors/storage-failure';
import { parseRecordingPath } from '../recorder/recording-path.ts';

const PREFIX = '/recordings/';

/** `[first, last]` of `bytes=first-last` or `bytes=first-`, both included; null: the whole; 'none': nothing lies there. */
export function spanOf(header: string | undefined, size: number): { first: number; last: number } | 'none' | null {
  const [, from, to] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (from === undefined) return null;
  const first = Number(from);
  const last = to === undefined || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first > last ? 'none' : { first, last };
}

/**
 * Answers `GET|HEAD /recordings/<path of a recording>` from this node's disk, one range at most (RFC 9110, section 14).
 * Only paths that `recordingPath` makes are looked at: no other file can be named. False: there is no such file.
 */
export async function answerRecording(
  recordingsDir: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const name = (request.url ?? '').slice(PREFIX.length);
  if (!request.url?.startsWith(PREFIX) || parseRecordingPath(name) === null) return false;
  const file = await openOrNull(path.join(recordingsDir, name));
  if (file === null) return false;
  try {
    const { size } = await file.stat();
    const span = spanOf(request.headers.range, size);
    const headers = { 'content-type': 'video/mp4', 'accept-ranges': 'bytes', 'cache-control': 'no-store' };
    if (span === 'none') {
      response.writeHead(416, { ...headers, 'content-range': `bytes */${size}` }).end();
      return true;
    }
    const { first, last } = span ?? { first: 0, last: size - 1 };
    const range = span === null ? {} : { 'content-range': `bytes ${first}-${last}/${size}` };
    response.writeHead(span === null ? 200 : 206, { ...headers, ...range, 'content-length': last - first + 1 });
    if (request.method === 'HEAD' || last < first) response.end();
    else await pipeline(file.createReadStream({ start: first, end: last, autoClose: false }), response);
    return true;
  } finally {
    await file.close();
  }
}

async function openOrNull(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
