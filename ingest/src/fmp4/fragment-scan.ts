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
  readonly duration90k: number;
  readonly sampleCount: number;
  readonly mediaBytes: number;
  readonly startsWithKeyFrame: boolean;
}

/** `trun` as ingest writes it (data offset, first flags, durations and sizes); anything else is not ours. */
function readRun(run: Buffer): RunTotals | null {
  if (run.length < 16 || run.readUInt32BE(0) !== 0x305) return null;
  const sampleCount = run.readUInt32BE(4);
  if (sampleCount === 0 || run.length !== 16 + sampleCount * 8) return null;
  let duration90k = 0;
  let mediaBytes = 0;
  for (let at = 16; at < run.length; at += 8) {
    duration90k += run.readUInt32BE(at);
    mediaBytes += run.readUInt32BE(at + 4);
  }
  return { duration90k, sampleCount, mediaBytes, startsWithKeyFrame: (run.readUInt32BE(12) & NON_SYNC_FLAG) === 0 };
}

function readDecodeTime(tfdt: Buffer): number | null {
  if (tfdt.length !== 12 || tfdt.readUInt8(0) !== 1) return null;
  const value = tfdt.readUInt32BE(4) * 2 ** 32 + tfdt.readUInt32BE(8);
  return Number.isSafeInteger(value) ? value : null;
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
  const traf = child(bytes.subarray(BOX_HEADER_BYTES, moof.bytes), 'traf');
  const tfdt = traf === null ? null : child(traf, 'tfdt');
  const trun = traf === null ? null : child(traf, 'trun');
  const decodeTime90k = tfdt === null ? null : readDecodeTime(tfdt);
  const run = trun === null ? null : readRun(trun);
  if (decodeTime90k === null || run === null || run.mediaBytes !== mdat.bytes - BOX_HEADER_BYTES) return null;
  return {
    offset,
    bytes: moof.bytes + mdat.bytes,
    decodeTime90k,
    duration90k: run.duration90k,
    sampleCount: run.sampleCount,
    startsWithKeyFrame: run.startsWithKeyFrame,
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
