import type { LiveSegment } from './live-segment.ts';

export interface PlaylistFacts {
  /** Oldest first; only the last one may be incomplete. Never empty. */
  readonly segments: readonly LiveSegment[];
  readonly discontinuitySequence: number;
  /** Longest part seen so far, seconds. */
  readonly partTargetS: number;
  /** Longest segment seen so far, whole seconds. */
  readonly targetDurationS: number;
}

/** Parts are listed for this many of the newest segments (8216bis 6.2.2: they may go after three target durations). */
const SEGMENTS_WITH_PARTS = 4;

const seconds = (value: number): string => value.toFixed(5);

/**
 * The media playlist of a low-latency HLS stream (draft-pantos-hls-rfc8216bis): parts, blocking reload, preload hint,
 * a program date-time at every segment. URIs are relative: `init-<n>.mp4`, `seg-<msn>.m4s`, `part-<msn>-<k>.m4s`.
 */
export function writePlaylist(facts: PlaylistFacts): string {
  const { segments, partTargetS, targetDurationS } = facts;
  const [first] = segments;
  const last = segments.at(-1);
  if (first === undefined || last === undefined) throw new Error('a playlist needs a segment');
  const holdBackS = seconds(targetDurationS * 3);
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    `#EXT-X-TARGETDURATION:${targetDurationS}`,
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${seconds(partTargetS * 3)},HOLD-BACK=${holdBackS}`,
    `#EXT-X-PART-INF:PART-TARGET=${seconds(partTargetS)}`,
    `#EXT-X-MEDIA-SEQUENCE:${first.msn}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${facts.discontinuitySequence}`,
  ];
  let initNumber: number | null = null;
  segments.forEach((segment, index) => {
    if (segment.isDiscontinuity && index > 0) lines.push('#EXT-X-DISCONTINUITY');
    if (segment.init.number !== initNumber) lines.push(`#EXT-X-MAP:URI="init-${segment.init.number}.mp4"`);
    initNumber = segment.init.number;
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.startsAtMs).toISOString()}`);
    if (index >= segments.length - SEGMENTS_WITH_PARTS) lines.push(...partLines(segment));
    if (segment.isComplete) lines.push(`#EXTINF:${seconds(segment.durationS)},`, `seg-${segment.msn}.m4s`);
  });
  const hint = last.isComplete ? `part-${last.msn + 1}-0` : `part-${last.msn}-${last.parts.length}`;
  lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${hint}.m4s"`, '');
  return lines.join('\n');
}

function partLines(segment: LiveSegment): string[] {
  return segment.parts.map((part, k) => {
    const independent = part.startsWithKeyFrame ? ',INDEPENDENT=YES' : '';
    return `#EXT-X-PART:DURATION=${seconds(part.duration90k / 90_000)},URI="part-${segment.msn}-${k}.m4s"${independent}`;
  });
}
