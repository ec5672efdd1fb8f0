export interface InitFacts {
  readonly codec: string;
  readonly audioCodec: string | null;
  readonly width: number;
  readonly height: number;
}

/** Offsets inside a visual sample entry, counted from its type (ISO/IEC 14496-12 12.1.3). */
const WIDTH_AT = 28;
const HEIGHT_AT = 30;
/** Descriptor tags of an `esds` box (ISO/IEC 14496-1 7.2.2.1). */
const DECODER_CONFIG_TAG = 0x04;
const DECODER_SPECIFIC_TAG = 0x05;
const hex = (value: number): string => value.toString(16).padStart(2, '0');

/** What a recording row needs to know of an initialisation segment that ingest wrote; null for any other bytes. */
export function readInitFacts(init: Buffer): InitFacts | null {
  const descriptions = init.indexOf('stsd', 0, 'latin1');
  if (descriptions < 0) return null;
  for (const { entry, box, codecOf } of VIDEO_CODECS) {
    const at = init.indexOf(entry, descriptions, 'latin1');
    const configuration = at < 0 ? -1 : init.indexOf(box, at, 'latin1');
    if (configuration < 0 || at + HEIGHT_AT + 2 > init.length) continue;
    const codec = codecOf(init.subarray(configuration + 4));
    if (codec === null) return null;
    const [width, height] = [init.readUInt16BE(at + WIDTH_AT), init.readUInt16BE(at + HEIGHT_AT)];
    return { codec, audioCodec: audioCodecOf(init), width, height };
  }
  return null;
}

const VIDEO_CODECS = [
  { entry: 'avc1', box: 'avcC', codecOf: avcCodec },
  { entry: 'hvc1', box: 'hvcC', codecOf: hevcCodec },
] as const;

/** RFC 6381 3.3. */
function avcCodec(configuration: Buffer): string | null {
  if (configuration.length < 4) return null;
  const [profile = 0, constraints = 0, level = 0] = configuration.subarray(1, 4);
  return `avc1.${hex(profile)}${hex(constraints)}${hex(level)}`;
}

/** ISO/IEC 14496-15 E.3: profile, compatibility flags in reverse bit order, tier and level, constraint bytes. */
function hevcCodec(configuration: Buffer): string | null {
  if (configuration.length < 13) return null;
  const profile = configuration.readUInt8(1);
  const space = ['', 'A', 'B', 'C'][profile >> 6] ?? '';
  let compatibility = 0;
  const flags = configuration.readUInt32BE(2);
  for (let bit = 0; bit < 32; bit++) compatibility = (compatibility << 1) | ((flags >>> bit) & 1);
  const constraints = [...configuration.subarray(6, 12)];
  while (constraints.at(-1) === 0) constraints.pop();
  const tier = (profile & 0x20) === 0 ? 'L' : 'H';
  const parts = [
    `hvc1.${space}${profile & 0x1f}`,
    (compatibility >>> 0).toString(16).toUpperCase(),
    `${tier}${configuration.readUInt8(12)}`,
    ...constraints.map((byte) => byte.toString(16).toUpperCase()),
  ];
  return parts.join('.');
}

/** `mp4a.40.<audio object type>`, or null without a sound track. */
function audioCodecOf(init: Buffer): string | null {
  const entry = init.indexOf('mp4a', 0, 'latin1');
  const box = entry < 0 ? -1 : init.indexOf('esds', entry, 'latin1');
  if (box < 0) return null;
  // Behind the type: version and flags, the ES descriptor's tag and length, ES id and flags.
  let at = skipLength(init, box + 9) + 3;
  if (init[at] !== DECODER_CONFIG_TAG) return null;
  at = skipLength(init, at + 1) + 13;
  if (init[at] !== DECODER_SPECIFIC_TAG) return null;
  const config = skipLength(init, at + 1);
  if (config + 2 > init.length) return null;
  const bits = init.readUInt16BE(config);
  const type = bits >> 11;
  return `mp4a.40.${type === 31 ? 32 + ((bits >> 5) & 0x3f) : type}`;
}

/** Lengths have seven bits a byte and a flag that another byte follows. */
function skipLength(bytes: Buffer, at: number): number {
  let next = at;
  for (let n = 0; n < 4 && ((bytes[next] ?? 0) & 0x80) !== 0; n++) next += 1;
  return next + 1;
}
