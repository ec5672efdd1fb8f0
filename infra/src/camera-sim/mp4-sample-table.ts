import { findBox, type Mp4Box, readTable, requireBox } from './mp4-boxes.ts';
import { Mp4Error } from './mp4-error.ts';

/** One sample as the tables describe it; times in ticks of the media timescale. */
export interface SampleEntry {
  readonly offset: number;
  readonly bytes: number;
  readonly dts: number;
  readonly pts: number;
  readonly isKey: boolean;
}

export interface SampleTable {
  /** In decode order. */
  readonly samples: readonly SampleEntry[];
  /** Sum of the sample durations. */
  readonly durationTicks: number;
}

const MAX_SAMPLES = 500_000;

/**
 * Reads stsz, stsc, stco/co64, stts, ctts and stss (ISO/IEC 14496-12, 8.6 and 8.7) into one list.
 * @throws Mp4Error when tables are missing, do not fit their boxes or disagree about the number of samples.
 */
export function readSampleTable(stbl: readonly Mp4Box[]): SampleTable {
  const sizes = readSizes(requireBox(stbl, 'stsz'));
  const offsets = readOffsets(stbl, sizes);
  const { times, durationTicks } = readDecodeTimes(requireBox(stbl, 'stts'), sizes.length);
  const shifts = readCompositionShifts(findBox(stbl, 'ctts'), sizes.length);
  const isKey = readSyncSamples(findBox(stbl, 'stss'), sizes.length);
  const samples = sizes.map((bytes, index): SampleEntry => {
    const dts = times[index] ?? 0;
    return {
      offset: offsets[index] ?? 0,
      bytes,
      dts,
      pts: dts + (shifts?.[index] ?? 0),
      isKey: isKey === null || isKey[index] === 1,
    };
  });
  return { samples, durationTicks };
}

function readSizes(stsz: Buffer): number[] {
  if (stsz.length < 12) throw new Mp4Error('"stsz" is cut off');
  const fixed = stsz.readUInt32BE(4);
  const count = stsz.readUInt32BE(8);
  if (count === 0) throw new Mp4Error('the track has no samples');
  if (count > MAX_SAMPLES) throw new Mp4Error(`the track has ${count} samples, at most ${MAX_SAMPLES} are read`);
  if (fixed !== 0) return new Array<number>(count).fill(fixed);
  const { at } = readTable(stsz, 'stsz', 8, 4);
  return Array.from({ length: count }, (_, index) => stsz.readUInt32BE(at + index * 4));
}

function readOffsets(stbl: readonly Mp4Box[], sizes: readonly number[]): number[] {
  const chunkOffsets = readChunkOffsets(stbl);
  const stsc = requireBox(stbl, 'stsc');
  const runs = readTable(stsc, 'stsc', 4, 12);
  const offsets: number[] = [];
  let run = 0;
  let samplesPerChunk = 0;
  for (const [index, chunkOffset] of chunkOffsets.entries()) {
    while (run < runs.count && stsc.readUInt32BE(runs.at + run * 12) <= index + 1) {
      samplesPerChunk = stsc.readUInt32BE(runs.at + run * 12 + 4);
      run += 1;
    }
    let at = chunkOffset;
    for (let k = 0; k < samplesPerChunk && offsets.length < sizes.length; k += 1) {
      const size = sizes[offsets.length] ?? 0;
      offsets.push(at);
      at += size;
    }
  }
  if (offsets.length !== sizes.length) throw new Mp4Error(`chunks hold ${offsets.length} of ${sizes.length} samples`);
  return offsets;
}

function readChunkOffsets(stbl: readonly Mp4Box[]): number[] {
  const stco = findBox(stbl, 'stco');
  if (stco !== undefined) {
    const { count, at } = readTable(stco, 'stco', 4, 4);
    return Array.from({ length: count }, (_, index) => stco.readUInt32BE(at + index * 4));
  }
  const co64 = requireBox(stbl, 'co64');
  const { count, at } = readTable(co64, 'co64', 4, 8);
  return Array.from({ length: count }, (_, index) => Number(co64.readBigUInt64BE(at + index * 8)));
}

function readDecodeTimes(stts: Buffer, sampleCount: number): { times: number[]; durationTicks: number } {
  const { count, at } = readTable(stts, 'stts', 4, 8);
  const times: number[] = [];
  let time = 0;
  for (let entry = 0; entry < count; entry += 1) {
    const run = stts.readUInt32BE(at + entry * 8);
    const delta = stts.readUInt32BE(at + entry * 8 + 4);
    for (let k = 0; k < run && times.length < sampleCount; k += 1) {
      times.push(time);
      time += delta;
    }
  }
  if (times.length !== sampleCount) throw new Mp4Error(`"stts" times ${times.length} of ${sampleCount} samples`);
  return { times, durationTicks: time };
}

function readCompositionShifts(ctts: Buffer | undefined, sampleCount: number): number[] | null {
  if (ctts === undefined) return null;
  const { count, at } = readTable(ctts, 'ctts', 4, 8);
  const shifts: number[] = [];
  for (let entry = 0; entry < count; entry += 1) {
    const run = ctts.readUInt32BE(at + entry * 8);
    // Version 0 is unsigned by the standard, but negative values written as version 0 are common; both read as signed.
    const shift = ctts.readInt32BE(at + entry * 8 + 4);
    for (let k = 0; k < run && shifts.length < sampleCount; k += 1) shifts.push(shift);
  }
  return shifts;
}

function readSyncSamples(stss: Buffer | undefined, sampleCount: number): Uint8Array | null {
  if (stss === undefined) return null;
  const { count, at } = readTable(stss, 'stss', 4, 4);
  const isKey = new Uint8Array(sampleCount);
  for (let entry = 0; entry < count; entry += 1) {
    const sampleNumber = stss.readUInt32BE(at + entry * 4);
    if (sampleNumber >= 1 && sampleNumber <= sampleCount) isKey[sampleNumber - 1] = 1;
  }
  return isKey;
}
