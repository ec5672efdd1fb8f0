import type { GroupOfPictures } from '../decode/frame-decoder.ts';
import { type PartUnit, type TimedPart, unitsOfPart } from '../live/part-units.ts';
import type { VideoCodec } from '../media/media-types.ts';

const START_CODE = Buffer.from([0, 0, 0, 1]);
const LENGTH_BYTES = 4;
/** Pictures may be shown this much after parts behind them are decoded. */
const REORDER_MS = 1_000;

/** What `groupAt` needs to know of the stream. */
export interface PictureStream {
  readonly codec: VideoCodec;
  readonly sets: readonly Buffer[];
}

const shownAtMsOf = (unit: PartUnit): number => unit.atMs + unit.compositionOffset90k / 90;

/** Annex B, with the parameter sets in front of a key frame; null when a length points out of the unit. */
function annexBOf(unit: PartUnit, sets: readonly Buffer[]): Buffer | null {
  const pieces: Buffer[] = unit.isKey ? sets.flatMap((set) => [START_CODE, set]) : [];
  for (let at = 0; at < unit.data.length; ) {
    if (at + LENGTH_BYTES > unit.data.length) return null;
    const end = at + LENGTH_BYTES + unit.data.readUInt32BE(at);
    if (end > unit.data.length) return null;
    pieces.push(START_CODE, unit.data.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return Buffer.concat(pieces);
}

/**
 * The pictures to decode for the one on the screen at an instant: from the key frame at or before it. `parts` are one
 * after the other in time; null when they hold no such key frame. The group ends a little behind the instant, because
 * pictures may be shown in another order than they are decoded.
 */
export function groupAt(parts: readonly TimedPart[], stream: PictureStream, atMs: number): GroupOfPictures | null {
  let first = parts.findLastIndex((part) => part.startsWithKeyFrame && part.startsAtMs <= atMs);
  // A key frame that is shown after it was decoded may still be the later one.
  const firstPart = parts[first];
  const key = firstPart === undefined ? undefined : unitsOfPart(firstPart)[0];
  if (key !== undefined && shownAtMsOf(key) > atMs) {
    const before = parts.slice(0, first).findLastIndex((part) => part.startsWithKeyFrame);
    if (before >= 0) first = before;
  }
  const units: { accessUnit: Buffer; shownAtMs: number }[] = [];
  for (const [index, part] of parts.entries()) {
    if (first < 0 || index < first) continue;
    if (index > first && (part.startsWithKeyFrame || part.startsAtMs > atMs + REORDER_MS)) break;
    for (const unit of unitsOfPart(part)) {
      const accessUnit = annexBOf(unit, stream.sets);
      if (accessUnit === null) return null;
      units.push({ accessUnit, shownAtMs: shownAtMsOf(unit) });
    }
  }
  return units.length === 0 ? null : { codec: stream.codec, units, atMs };
}
