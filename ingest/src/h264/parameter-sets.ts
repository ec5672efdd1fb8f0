import { SpsAndPps, withLengths } from '../media/sps-and-pps.ts';
import { MAX_PARAMETER_SET_BYTES, type ParameterSetStore, type VideoParameters } from '../media/video-parameters.ts';
import { NAL_PPS, NAL_SPS, NAL_TYPE_MASK } from './nal-type.ts';
import { parseSps, type SpsInfo } from './sps.ts';

const SYNTAX = { headerBytes: 1, maxPpsId: 255, parseSps };
const HIGH_PROFILES_WITH_EXTENSION = new Set([100, 110, 122, 144, 244]);
/** 4-byte lengths; the other bits are reserved ones. */
const LENGTH_SIZE = 0xff;

/** ISO/IEC 14496-15 5.3.3.1: profile, level and parameter sets. */
function configurationRecord(info: SpsInfo, sps: Buffer, pps: readonly Buffer[]): Buffer {
  const { profileIdc, constraintFlags, levelIdc } = info;
  const head = Buffer.from([1, profileIdc, constraintFlags, levelIdc, LENGTH_SIZE, 0xe0 | 1]);
  const parts = [head, ...withLengths([sps]), Buffer.from([pps.length]), ...withLengths(pps)];
  if (HIGH_PROFILES_WITH_EXTENSION.has(profileIdc))
    parts.push(
      Buffer.from([0xfc | info.chromaFormatIdc, 0xf8 | (info.bitDepthLuma - 8), 0xf8 | (info.bitDepthChroma - 8), 0]),
    );
  return Buffer.concat(parts);
}

/** `ParameterSetStore` of H.264. */
export class ParameterSets implements ParameterSetStore {
  readonly #sets = new SpsAndPps(SYNTAX);
  #snapshot: VideoParameters | null = null;

  offer(nal: Buffer): void {
    if (nal.length < 2 || nal.length > MAX_PARAMETER_SET_BYTES) return;
    const type = nal.readUInt8(0) & NAL_TYPE_MASK;
    const isNews = (type === NAL_SPS && this.#sets.offerSps(nal)) || (type === NAL_PPS && this.#sets.offerPps(nal));
    if (isNews) this.#snapshot = null;
  }

  snapshot(): VideoParameters | null {
    this.#snapshot ??= this.#describe();
    return this.#snapshot;
  }

  #describe(): VideoParameters | null {
    const { sps, pps } = this.#sets;
    if (sps === null || pps.length === 0) return null;
    const { bytes, facts } = sps;
    const { codec, width, height, fps, reorderDepth } = facts;
    const configuration = configurationRecord(facts, bytes, pps);
    const sets = { vps: [], sps: [bytes], pps, configuration };
    return { videoCodec: 'h264', codec, width, height, fps, reorderDepth, ...sets };
  }
}
