import type { VideoCodec } from '../media/media-types.ts';

export interface InitParameterSets {
  readonly codec: VideoCodec;
  /** VPS, SPS and PPS in the order a decoder wants them. */
  readonly sets: readonly Buffer[];
}

/** Reads units that each stand behind a 16-bit length; null when one is cut. */
function takeUnits(bytes: Buffer, at: number, count: number): { units: Buffer[]; end: number } | null {
  const units: Buffer[] = [];
  for (let n = 0, place = at; ; n++) {
    if (n === count) return { units, end: place };
    if (place + 2 > bytes.length) return null;
    const end = place + 2 + bytes.readUInt16BE(place);
    if (end > bytes.length) return null;
    units.push(bytes.subarray(place + 2, end));
    place = end;
  }
}

function avcSets(configuration: Buffer): Buffer[] | null {
  if (configuration.length < 7) return null;
  const sps = takeUnits(configuration, 6, configuration.readUInt8(5) & 31);
  if (sps === null || sps.end >= configuration.length) return null;
  const pps = takeUnits(configuration, sps.end + 1, configuration.readUInt8(sps.end));
  return pps === null ? null : [...sps.units, ...pps.units];
}

function hevcSets(configuration: Buffer): Buffer[] | null {
  if (configuration.length < 23) return null;
  const sets: Buffer[] = [];
  let at = 23;
  for (let array = configuration.readUInt8(22); array > 0; array--) {
    if (at + 3 > configuration.length) return null;
    const taken = takeUnits(configuration, at + 3, configuration.readUInt16BE(at + 1));
    if (taken === null) return null;
    sets.push(...taken.units);
    at = taken.end;
  }
  return sets;
}

/** The parameter sets of an initialisation segment (ISO/IEC 14496-15 5.3.3.1 and 8.3.3.1); null for other bytes. */
export function initParameterSets(init: Buffer): InitParameterSets | null {
  const body = (type: string): Buffer | null => {
    const at = init.indexOf(type, 0, 'latin1');
    if (at < 4) return null;
    const end = at - 4 + init.readUInt32BE(at - 4);
    return end > init.length || end < at + 4 ? null : init.subarray(at + 4, end);
  };
  const [avc, hevc] = [body('avcC'), body('hvcC')];
  const sets = avc !== null ? avcSets(avc) : hevc !== null ? hevcSets(hevc) : null;
  return sets === null || sets.length === 0 ? null : { codec: avc !== null ? 'h264' : 'h265', sets };
}
