import { BitReader } from './bit-reader.ts';
import { NAL_PPS, NAL_SPS, NAL_TYPE_MASK } from './nal-type.ts';
import { parseSps, type SpsInfo } from './sps.ts';

export const MAX_PARAMETER_SET_BYTES = 1024;
const MAX_PPS_SETS = 16;

/** A consistent set: enough for `avcC`. */
export interface ParameterSetSnapshot {
  readonly info: SpsInfo;
  readonly sps: readonly Buffer[];
  readonly pps: readonly Buffer[];
}

function ppsId(nal: Buffer): number | null {
  try {
    const id = new BitReader(nal, 1).unsigned();
    return id <= 255 ? id : null;
  } catch {
    return null;
  }
}

/**
 * The parameter sets in force, from the SDP first and from the stream as they come; the stream wins. Damaged sets are
 * ignored, so the last good ones stay. One SPS (cameras have one), up to 16 PPS.
 */
export class ParameterSets {
  #sps: { readonly bytes: Buffer; readonly info: SpsInfo } | null = null;
  readonly #pps = new Map<number, Buffer>();
  #snapshot: ParameterSetSnapshot | null = null;

  /** Takes an SPS or PPS NAL unit (copied when it is news). */
  offer(nal: Buffer): void {
    if (nal.length < 2 || nal.length > MAX_PARAMETER_SET_BYTES) return;
    const type = nal.readUInt8(0) & NAL_TYPE_MASK;
    if (type === NAL_SPS) this.#offerSps(nal);
    else if (type === NAL_PPS) this.#offerPps(nal);
  }

  /** Null until both kinds are known; the same object until something changes. */
  snapshot(): ParameterSetSnapshot | null {
    if (this.#snapshot === null && this.#sps !== null && this.#pps.size > 0)
      this.#snapshot = { info: this.#sps.info, sps: [this.#sps.bytes], pps: [...this.#pps.values()] };
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
