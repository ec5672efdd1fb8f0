import { Mp4Error } from './mp4-error.ts';

/** What a decoder configuration record says: the parameter sets and how many bytes a NAL length takes. */
export interface CodecConfiguration {
  readonly codec: 'h264' | 'h265';
  readonly lengthBytes: number;
  /** Empty for H.264. */
  readonly vps: readonly Buffer[];
  readonly sps: readonly Buffer[];
  readonly pps: readonly Buffer[];
}

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). @throws Mp4Error */
export function readAvcConfiguration(avcC: Buffer): CodecConfiguration {
  if (avcC.length < 7) throw new Mp4Error('"avcC" is cut off');
  const lengthBytes = readLengthBytes(avcC.readUInt8(4), 'avcC');
  let at = 5;
  const readSets = (count: number): Buffer[] => {
    const { sets, next } = readSetList(avcC, at, count, 'avcC');
    at = next;
    return sets;
  };
  const sps = readSets(avcC.readUInt8(at++) & 0x1f);
  if (at >= avcC.length) throw new Mp4Error('"avcC" is cut off');
  const pps = readSets(avcC.readUInt8(at++));
  if ((sps[0]?.length ?? 0) < 4 || pps.length === 0) throw new Mp4Error('"avcC" has no parameter sets');
  return { codec: 'h264', lengthBytes, vps: [], sps, pps };
}

const NAL_VPS = 32;
const NAL_SPS = 33;
const NAL_PPS = 34;

/** HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1). @throws Mp4Error */
export function readHevcConfiguration(hvcC: Buffer): CodecConfiguration {
  if (hvcC.length < 23) throw new Mp4Error('"hvcC" is cut off');
  const lengthBytes = readLengthBytes(hvcC.readUInt8(21), 'hvcC');
  const byType = new Map<number, Buffer[]>();
  let at = 23;
  for (let array = 0; array < hvcC.readUInt8(22); array += 1) {
    if (at + 3 > hvcC.length) throw new Mp4Error('"hvcC" is cut off');
    const type = hvcC.readUInt8(at) & 0x3f;
    const { sets, next } = readSetList(hvcC, at + 3, hvcC.readUInt16BE(at + 1), 'hvcC');
    byType.set(type, [...(byType.get(type) ?? []), ...sets]);
    at = next;
  }
  const [vps = [], sps = [], pps = []] = [NAL_VPS, NAL_SPS, NAL_PPS].map((type) => byType.get(type));
  if (vps.length === 0 || (sps[0]?.length ?? 0) < 4 || pps.length === 0) {
    throw new Mp4Error('"hvcC" has no parameter sets');
  }
  return { codec: 'h265', lengthBytes, vps, sps, pps };
}

function readLengthBytes(flags: number, box: string): number {
  const lengthBytes = (flags & 3) + 1;
  if (lengthBytes === 3) throw new Mp4Error(`"${box}" names a NAL length of 3 bytes`);
  return lengthBytes;
}

function readSetList(box: Buffer, start: number, count: number, name: string): { sets: Buffer[]; next: number } {
  const sets: Buffer[] = [];
  let at = start;
  for (let k = 0; k < count; k += 1) {
    if (at + 2 > box.length) throw new Mp4Error(`"${name}" is cut off`);
    const bytes = box.readUInt16BE(at);
    at += 2;
    if (bytes < 2 || at + bytes > box.length) throw new Mp4Error(`"${name}" has a parameter set that does not fit`);
    sets.push(box.subarray(at, at + bytes));
    at += bytes;
  }
  return { sets, next: at };
}
