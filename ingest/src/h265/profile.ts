import type { BitReader } from '../h264/bit-reader.ts';

/** General profile, tier and level (ITU-T H.265 7.3.3), as `hvcC` and the codec string repeat them. */
export interface ProfileTierLevel {
  readonly profileSpace: number;
  readonly isHighTier: boolean;
  readonly profileIdc: number;
  readonly compatibilityFlags: number;
  /** Six bytes: progressive, interlaced, ... flags. */
  readonly constraintFlags: Buffer;
  readonly levelIdc: number;
}

const CONSTRAINT_BYTES = 6;
const SUB_LAYER_PROFILE_BITS = 88;
const SUB_LAYER_LEVEL_BITS = 8;
const MAX_SUB_LAYERS_MINUS_1 = 8;

function skip(reader: BitReader, count: number): void {
  for (let left = count; left > 0; left -= 32) reader.bits(Math.min(32, left));
}

/** Reads `profile_tier_level(1, maxSubLayersMinus1)`; throws what the reader throws. */
export function readProfileTierLevel(reader: BitReader, maxSubLayersMinus1: number): ProfileTierLevel {
  const profileSpace = reader.bits(2);
  const isHighTier = reader.flag();
  const profileIdc = reader.bits(5);
  const compatibilityFlags = reader.bits(32);
  const constraintFlags = Buffer.from(Array.from({ length: CONSTRAINT_BYTES }, () => reader.bits(8)));
  const levelIdc = reader.bits(8);
  const present: [profile: boolean, level: boolean][] = [];
  for (let i = 0; i < maxSubLayersMinus1; i++) present.push([reader.flag(), reader.flag()]);
  if (maxSubLayersMinus1 > 0) skip(reader, 2 * (MAX_SUB_LAYERS_MINUS_1 - maxSubLayersMinus1));
  for (const [profile, level] of present)
    skip(reader, (profile ? SUB_LAYER_PROFILE_BITS : 0) + (level ? SUB_LAYER_LEVEL_BITS : 0));
  return { profileSpace, isHighTier, profileIdc, compatibilityFlags, constraintFlags, levelIdc };
}

/** The bits of a 32-bit number from behind. */
function reversed(value: number): number {
  let out = 0;
  for (let bit = 0; bit < 32; bit++) out = (out << 1) | ((value >>> bit) & 1);
  return out >>> 0;
}

/** ISO/IEC 14496-15 annex E.3: `hvc1.1.6.L93.B0`. */
export function codecString(profile: ProfileTierLevel): string {
  const space = ['', 'A', 'B', 'C'][profile.profileSpace] ?? '';
  const constraints = [...profile.constraintFlags];
  while (constraints.length > 0 && constraints.at(-1) === 0) constraints.pop();
  return [
    'hvc1',
    `${space}${profile.profileIdc}`,
    reversed(profile.compatibilityFlags).toString(16).toUpperCase(),
    `${profile.isHighTier ? 'H' : 'L'}${profile.levelIdc}`,
    ...constraints.map((byte) => byte.toString(16).toUpperCase()),
  ].join('.');
}
