import type { VideoCodec } from '../media/media-types.ts';

const H264_SPS = 7;
const H265_SPS = 33;

/** Whether a sequence parameter set comes before the first coded slice of an Annex B unit with 4-byte start codes. */
export function startsWithParameterSets(codec: VideoCodec, accessUnit: Buffer): boolean {
  for (let at = 0; at + 4 < accessUnit.length; at++) {
    if (accessUnit[at] !== 0 || accessUnit[at + 1] !== 0 || accessUnit[at + 2] !== 1) continue;
    const header = accessUnit[at + 3] ?? 0;
    const type = codec === 'h264' ? header & 0x1f : (header >> 1) & 0x3f;
    if (type === (codec === 'h264' ? H264_SPS : H265_SPS)) return true;
    if (codec === 'h264' ? type >= 1 && type <= 5 : type < 32) return false;
  }
  return false;
}
