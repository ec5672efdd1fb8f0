import type { ApiSession } from '../smoke/api-session.ts';

/** Recorded time without a hole, UTC ms. */
export interface RecordedRun {
  readonly startMs: number;
  readonly endMs: number;
}

/** Rounding of a playlist's durations to whole milliseconds, over a minute of fragments. */
const JOIN_WITHIN_MS = 50;

/**
 * What the recordings' index holds of a camera in a period, fragment by fragment as a player gets it, joined where
 * fragments adjoin. Empty while nothing was recorded.
 */
export async function recordedRuns(
  api: ApiSession,
  cameraId: string,
  fromMs: number,
  toMs: number,
): Promise<RecordedRun[]> {
  const query = new URLSearchParams({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() });
  const playlist = (await api.text(`/cameras/${cameraId}/playback.m3u8?${query}`)) ?? '';
  const runs: { startMs: number; endMs: number }[] = [];
  let atMs = Number.NaN;
  for (const line of playlist.split('\n')) {
    const instant = /^#EXT-X-PROGRAM-DATE-TIME:(.+)$/.exec(line)?.[1];
    if (instant !== undefined) atMs = Date.parse(instant);
    const seconds = /^#EXTINF:([\d.]+),/.exec(line)?.[1];
    if (seconds === undefined) continue;
    const endMs = atMs + Number(seconds) * 1000;
    const last = runs.at(-1);
    if (last !== undefined && Math.abs(atMs - last.endMs) <= JOIN_WITHIN_MS) last.endMs = endMs;
    else runs.push({ startMs: atMs, endMs });
    atMs = endMs;
  }
  return runs;
}
