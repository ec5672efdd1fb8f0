import { SpsAndPps, withLengths } from '../media/sps-and-pps.ts';
import { MAX_PARAMETER_SET_BYTES, type ParameterSetStore, type VideoParameters } from '../media/video-parameters.ts';
import { HEADER_BYTES, NAL_PPS, NAL_SPS, NAL_VPS, nalType } from './nal-type.ts';
import { codecString } from './profile.ts';
import { type HevcSpsInfo, parseHevcSps } from './sps.ts';

const SYNTAX = { headerBytes: HEADER_BYTES, maxPpsId: 63, parseSps: parseHevcSps };
/** A VPS without its extension says nothing beyond its profile; anything shorter is cut off. */
const MIN_VPS_BYTES = HEADER_BYTES + 4;
const COMPLETE_ARRAY = 0x80;

/** ISO/IEC 14496-15 8.3.3.1; NAL units carry 4-byte lengths. */
function configurationRecord(info: HevcSpsInfo, sets: readonly (readonly [type: number, list: readonly Buffer[]])[]) {
  const { profile } = info;
  const head = Buffer.alloc(23);
  head[0] = 1;
  head[1] = (profile.profileSpace << 6) | (profile.isHighTier ? 0x20 : 0) | profile.profileIdc;
  head.writeUInt32BE(profile.compatibilityFlags, 2);
  profile.constraintFlags.copy(head, 6);
  head[12] = profile.levelIdc;
  head.writeUInt16BE(0xf000, 13);
  head[15] = 0xfc;
  head[16] = 0xfc | info.chromaFormatIdc;
  head[17] = 0xf8 | (info.bitDepthLuma - 8);
  head[18] = 0xf8 | (info.bitDepthChroma - 8);
  head[21] = (info.temporalLayers << 3) | (info.isTemporalNested ? 4 : 0) | 3;
  head[22] = sets.length;
  const arrays = sets.flatMap(([type, list]) => {
    const header = Buffer.from([COMPLETE_ARRAY | type, 0, 0]);
    header.writeUInt16BE(list.length, 1);
    return [header, ...withLengths(list)];
  });
  return Buffer.concat([head, ...arrays]);
}

/** `ParameterSetStore` of H.265. One VPS, as cameras have one layer. */
export class HevcParameterSets implements ParameterSetStore {
  #vps: Buffer | null = null;
  readonly #sets = new SpsAndPps(SYNTAX);
  #snapshot: VideoParameters | null = null;

  offer(nal: Buffer): void {
    if (nal.length <= HEADER_BYTES || nal.length > MAX_PARAMETER_SET_BYTES) return;
    const type = nalType(nal.readUInt8(0));
    const isNews =
      (type === NAL_VPS && this.#offerVps(nal)) ||
      (type === NAL_SPS && this.#sets.offerSps(nal)) ||
      (type === NAL_PPS && this.#sets.offerPps(nal));
    if (isNews) this.#snapshot = null;
  }

  snapshot(): VideoParameters | null {
    this.#snapshot ??= this.#describe();
    return this.#snapshot;
  }

  #describe(): VideoParameters | null {
    const { sps: held, pps } = this.#sets;
    if (this.#vps === null || held === null || pps.length === 0) return null;
    const { bytes, facts } = held;
    const { width, height, reorderDepth } = facts;
    const vps = [this.#vps];
    const sps = [bytes];
    const lists = [[NAL_VPS, vps] as const, [NAL_SPS, sps] as const, [NAL_PPS, pps] as const];
    const configuration = configurationRecord(facts, lists);
    const shown = { codec: codecString(facts.profile), width, height, reorderDepth, fps: null };
    return { videoCodec: 'h265', ...shown, vps, sps, pps, configuration };
  }

  #offerVps(nal: Buffer): boolean {
    if (nal.length < MIN_VPS_BYTES || this.#vps?.equals(nal)) return false;
    this.#vps = Buffer.from(nal);
    return true;
  }
}
