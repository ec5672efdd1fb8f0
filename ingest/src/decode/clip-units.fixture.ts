import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseMp4Video } from '@thapcanh/infra/camera-sim/mp4-video';
import type { MotionUnit } from './frame-decoder.ts';

export type ClipName =
  | 'test-pattern'
  | 'h264-bframes-aac'
  | 'h264-gop10s'
  | 'h264-other-size'
  | 'h265'
  | 'h265-bframes';

/** The pictures of a test clip as a decoder takes them, shown from 0 ms on. */
export function clipUnits(name: ClipName): MotionUnit[] {
  const path = fileURLToPath(new URL(`../../../infra/src/camera-sim/fixtures/${name}.mp4`, import.meta.url));
  const clip = parseMp4Video(readFileSync(path));
  const first = Math.min(...clip.accessUnits.map((unit) => unit.pts));
  return clip.accessUnits.map((unit) => {
    const isSet = (nal: Buffer): boolean =>
      clip.codec === 'h264'
        ? [7, 8].includes(nal.readUInt8(0) & 31)
        : [32, 33, 34].includes((nal.readUInt8(0) >> 1) & 63);
    const sets = unit.isKey ? [...clip.vps, ...clip.sps, ...clip.pps] : [];
    const nals = [...sets, ...unit.nals.filter((nal) => !isSet(nal))];
    return {
      codec: clip.codec,
      isKeyFrame: unit.isKey,
      isReordered: clip.accessUnits.some(({ dts, pts }) => dts !== pts),
      isDiscontinuity: false,
      shownAtMs: ((unit.pts - first) * 1_000) / clip.timescale,
      accessUnit: Buffer.concat(nals.flatMap((nal) => [Buffer.from([0, 0, 0, 1]), nal])),
    };
  });
}

export const keyFramesOf = (name: ClipName): MotionUnit[] => clipUnits(name).filter((unit) => unit.isKeyFrame);
