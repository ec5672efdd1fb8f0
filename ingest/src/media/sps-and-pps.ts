import { BitReader } from '../h264/bit-reader.ts';

const MAX_PPS_SETS = 16;

/** How one codec writes its sequence and picture parameter sets. */
interface ParameterSetSyntax<SpsFacts> {
  /** Of a NAL unit; the identifier of a PPS is the first thing behind it. */
  readonly headerBytes: number;
  readonly maxPpsId: number;
  /** Null when the set is damaged. */
  readonly parseSps: (nal: Buffer) => SpsFacts | null;
}

/** The newest good SPS of a stream (cameras have one) and up to 16 PPS by their identifiers; damaged ones are ignored. */
export class SpsAndPps<SpsFacts> {
  readonly #syntax: ParameterSetSyntax<SpsFacts>;
  #sps: { readonly bytes: Buffer; readonly facts: SpsFacts } | null = null;
  readonly #pps = new Map<number, Buffer>();

  constructor(syntax: ParameterSetSyntax<SpsFacts>) {
    this.#syntax = syntax;
  }

  get sps(): { readonly bytes: Buffer; readonly facts: SpsFacts } | null {
    return this.#sps;
  }

  /** In the order in which their identifiers first came. */
  get pps(): readonly Buffer[] {
    return [...this.#pps.values()];
  }

  /** Whether the set was news; it is copied then. */
  offerSps(nal: Buffer): boolean {
    if (this.#sps?.bytes.equals(nal)) return false;
    const bytes = Buffer.from(nal);
    const facts = this.#syntax.parseSps(bytes);
    if (facts === null) return false;
    this.#sps = { bytes, facts };
    return true;
  }

  /** Whether the set was news; it is copied then. */
  offerPps(nal: Buffer): boolean {
    const id = this.#ppsId(nal);
    if (id === null || this.#pps.get(id)?.equals(nal)) return false;
    if (!this.#pps.has(id) && this.#pps.size >= MAX_PPS_SETS) return false;
    this.#pps.set(id, Buffer.from(nal));
    return true;
  }

  #ppsId(nal: Buffer): number | null {
    try {
      const id = new BitReader(nal, this.#syntax.headerBytes).unsigned();
      return id <= this.#syntax.maxPpsId ? id : null;
    } catch {
      return null;
    }
  }
}

/** Each set behind its 16-bit length, as configuration records of ISO/IEC 14496-15 list them. */
export const withLengths = (sets: readonly Buffer[]): Buffer[] =>
  sets.flatMap((set) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(set.length);
    return [length, set];
  });
