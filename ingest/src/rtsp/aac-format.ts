import type { PayloadFormat } from './sdp-format.ts';

/** ISO 14496-3 table 1.18. */
const SAMPLE_RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000];
const AAC_LOW_COMPLEXITY = 2;
const MAX_CONFIG_CHARACTERS = 64;

/** AudioSpecificConfig of plain AAC-LC, for cameras that leave `config` out. */
function plainConfig(clockRate: number, channels: number): string | null {
  const index = SAMPLE_RATES.indexOf(clockRate);
  if (index < 0) return null;
  const bits = (AAC_LOW_COMPLEXITY << 11) | (index << 7) | (channels << 3);
  return bits.toString(16).padStart(4, '0');
}

/**
 * The parameters of an AAC-hbr payload (RFC 3640 3.3.6) that can be recorded, gaps filled with what nearly every camera
 * means: 13 + 3 + 3 bits, AAC-LC. Null when it is something else.
 */
export function aacParameters(format: PayloadFormat): Map<string, string> | null {
  const { clockRate, channels, parameters } = format;
  if (format.encoding !== 'MPEG4-GENERIC' || clockRate === null) return null;
  const complete = new Map(parameters);
  for (const [name, value] of [
    ['mode', 'AAC-hbr'],
    ['sizelength', '13'],
    ['indexlength', '3'],
    ['indexdeltalength', '3'],
  ] as const)
    if (!complete.has(name)) complete.set(name, value);
  if (!/^aac-hbr$/i.test(complete.get('mode') ?? '')) return null;
  const config = complete.get('config') ?? plainConfig(clockRate, channels);
  if (config === null || config.length > MAX_CONFIG_CHARACTERS || !/^(?:[0-9a-f]{2}){2,}$/i.test(config)) return null;
  complete.set('config', config);
  const isSound = ['sizelength', 'indexlength', 'indexdeltalength'].every((name) =>
    /^\d{1,2}$/.test(complete.get(name) ?? ''),
  );
  return isSound && SAMPLE_RATES.includes(clockRate) ? complete : null;
}
