import type { RecordingFragment } from '@thapcanh/core/media/recording-index';
import type { RecordingFile, SpanMs } from './recording.repository.ts';

/**
 * Recordings whose media time runs on adjoin in wall time, up to rounding; anything else may be a new media timeline
 * (a lost frame, a reconnection), which a player must be told.
 */
const ADJOIN_WITHIN_MS = 2;

/**
 * A VOD playlist (RFC 8216, version 7) of byte ranges in recording files, without touching a media byte: every fragment
 * that overlaps the period, in order. Each file brings its own EXT-X-MAP, which names its codecs, and wall time; a gap,
 * another picture format or another sound brings EXT-X-DISCONTINUITY. Null when nothing was recorded in the period.
 */
export function vodPlaylist(files: readonly RecordingFile[], period: SpanMs): string | null {
  const lines: string[] = [];
  let longestMs = 0;
  let previous: { file: RecordingFile; endMs: number } | null = null;

  for (const file of files) {
    let isFileOpen = false;
    for (const fragment of file.fragments) {
      const startMs = file.startMs + fragment.offsetMs;
      const endMs = startMs + fragment.durationMs;
      if (fragment.durationMs <= 0 || endMs <= period.startMs || startMs >= period.endMs) continue;
      const isBroken = previous !== null && (isGap(previous.endMs, startMs) || !isSameFormat(previous.file, file));
      if (isBroken) lines.push('#EXT-X-DISCONTINUITY');
      if (!isFileOpen) lines.push(`#EXT-X-MAP:URI="${mediaUri(file)}",BYTERANGE="${file.initBytes}@0"`);
      if (!isFileOpen || isBroken) lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(startMs).toISOString()}`);
      lines.push(...fragmentLines(file, fragment));
      isFileOpen = true;
      longestMs = Math.max(longestMs, fragment.durationMs);
      previous = { file, endMs };
    }
  }

  if (!previous) return null;
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.max(1, Math.ceil(longestMs / 1000))}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...lines,
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}

function fragmentLines(file: RecordingFile, fragment: RecordingFragment): string[] {
  return [
    `#EXTINF:${(fragment.durationMs / 1000).toFixed(3)},`,
    `#EXT-X-BYTERANGE:${fragment.bytes}@${fragment.offset}`,
    mediaUri(file),
  ];
}

/** Relative to `/api/v1/cameras/{id}/playback.m3u8`, so that a path prefix of a proxy does not matter. */
function mediaUri(file: RecordingFile): string {
  return `../../recordings/${file.id}/media`;
}

function isGap(endMs: number, nextStartMs: number): boolean {
  return Math.abs(nextStartMs - endMs) > ADJOIN_WITHIN_MS;
}

function isSameFormat(a: RecordingFile, b: RecordingFile): boolean {
  return (
    a === b ||
    (a.codec === b.codec &&
      a.audioCodec === b.audioCodec &&
      a.width === b.width &&
      a.height === b.height &&
      a.initBytes === b.initBytes)
  );
}
