import { setTimeout as delay } from 'node:timers/promises';
import { missingTime, probeMedia } from '../media-probe/media-probe.ts';
import type { ApiSession } from './api-session.ts';

export interface RecordingVerdict {
  readonly pictures: number;
  readonly lostMs: number;
}

interface ByteRange {
  readonly uri: string;
  readonly start: number;
  readonly bytes: number;
}

/** The byte ranges of an HLS playlist in playing order, initialisation segments included. */
export function byteRangesOf(playlist: string): ByteRange[] {
  const ranges: ByteRange[] = [];
  let pending: { start: number; bytes: number } | null = null;
  for (const line of playlist.split('\n')) {
    const map = /^#EXT-X-MAP:URI="([^"]+)",BYTERANGE="(\d+)@(\d+)"/.exec(line);
    if (map !== null) ranges.push({ uri: map[1] ?? '', bytes: Number(map[2]), start: Number(map[3]) });
    const range = /^#EXT-X-BYTERANGE:(\d+)@(\d+)/.exec(line);
    if (range !== null) pending = { bytes: Number(range[1]), start: Number(range[2]) };
    else if (pending !== null && line !== '' && !line.startsWith('#')) {
      ranges.push({ uri: line.trim(), ...pending });
      pending = null;
    }
  }
  return ranges;
}

/** Plays a stretch of recording as hls.js would, byte range by byte range, and counts the time that is missing in it. */
export async function playRecording(
  api: ApiSession,
  cameraId: string,
  from: Date,
  to: Date,
  signal: AbortSignal,
): Promise<RecordingVerdict> {
  const base = `/cameras/${cameraId}/playback.m3u8`;
  const query = new URLSearchParams({ from: from.toISOString(), to: to.toISOString() });
  const playlist = await api.text(`${base}?${query}`);
  if (playlist === null) throw new Error(`${cameraId}: no playback playlist`);
  const pieces: Buffer[] = [];
  for (const range of byteRangesOf(playlist)) {
    const path = new URL(range.uri, `http://host/api/v1${base}`).pathname.replace('/api/v1', '');
    const piece = await api.bytes(path, range);
    if (piece === null || piece.length !== range.bytes) throw new Error(`${cameraId}: byte range missing in ${path}`);
    pieces.push(piece);
  }
  const probe = await probeMedia(Buffer.concat(pieces), signal);
  if (probe.decoded === null) throw new Error(`${cameraId}: recording does not decode: ${probe.error ?? ''}`);
  return { pictures: probe.ptsMs.length, lostMs: missingTime(probe.ptsMs).lostMs };
}

export const MINUTE_MS = 60_000;

/** Waits until the wall minute that begins at `startMs` is recorded from end to end; its file is then finished. */
export async function minuteRecorded(
  api: ApiSession,
  cameraId: string,
  startMs: number,
  signal: AbortSignal,
): Promise<{ startedAt: Date; endedAt: Date }> {
  const endMs = startMs + MINUTE_MS;
  const query = new URLSearchParams({
    from: new Date(startMs).toISOString(),
    to: new Date(endMs).toISOString(),
  });
  for (;;) {
    const { spans } = await api.json<{ spans: { startedAt: string; endedAt: string }[] }>(
      `/cameras/${cameraId}/recordings?${query}`,
    );
    const whole = spans.find((span) => Date.parse(span.startedAt) <= startMs && Date.parse(span.endedAt) >= endMs);
    if (whole !== undefined) return { startedAt: new Date(startMs), endedAt: new Date(endMs) };
    await delay(1_000, undefined, { signal });
  }
}
