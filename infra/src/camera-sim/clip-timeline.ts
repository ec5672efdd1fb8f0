import type { Track, TrackFrame } from './track.ts';

/**
 * Where an endlessly looped track stands at a wall time: position = (wall time + phase) modulo its duration, so the same
 * answer comes from every process and every stream of equal duration and phase is in step. Frames are numbered without
 * end (`number = loop * frames per loop + index`); wall times are 90 kHz ticks since 1970 (exact in a double until 5141).
 */

/** Wall milliseconds as 90 kHz ticks. */
export function wall90kOf(wallMs: number): number {
  return Math.floor(wallMs * 90);
}

/** The newest frame due at or before that time. */
export function frameNumberAt(track: Track, wall90k: number): number {
  const run90k = wall90k + track.phase90k;
  const loop = Math.floor(run90k / track.duration90k);
  const position = run90k - loop * track.duration90k;
  let low = 0;
  let high = track.frames.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (frameAt(track, middle).sendAt90k <= position) low = middle;
    else high = middle - 1;
  }
  return loop * track.frames.length + low;
}

/** Wall time at which a frame is sent. */
export function dueAt90k(track: Track, frameNumber: number): number {
  return loopOf(track, frameNumber) * track.duration90k + frameAt(track, frameNumber).sendAt90k - track.phase90k;
}

/** The newest key frame at or before a frame. */
export function keyFrameAtOrBefore(track: Track, frameNumber: number): number {
  return loopOf(track, frameNumber) * track.frames.length + frameAt(track, frameNumber).keyIndex;
}

/** The next key frame at or after a frame. */
export function keyFrameAtOrAfter(track: Track, frameNumber: number): number {
  let number = frameNumber;
  while (!frameAt(track, number).isKey) number += 1;
  return number;
}

/** RTP time stamp of a frame, in ticks of the track's own clock; goes on through the loops and wraps at 2^32. */
export function rtpTimestampOf(track: Track, frameNumber: number): number {
  return stampOf(track, loopOf(track, frameNumber) * track.duration90k + frameAt(track, frameNumber).pts90k);
}

/** RTP time stamp that stands for a wall time: the mapping every sender report states. */
export function rtpTimestampAt(track: Track, wall90k: number): number {
  return stampOf(track, wall90k + track.phase90k);
}

/** Sequence number of a frame's first packet; goes on through the loops and wraps at 2^16. */
export function sequenceOf(track: Track, frameNumber: number): number {
  const packet = loopOf(track, frameNumber) * track.packetsPerLoop + frameAt(track, frameNumber).firstPacket;
  return (packet + track.baseSequence) % 2 ** 16;
}

/** The track's frame behind an endless frame number. */
export function frameAt(track: Track, frameNumber: number): TrackFrame {
  const frame = track.frames[frameNumber % track.frames.length];
  if (frame === undefined) throw new RangeError(`frame ${frameNumber} does not exist`);
  return frame;
}

function loopOf(track: Track, frameNumber: number): number {
  return Math.floor(frameNumber / track.frames.length);
}

// Whole seconds apart: ticks since 1970 times 48,000 would not be exact in a double.
function stampOf({ clockRate, baseTimestamp }: Track, run90k: number): number {
  if (clockRate === 90_000) return (run90k + baseTimestamp) % 2 ** 32;
  const seconds = Math.floor(run90k / 90_000);
  const rest = Math.round(((run90k - seconds * 90_000) * clockRate) / 90_000);
  return (seconds * clockRate + rest + baseTimestamp) % 2 ** 32;
}
