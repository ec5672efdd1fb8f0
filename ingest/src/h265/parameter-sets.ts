import { BitReader } from '../h264/bit-reader.ts';
import { MAX_PARAMETER_SET_BYTES, type ParameterSetStore, type VideoParameters } from '../media/video-parameters.ts';
import { HEADER_BYTES, NAL_PPS, NAL_SPS, NAL_VPS, nalType } from './nal-type.ts';
import { codecString } from './profile.ts';
import { type HevcSpsInfo, parseHevcSps } from './sps.ts';

const MAX_PPS_SETS = 16;
const MAX_PPS_ID = 63;
/** A VPS without its extension says nothing beyond its profile; anything shorter is cut off. */
const MIN_VPS_BYTES = HEADER_BYTES + 4;
const COMPLETE_ARRAY = 0x80;

function ppsId(nal: Buffer): number | null {
  try {
    const id = new BitReader(nal, HEADER_BYTES).unsigned();
    return id <= MAX_PPS_ID ? id : null;
  } catch {
    return null;
  }
}

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
    return [
      header,
      ...list.flatMap((set) => {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(set.length);
        return [length, set];
      }),
    ];
  });
  return Buffer.concat([head, ...arrays]);
}

/** `ParameterSetStore` of H.265. One VPS and one SPS (cameras have one layer), up to 16 PPS. */
export class HevcParameterSets implements ParameterSetStore {
  #vps: Buffer | null = null;
  #sps: { readonly bytes: Buffer; readonly info: HevcSpsInfo } | null = null;
  readonly #pps = new Map<number, Buffer>();
  #snapshot: VideoParameters | null = null;

  offer(nal: Buffer): void {
    if (nal.length <= HEADER_BYTES || nal.length > MAX_PARAMETER_SET_BYTES) return;
    const type = nalType(nal.readUInt8(0));
    if (type === NAL_VPS) this.#offerVps(nal);
    else if (type === NAL_SPS) this.#offerSps(nal);
    else if (type === NAL_PPS) this.#offerPps(nal);
  }

  snapshot(): VideoParameters | null {
    if (this.#snapshot !== null || this.#vps === null || this.#sps === null || this.#pps.size === 0)
      return this.#snapshot;
    const { bytes, info } = this.#sps;
    const { width, height, reorderDepth } = info;
    const vps = [this.#vps];
    const sps = [bytes];
    const pps = [...this.#pps.values()];
    const lists = [[NAL_VPS, vps] as const, [NAL_SPS, sps] as const, [NAL_PPS, pps] as const];
    const configuration = configurationRecord(info, lists);
    const facts = { codec: codecString(info.profile), width, height, reorderDepth, fps: null };
    this.#snapshot = { videoCodec: 'h265', ...facts, vps, sps, pps, configuration };
    return this.#snapshot;
  }

  #offerVps(nal: Buffer): void {
    if (nal.length < MIN_VPS_BYTES || this.#vps?.equals(nal)) return;
    this.#vps = Buffer.from(nal);
    this.#snapshot = null;
  }

  #offerSps(nal: Buffer): void {
    if (this.#sps?.bytes.equals(nal)) return;
    const bytes = Buffer.from(nal);
    const info = parseHevcSps(bytes);
    if (info === null) return;
    this.#sps = { bytes, info };
    this.#snapshot = null;
  }

  #offerPps(nal: Buffer): void {
    const id = ppsId(nal);
    if (id === null || this.#pps.get(id)?.equals(nal)) return;
    if (!this.#pps.has(id) && this.#pps.size >= MAX_PPS_SETS) return;
    this.#pps.set(id, Buffer.from(nal));
    this.#snapshot = null;
  }
}
