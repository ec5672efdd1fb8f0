import type { Clip, ClipFrame } from './clip.ts';

/**
 * Where an endlessly looped clip stands at a wall time: position = wall time modulo clip duration, so the same answer
 * comes from every process and every stream of equal duration is in phase. Frames are numbered without end
 * (`number = loop * frames per loop + index`); wall times are 90 kHz ticks since 1970 (exact in a double until 5141).
 */

/** Wall milliseconds as 90 kHz ticks. */
export function wall90kOf(wallMs: number): number {
  return Math.floor(wallMs * 90);
}

/** The newest frame due at or before that time. */
export function frameNumberAt(clip: Clip, wall90k: number): number {
  const loop = Math.floor(wall90k / clip.duration90k);
  const position = wall90k - loop * clip.duration90k;
  let low = 0;
  let high = clip.frames.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (frameAt(clip, middle).sendAt90k <= position) low = middle;
    else high = middle - 1;
  }
  return loop * clip.frames.length + low;
}

/** Wall time at which a frame is sent. */
export function dueAt90k(clip: Clip, frameNumber: number): number {
  return loopOf(clip, frameNumber) * clip.duration90k + frameAt(clip, frameNumber).sendAt90k;
}

/** The newest key frame at or before a frame. */
export function keyFrameAtOrBefore(clip: Clip, frameNumber: number): number {
  return loopOf(clip, frameNumber) * clip.frames.length + frameAt(clip, frameNumber).keyIndex;
}

/** The next key frame at or after a frame. */
export function keyFrameAtOrAfter(clip: Clip, frameNumber: number): number {
  let number = frameNumber;
  while (!frameAt(clip, number).isKey) number += 1;
  return number;
}

/** RTP time stamp of a frame; goes on through the loops and wraps at 2^32. */
export function rtpTimestampOf(clip: Clip, frameNumber: number): number {
  const wall90k = loopOf(clip, frameNumber) * clip.duration90k + frameAt(clip, frameNumber).pts90k;
  return rtpTimestampAt(clip, wall90k);
}

/** RTP time stamp that stands for a wall time: the mapping every sender report states. */
export function rtpTimestampAt(clip: Clip, wall90k: number): number {
  return (wall90k + clip.baseTimestamp) % 2 ** 32;
}

/** Sequence number of a frame's first packet; goes on through the loops and wraps at 2^16. */
export function sequenceOf(clip: Clip, frameNumber: number): number {
  const packet = loopOf(clip, frameNumber) * clip.packetsPerLoop + frameAt(clip, frameNumber).firstPacket;
  return (packet + clip.baseSequence) % 2 ** 16;
}

/** The clip's frame behind an endless frame number. */
export function frameAt(clip: Clip, frameNumber: number): ClipFrame {
  const frame = clip.frames[frameNumber % clip.frames.length];
  if (frame === undefined) throw new RangeError(`frame ${frameNumber} does not exist`);
  return frame;
}

function loopOf(clip: Clip, frameNumber: number): number {
  return Math.floor(frameNumber / clip.frames.length);
}
