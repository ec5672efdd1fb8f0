export interface InitFacts {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
}

/** Offsets inside the `avc1` sample entry, counted from its type (ISO/IEC 14496-12 12.1.3). */
const WIDTH_AT = 28;
const HEIGHT_AT = 30;
const hex = (value: number): string => value.toString(16).padStart(2, '0');

/** What a recording row needs to know of an initialisation segment that ingest wrote; null for any other bytes. */
export function readInitFacts(init: Buffer): InitFacts | null {
  const entry = init.indexOf('avc1', init.indexOf('stsd'), 'latin1');
  const configuration = init.indexOf('avcC', entry, 'latin1');
  if (entry < 0 || configuration < 0 || configuration + 8 > init.length || entry + HEIGHT_AT + 2 > init.length)
    return null;
  const [profile = 0, constraints = 0, level = 0] = init.subarray(configuration + 5, configuration + 8);
  return {
    codec: `avc1.${hex(profile)}${hex(constraints)}${hex(level)}`,
    width: init.readUInt16BE(entry + WIDTH_AT),
    height: init.readUInt16BE(entry + HEIGHT_AT),
  };
}
