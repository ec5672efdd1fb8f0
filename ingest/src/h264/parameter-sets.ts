import { MAX_PARAMETER_SET_BYTES, type ParameterSetStore, type VideoParameters } from '../media/video-parameters.ts';
import { BitReader } from './bit-reader.ts';
import { NAL_PPS, NAL_SPS, NAL_TYPE_MASK } from './nal-type.ts';
import { parseSps, type SpsInfo } from './sps.ts';

const MAX_PPS_SETS = 16;
const MAX_PPS_ID = 255;
const HIGH_PROFILES_WITH_EXTENSION = new Set([100, 110, 122, 144, 244]);
/** 4-byte lengths; the other bits are reserved ones. */
const LENGTH_SIZE = 0xff;

function ppsId(nal: Buffer): number | null {
  try {
    const id = new BitReader(nal, 1).unsigned();
    return id <= MAX_PPS_ID ? id : null;
  } catch {
    return null;
  }
}

const withLength = (set: Buffer): Buffer[] => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(set.length);
  return [length, set];
};

/** ISO/IEC 14496-15 5.3.3.1: profile, level and parameter sets. */
function configurationRecord(info: SpsInfo, sps: Buffer, pps: readonly Buffer[]): Buffer {
  const { profileIdc, constraintFlags, levelIdc } = info;
  const head = Buffer.from([1, profileIdc, constraintFlags, levelIdc, LENGTH_SIZE, 0xe0 | 1]);
  const parts = [head, ...withLength(sps), Buffer.from([pps.length]), ...pps.flatMap(withLength)];
  if (HIGH_PROFILES_WITH_EXTENSION.has(profileIdc))
    parts.push(
      Buffer.from([0xfc | info.chromaFormatIdc, 0xf8 | (info.bitDepthLuma - 8), 0xf8 | (info.bitDepthChroma - 8), 0]),
    );
  return Buffer.concat(parts);
}

/** `ParameterSetStore` of H.264. One SPS (cameras have one), up to 16 PPS. */
export class ParameterSets implements ParameterSetStore {
  #sps: { readonly bytes: Buffer; readonly info: SpsInfo } | null = null;
  readonly #pps = new Map<number, Buffer>();
  #snapshot: VideoParameters | null = null;

  offer(nal: Buffer): void {
    if (nal.length < 2 || nal.length > MAX_PARAMETER_SET_BYTES) return;
    const type = nal.readUInt8(0) & NAL_TYPE_MASK;
    if (type === NAL_SPS) this.#offerSps(nal);
    else if (type === NAL_PPS) this.#offerPps(nal);
  }

  snapshot(): VideoParameters | null {
    if (this.#snapshot !== null || this.#sps === null || this.#pps.size === 0) return this.#snapshot;
    const { bytes, info } = this.#sps;
    const { codec, width, height, fps, reorderDepth } = info;
    const pps = [...this.#pps.values()];
    const configuration = configurationRecord(info, bytes, pps);
    const sets = { vps: [], sps: [bytes], pps, configuration };
    this.#snapshot = { videoCodec: 'h264', codec, width, height, fps, reorderDepth, ...sets };
    return this.#snapshot;
  }

  #offerSps(nal: Buffer): void {
    if (this.#sps?.bytes.equals(nal)) return;
    const bytes = Buffer.from(nal);
    const info = parseSps(bytes);
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
