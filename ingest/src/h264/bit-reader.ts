const EMULATION_PREVENTION = 3;
/** Exp-Golomb values of H.264 headers fit 32 bits; a longer run of zeros is damage. */
const MAX_LEADING_ZEROS = 32;

/**
 * Bits of a NAL unit's payload, emulation prevention bytes skipped (ITU-T H.264 7.3.1). Throws `RangeError` past the
 * end and on impossible codes: only parsers that catch it may use this.
 */
export class BitReader {
  readonly #bytes: Buffer;
  #at: number;
  #zeros = 0;
  #bit = 0;
  #current = 0;
  #left = 0;

  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  #nextByte(): number {
    let byte = this.#bytes[this.#at++];
    if (this.#zeros >= 2 && byte === EMULATION_PREVENTION) {
      this.#zeros = 0;
      byte = this.#bytes[this.#at++];
    }
    if (byte === undefined) throw new RangeError('past the end of the NAL unit');
    this.#zeros = byte === 0 ? this.#zeros + 1 : 0;
    return byte;
  }

  bit(): number {
    if (this.#left === 0) {
      this.#current = this.#nextByte();
      this.#left = 8;
    }
    this.#left--;
    this.#bit = (this.#current >> this.#left) & 1;
    return this.#bit;
  }

  flag(): boolean {
    return this.bit() === 1;
  }

  /** Unsigned, up to 32 bits. */
  bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = value * 2 + this.bit();
    return value;
  }

  /** ue(v) of 9.1. */
  unsigned(): number {
    let zeros = 0;
    while (this.bit() === 0) if (++zeros > MAX_LEADING_ZEROS) throw new RangeError('Exp-Golomb code too long');
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** se(v) of 9.1.1. */
  signed(): number {
    const code = this.unsigned();
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
  }
}
