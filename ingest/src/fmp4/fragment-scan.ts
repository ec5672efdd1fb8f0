import { VIDEO_TRACK_ID } from './init-segment.ts';
import { AUDIO_TRUN_FLAGS, REORDERED_TRUN_FLAGS, VIDEO_TRUN_FLAGS } from './part-layout.ts';

/** One whole `moof` + `mdat` of a recording, at `[offset, offset + bytes)`. */
export interface ScannedFragment {
  readonly offset: number;
  readonly bytes: number;
  readonly decodeTime90k: number;
  readonly duration90k: number;
  readonly sampleCount: number;
  readonly startsWithKeyFrame: boolean;
}

/**
 * Reads up to `length` bytes at `offset`; fewer only at the end of the input. May throw or reject on broken I/O; that
 * error passes through the scan unchanged.
 */
export type ReadAt = (offset: number, length: number) => Promise<Buffer> | Buffer;

export interface ScanResult {
  /** Length of `ftyp` + `moov` at the start; 0 when the input does not start with a whole one. */
  readonly initBytes: number;
  /** In file order, up to the first thing that is not a whole fragment. */
  readonly fragments: readonly ScannedFragment[];
  /** End of the last whole fragment (of the init segment when there is none): truncate here. */
  readonly wholeBytes: number;
}

const BOX_HEADER_BYTES = 8;
const MAX_INIT_BYTES = 64 * 1024;
const MAX_MOOF_BYTES = 64 * 1024;
/** A recording of a minute has at most some 600 parts. */
const MAX_FRAGMENTS = 100_000;
const NON_SYNC_FLAG = 0x0001_0000;

interface Box {
  readonly type: string;
  readonly start: number;
  readonly bytes: number;
}

function boxAt(bytes: Buffer, at: number): Box | null {
  if (at + BOX_HEADER_BYTES > bytes.length) return null;
  const size = bytes.readUInt32BE(at);
  return size < BOX_HEADER_BYTES ? null : { type: bytes.toString('latin1', at + 4, at + 8), start: at, bytes: size };
}

/** The payload of the first child of that type, or null; children must lie inside `bytes`. */
function child(bytes: Buffer, type: string): Buffer | null {
  for (let at = 0; ; ) {
    const found = boxAt(bytes, at);
    if (found === null || at + found.bytes > bytes.length) return null;
    if (found.type === type) return bytes.subarray(at + BOX_HEADER_BYTES, at + found.bytes);
    at += found.bytes;
  }
}

interface RunTotals {
  readonly duration: number;
  readonly sampleCount: number;
  readonly mediaBytes: number;
  readonly startsWithKeyFrame: boolean;
}

interface TrackRun extends RunTotals {
  readonly trackId: number;
  readonly decodeTime: number;
}

/** Bytes before the samples and of each sample, by the flags that ingest writes; anything else is not ours. */
const RUN_LAYOUTS = new Map([
  [VIDEO_TRUN_FLAGS, { fixedBytes: 16, sampleBytes: 8 }],
  [REORDERED_TRUN_FLAGS, { fixedBytes: 16, sampleBytes: 12 }],
  [AUDIO_TRUN_FLAGS, { fixedBytes: 12, sampleBytes: 8 }],
]);

function readRun(run: Buffer): RunTotals | null {
  const layout = run.length < 12 ? undefined : RUN_LAYOUTS.get(run.readUInt32BE(0));
  if (layout === undefined) return null;
  const { fixedBytes, sampleBytes } = layout;
  const sampleCount = run.readUInt32BE(4);
  if (sampleCount === 0 || run.length !== fixedBytes + sampleCount * sampleBytes) return null;
  let duration = 0;
  let mediaBytes = 0;
  for (let at = fixedBytes; at < run.length; at += sampleBytes) {
    duration += run.readUInt32BE(at);
    mediaBytes += run.readUInt32BE(at + 4);
  }
  const startsWithKeyFrame = fixedBytes === 16 && (run.readUInt32BE(12) & NON_SYNC_FLAG) === 0;
  return { duration, sampleCount, mediaBytes, startsWithKeyFrame };
}

