import type { LiveUnitHead } from '@thapcanh/core/live/live-frame';
import { VIDEO_TRACK_ID } from '../fmp4/init-segment.ts';
import type { MediaPart } from '../media/media-types.ts';

/** One picture inside a part; `data` is a view into the part's bytes. */
export interface PartUnit extends LiveUnitHead {
  readonly data: Buffer;
}

/** A part as far as its pictures go. */
export type TimedPart = Omit<MediaPart, 'description' | 'memory'>;

const BOX_HEADER_BYTES = 8;
const TRUN = { dataOffset: 0x1, firstSampleFlags: 0x4, duration: 0x100, size: 0x200, flags: 0x400, offset: 0x800 };

/**
 * The pictures of a part, read back from its own `moof` (ISO/IEC 14496-12 8.8), so that nothing has to keep them a
 * second time. Empty for bytes that are no part of ours.
 */
export function unitsOfPart(part: TimedPart): PartUnit[] {
  const moof = findBox(part.data, 0, part.data.length, 'moof');
  const run = moof === null ? null : findVideoRun(part.data, moof.start, moof.end);
  if (run === null || part.duration90k <= 0) return [];
  const { data } = part;
  const flags = data.readUInt32BE(run.start) & 0xff_ffff;
  const count = data.readUInt32BE(run.start + 4);
  if ((flags & TRUN.dataOffset) === 0 || (flags & TRUN.duration) === 0 || (flags & TRUN.size) === 0) return [];
  let mediaAt = data.readInt32BE(run.start + 8);
  let at = run.start + 12 + ((flags & TRUN.firstSampleFlags) === 0 ? 0 : 4);
  const entryBytes = 8 + ((flags & TRUN.flags) === 0 ? 0 : 4) + ((flags & TRUN.offset) === 0 ? 0 : 4);
  if (at + count * entryBytes > run.end) return [];
  const units: PartUnit[] = [];
  let passed90k = 0;
  for (let index = 0; index < count; index++, at += entryBytes) {
    const bytes = data.readUInt32BE(at + 4);
    if (mediaAt + bytes > data.length) return units;
    units.push({
      isKey: index === 0 && part.startsWithKeyFrame,
      atMs: part.startsAtMs + (part.durationMs * passed90k) / part.duration90k,
      decodeTime90k: part.decodeTime90k + passed90k,
      compositionOffset90k: (flags & TRUN.offset) === 0 ? 0 : data.readInt32BE(at + entryBytes - 4),
      data: data.subarray(mediaAt, mediaAt + bytes),
    });
    passed90k += data.readUInt32BE(at);
    mediaAt += bytes;
  }
  return units;
}

interface BoxBody {
  readonly start: number;
  readonly end: number;
}

function findVideoRun(data: Buffer, from: number, to: number): BoxBody | null {
  for (let at = from; ; ) {
    const traf = findBox(data, at, to, 'traf');
    if (traf === null) return null;
    const tfhd = findBox(data, traf.start, traf.end, 'tfhd');
    if (tfhd !== null && data.readUInt32BE(tfhd.start + 4) === VIDEO_TRACK_ID)
      return findBox(data, traf.start, traf.end, 'trun');
    at = traf.end;
  }
}

/** Body of the first box of that type between two places. */
function findBox(data: Buffer, from: number, to: number, type: string): BoxBody | null {
  let at = from;
  while (at + BOX_HEADER_BYTES <= to) {
    const bytes = data.readUInt32BE(at);
    if (bytes < BOX_HEADER_BYTES || at + bytes > to) return null;
    if (data.toString('latin1', at + 4, at + 8) === type) return { start: at + BOX_HEADER_BYTES, end: at + bytes };
    at += bytes;
  }
  return null;
}
