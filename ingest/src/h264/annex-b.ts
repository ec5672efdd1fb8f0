import type { AccessUnit } from '../media/media-types.ts';

const START_CODE_BYTES = 4;

function writeUnit(target: Buffer, at: number, unit: Buffer): number {
  target.writeUInt32BE(1, at);
  return at + START_CODE_BYTES + unit.copy(target, at + START_CODE_BYTES);
}

/**
 * A self-standing copy of an access unit for a decoder: start codes (Annex B of ITU-T H.264 and H.265), and the parameter sets in
 * front of a key frame. The start code has as many bytes as the length prefix, so only the prefixes change.
 */
export function toAnnexB(unit: AccessUnit): Buffer {
  const { vps, sps, pps } = unit.description;
  const sets = unit.isKeyFrame ? [...vps, ...sps, ...pps] : [];
  const setBytes = sets.reduce((sum, set) => sum + START_CODE_BYTES + set.length, 0);
  const out = Buffer.allocUnsafe(setBytes + unit.avcc.length);
  let at = 0;
  for (const set of sets) at = writeUnit(out, at, set);
  unit.avcc.copy(out, at);
  while (at + START_CODE_BYTES <= out.length) {
    const bytes = out.readUInt32BE(at);
    out.writeUInt32BE(1, at);
    at += START_CODE_BYTES + bytes;
  }
  return out;
}
