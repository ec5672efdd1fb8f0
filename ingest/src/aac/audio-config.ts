import type { AudioDescription } from '../media/media-types.ts';

/** What an AAC track is, and how long its access units are. */
export interface AacFormat {
  readonly description: AudioDescription;
  /** Samples an access unit, on the scale of `description.sampleRate`. */
  readonly frameSamples: 1024 | 960;
}

/** ISO/IEC 14496-3 table 1.18. */
const SAMPLE_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
];
const EXPLICIT_RATE = 15;
const ESCAPED_TYPE = 31;
const AAC_LC = 2;
const SBR = 5;
const PARAMETRIC_STEREO = 29;
const MAX_CONFIG_BYTES = 64;
const MAX_CHANNELS = 8;
const MIN_RATE = 7_350;
const MAX_RATE = 96_000;

class Bits {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Bits past the end are 0: configurations may stop early. */
  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++)
      value = value * 2 + (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    return value;
  }

  objectType(): number {
    const type = this.read(5);
    return type === ESCAPED_TYPE ? 32 + this.read(6) : type;
  }

  rate(): number {
    const index = this.read(4);
    return index === EXPLICIT_RATE ? this.read(24) : (SAMPLE_RATES[index] ?? 0);
  }
}

/**
 * Reads an AudioSpecificConfig (1.6.2.1). Null for what is no AAC that can be recorded. `channels` counts where the
 * configuration leaves them to the stream. The rate is that of the core codec: spectral band replication doubles it in
 * the player. Never throws.
 */
export function readAacFormat(config: Buffer, channels: number): AacFormat | null {
  if (config.length < 2 || config.length > MAX_CONFIG_BYTES) return null;
  const bits = new Bits(config);
  const outerType = bits.objectType();
  const sampleRate = bits.rate();
  const layout = bits.read(4);
  let coreType = outerType;
  if (outerType === SBR || outerType === PARAMETRIC_STEREO) {
    bits.rate();
    coreType = bits.objectType();
  }
  const frameSamples = bits.read(1) === 1 ? 960 : 1024;
  const channelCount = layout === 0 ? channels : layout === 7 ? MAX_CHANNELS : layout;
  if (coreType !== AAC_LC || sampleRate < MIN_RATE || sampleRate > MAX_RATE) return null;
  if (channelCount < 1 || channelCount > MAX_CHANNELS) return null;
  const description = { codec: `mp4a.40.${outerType}`, sampleRate, channels: channelCount, config };
  return { description, frameSamples };
}