function readDecodeTime(tfdt: Buffer): number | null {
  if (tfdt.length !== 12 || tfdt.readUInt8(0) !== 1) return null;
  const value = tfdt.readUInt32BE(4) * 2 ** 32 + tfdt.readUInt32BE(8);
  return Number.isSafeInteger(value) ? value : null;
}

/** Null when a track is not as ingest writes it. */
function readTracks(moof: Buffer): TrackRun[] | null {
  const tracks: TrackRun[] = [];
  for (let at = 0; at < moof.length; ) {
    const found = boxAt(moof, at);
    if (found === null || at + found.bytes > moof.length) return null;
    if (found.type === 'traf') {
      const track = readTrack(moof.subarray(at + BOX_HEADER_BYTES, at + found.bytes));
      if (track === null) return null;
      tracks.push(track);
    }
    at += found.bytes;
  }
  return tracks;
}

function readTrack(traf: Buffer): TrackRun | null {
  const tfhd = child(traf, 'tfhd');
  const tfdt = child(traf, 'tfdt');
  const trun = child(traf, 'trun');
  if (tfhd === null || tfhd.length < 8 || tfdt === null || trun === null) return null;
  const decodeTime = readDecodeTime(tfdt);
  const run = readRun(trun);
  return decodeTime === null || run === null ? null : { ...run, decodeTime, trackId: tfhd.readUInt32BE(4) };
}

async function scanInit(read: ReadAt): Promise<number> {
  const head = await read(0, MAX_INIT_BYTES);
  const ftyp = boxAt(head, 0);
  if (ftyp?.type !== 'ftyp') return 0;
  const moov = boxAt(head, ftyp.bytes);
  if (moov?.type !== 'moov' || ftyp.bytes + moov.bytes > head.length) return 0;
  return ftyp.bytes + moov.bytes;
}

async function scanFragment(read: ReadAt, offset: number, totalBytes: number): Promise<ScannedFragment | null> {
  const moof = boxAt(await read(offset, BOX_HEADER_BYTES), 0);
  if (moof?.type !== 'moof' || moof.bytes > MAX_MOOF_BYTES) return null;
  const bytes = await read(offset, moof.bytes + BOX_HEADER_BYTES);
  const mdat = boxAt(bytes, moof.bytes);
  if (mdat?.type !== 'mdat' || offset + moof.bytes + mdat.bytes > totalBytes) return null;
  const tracks = readTracks(bytes.subarray(BOX_HEADER_BYTES, moof.bytes));
  const video = tracks?.find(({ trackId }) => trackId === VIDEO_TRACK_ID);
  const mediaBytes = tracks?.reduce((sum, track) => sum + track.mediaBytes, BOX_HEADER_BYTES);
  if (video === undefined || mediaBytes !== mdat.bytes) return null;
  return {
    offset,
    bytes: moof.bytes + mdat.bytes,
    decodeTime90k: video.decodeTime,
    duration90k: video.duration,
    sampleCount: video.sampleCount,
    startsWithKeyFrame: video.startsWithKeyFrame,
  };
}

/**
 * Walks a file that ingest wrote and finds what is whole in it, for recovery after a crash. Only headers are read. Any
 * input is fine: truncated, junk, empty, or zeros that a file system left behind; nothing but a failing `read` throws.
 */
export async function scanFragments(read: ReadAt, totalBytes: number): Promise<ScanResult> {
  const initBytes = await scanInit(read);
  const fragments: ScannedFragment[] = [];
  let wholeBytes = initBytes;
  while (initBytes > 0 && fragments.length < MAX_FRAGMENTS) {
    const fragment = await scanFragment(read, wholeBytes, totalBytes);
    if (fragment === null) break;
    fragments.push(fragment);
    wholeBytes += fragment.bytes;
  }
  return { initBytes, fragments, wholeBytes };
}

/** `ReadAt` over memory. */
export const readFromBuffer =
  (bytes: Buffer): ReadAt =>
  (offset, length) =>
    bytes.subarray(offset, offset + length);
