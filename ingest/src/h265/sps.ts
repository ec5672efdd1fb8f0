import { BitReader } from '../h264/bit-reader.ts';
import { HEADER_BYTES } from './nal-type.ts';
import { type ProfileTierLevel, readProfileTierLevel } from './profile.ts';

/** What ingest reads from a sequence parameter set (ITU-T H.265 7.3.2.2.1). */
export interface HevcSpsInfo {
  readonly profile: ProfileTierLevel;
  readonly temporalLayers: number;
  readonly isTemporalNested: boolean;
  readonly chromaFormatIdc: number;
  readonly bitDepthLuma: number;
  readonly bitDepthChroma: number;
  /** Luma samples after cropping. */
  readonly width: number;
  readonly height: number;
  /** `sps_max_num_reorder_pics` of the highest layer. */
  readonly reorderDepth: number;
}

const MIN_SIDE = 16;
const MAX_SIDE = 16_384;
const MAX_BIT_DEPTH = 16;
const MAX_SUB_LAYERS_MINUS_1 = 6;
const MAX_REORDER_DEPTH = 15;

/** The end of the ordering information is where reading stops: what is behind it does not matter here. */
function readReorderDepth(reader: BitReader, maxSubLayersMinus1: number): number {
  const first = reader.flag() ? 0 : maxSubLayersMinus1;
  let depth = 0;
  for (let layer = first; layer <= maxSubLayersMinus1; layer++) {
    reader.unsigned();
    depth = reader.unsigned();
    reader.unsigned();
  }
  return depth;
}

function readSps(nal: Buffer): HevcSpsInfo | null {
  const reader = new BitReader(nal, HEADER_BYTES);
  reader.bits(4);
  const maxSubLayersMinus1 = reader.bits(3);
  if (maxSubLayersMinus1 > MAX_SUB_LAYERS_MINUS_1) return null;
  const isTemporalNested = reader.flag();
  const profile = readProfileTierLevel(reader, maxSubLayersMinus1);
  if (reader.unsigned() > 15) return null;
  const chromaFormatIdc = reader.unsigned();
  if (chromaFormatIdc > 3) return null;
  const separatePlanes = chromaFormatIdc === 3 && reader.flag();
  let width = reader.unsigned();
  let height = reader.unsigned();
  if (reader.flag()) {
    const isHalvedX = !separatePlanes && (chromaFormatIdc === 1 || chromaFormatIdc === 2);
    const isHalvedY = !separatePlanes && chromaFormatIdc === 1;
    width -= (reader.unsigned() + reader.unsigned()) * (isHalvedX ? 2 : 1);
    height -= (reader.unsigned() + reader.unsigned()) * (isHalvedY ? 2 : 1);
  }
  if (!(width >= MIN_SIDE && width <= MAX_SIDE && height >= MIN_SIDE && height <= MAX_SIDE)) return null;
  const bitDepthLuma = 8 + reader.unsigned();
  const bitDepthChroma = 8 + reader.unsigned();
  if (bitDepthLuma > MAX_BIT_DEPTH || bitDepthChroma > MAX_BIT_DEPTH) return null;
  if (reader.unsigned() > 12) return null;
  const reorderDepth = readReorderDepth(reader, maxSubLayersMinus1);
  if (reorderDepth > MAX_REORDER_DEPTH) return null;
  return {
    profile,
    temporalLayers: maxSubLayersMinus1 + 1,
    isTemporalNested,
    chromaFormatIdc,
    bitDepthLuma,
    bitDepthChroma,
    width,
    height,
    reorderDepth,
  };
}

/** Parses a sequence parameter set NAL unit (header included). Null for anything damaged; never throws. */
export function parseHevcSps(nal: Buffer): HevcSpsInfo | null {
  try {
    return readSps(nal);
  } catch {
    return null;
  }
}
