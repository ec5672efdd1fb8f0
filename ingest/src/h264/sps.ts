import { BitReader } from './bit-reader.ts';

/** What ingest reads from a sequence parameter set (ITU-T H.264 7.3.2.1.1 and Annex E). */
export interface SpsInfo {
  readonly profileIdc: number;
  readonly constraintFlags: number;
  readonly levelIdc: number;
  /** 1 = 4:2:0; part of `avcC` in the high profiles. */
  readonly chromaFormatIdc: number;
  readonly bitDepthLuma: number;
  readonly bitDepthChroma: number;
  /** Luma samples after cropping. */
  readonly width: number;
  readonly height: number;
  /** Pictures a second by VUI timing; null when the camera does not say or says nonsense. */
  readonly fps: number | null;
  /** `max_num_reorder_frames`, or 0 where the profile or the order count rules reordering out; null when not said. */
  readonly reorderDepth: number | null;
  /** RFC 6381. */
  readonly codec: string;
}

const MIN_SIDE = 16;
const MAX_SIDE = 16_384;
const MAX_FPS = 240;
const HIGH_PROFILES = new Set([44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244]);
const EXTENDED_SAR = 255;
const BASELINE_PROFILE = 66;
const MAX_REORDER_DEPTH = 16;
const MAX_CPB_COUNT = 32;

function skipScalingList(reader: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let i = 0; i < size; i++) {
    if (next !== 0) next = (last + reader.signed() + 256) % 256;
    if (next !== 0) last = next;
  }
}

interface Vui {
  fps: number | null;
  reorderDepth: number | null;
}

function skipHrd(reader: BitReader): void {
  const count = reader.unsigned() + 1;
  if (count > MAX_CPB_COUNT) throw new RangeError('impossible cpb_cnt');
  reader.bits(8);
  for (let i = 0; i < count; i++) {
    reader.unsigned();
    reader.unsigned();
    reader.bit();
  }
  reader.bits(20);
}

/** Annex E.1.1. Fills `vui` as it goes, so a set that is cut off inside still tells what came before. */
function readVui(reader: BitReader, vui: Vui): void {
  if (reader.flag() && reader.bits(8) === EXTENDED_SAR) reader.bits(32);
  if (reader.flag()) reader.bit();
  if (reader.flag()) {
    reader.bits(4);
    if (reader.flag()) reader.bits(24);
  }
  if (reader.flag()) {
    reader.unsigned();
    reader.unsigned();
  }
  if (reader.flag()) {
    const unitsInTick = reader.bits(32);
    const timeScale = reader.bits(32);
    reader.bit();
    const fps = timeScale / (2 * unitsInTick);
    if (Number.isFinite(fps) && fps > 0 && fps <= MAX_FPS) vui.fps = fps;
  }
  const hasNalHrd = reader.flag();
  if (hasNalHrd) skipHrd(reader);
  const hasVclHrd = reader.flag();
  if (hasVclHrd) skipHrd(reader);
  if (hasNalHrd || hasVclHrd) reader.bit();
  reader.bit();
  if (!reader.flag()) return;
  reader.bit();
  for (let i = 0; i < 4; i++) reader.unsigned();
  const depth = reader.unsigned();
  const decodedFrames = reader.unsigned();
  if (depth <= MAX_REORDER_DEPTH && depth <= decodedFrames) vui.reorderDepth = depth;
}

function readSps(nal: Buffer): SpsInfo | null {
  const reader = new BitReader(nal, 1);
  const profileIdc = reader.bits(8);
  const constraintFlags = reader.bits(8);
  const levelIdc = reader.bits(8);
  if (reader.unsigned() > 31) return null;
  let chromaFormatIdc = 1;
  let bitDepthLuma = 8;
  let bitDepthChroma = 8;
  let separatePlanes = false;
  if (HIGH_PROFILES.has(profileIdc)) {
    chromaFormatIdc = reader.unsigned();
    if (chromaFormatIdc > 3) return null;
    if (chromaFormatIdc === 3) separatePlanes = reader.flag();
    bitDepthLuma = 8 + reader.unsigned();
    bitDepthChroma = 8 + reader.unsigned();
    if (bitDepthLuma > 14 || bitDepthChroma > 14) return null;
    reader.bit();
    if (reader.flag()) {
      const lists = chromaFormatIdc === 3 ? 12 : 8;
      for (let i = 0; i < lists; i++) if (reader.flag()) skipScalingList(reader, i < 6 ? 16 : 64);
    }
  }
  reader.unsigned();
  const orderCountType = reader.unsigned();
  if (orderCountType === 0) reader.unsigned();
  else if (orderCountType === 1) {
    reader.bit();
    reader.signed();
    reader.signed();
    const cycle = reader.unsigned();
    if (cycle > 255) return null;
    for (let i = 0; i < cycle; i++) reader.signed();
  } else if (orderCountType !== 2) return null;
  reader.unsigned();
  reader.bit();
  const widthInBlocks = reader.unsigned() + 1;
  const heightInUnits = reader.unsigned() + 1;
  const isFrameOnly = reader.flag();
  if (!isFrameOnly) reader.bit();
  reader.bit();
  const fieldFactor = isFrameOnly ? 1 : 2;
  const hasPlanes = chromaFormatIdc !== 0 && !separatePlanes;
  const cropX = hasPlanes && chromaFormatIdc !== 3 ? 2 : 1;
  const cropY = (hasPlanes && chromaFormatIdc === 1 ? 2 : 1) * fieldFactor;
  let width = widthInBlocks * 16;
  let height = heightInUnits * 16 * fieldFactor;
  if (reader.flag()) {
    width -= (reader.unsigned() + reader.unsigned()) * cropX;
    height -= (reader.unsigned() + reader.unsigned()) * cropY;
  }
  if (!(width >= MIN_SIDE && width <= MAX_SIDE && height >= MIN_SIDE && height <= MAX_SIDE)) return null;
  const vui: Vui = { fps: null, reorderDepth: null };
  try {
    if (reader.flag()) readVui(reader, vui);
  } catch {
    // A cut-off VUI is common and costs nothing: sizes and profile are already known.
  }
  // 8.2.1: an order count of type 2 and the baseline profile have no pictures out of order.
  if (orderCountType === 2 || profileIdc === BASELINE_PROFILE) vui.reorderDepth = 0;
  const codec = `avc1.${[profileIdc, constraintFlags, levelIdc].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  return {
    profileIdc,
    constraintFlags,
    levelIdc,
    chromaFormatIdc,
    bitDepthLuma,
    bitDepthChroma,
    width,
    height,
    fps: vui.fps,
    reorderDepth: vui.reorderDepth,
    codec,
  };
}

/** Parses a sequence parameter set NAL unit (header byte included). Null for anything damaged; never throws. */
export function parseSps(nal: Buffer): SpsInfo | null {
  try {
    return readSps(nal);
  } catch {
    return null;
  }
}
