import type { SdpAttribute, SdpMedia } from './sdp-lines.ts';

/** One payload type of a media section as `rtpmap` and `fmtp` describe it. */
export interface PayloadFormat {
  readonly payloadType: number;
  /** Upper case; `unknown` when nothing says. */
  readonly encoding: string;
  /** Null: not said or not a number. */
  readonly clockRate: number | null;
  readonly channels: number;
  /** By lower-case name. */
  readonly parameters: ReadonlyMap<string, string>;
}

const MAX_FORMAT_CHARACTERS = 8_192;
const MAX_PARAMETERS = 32;
const MAX_PARAMETER_SETS = 16;
const MAX_CHANNELS = 8;
/** RFC 3551 tables 4 and 5: the static payload types cameras use, with clock. */
const STATIC_FORMATS: ReadonlyMap<number, readonly [encoding: string, clockRate: number]> = new Map([
  [0, ['PCMU', 8_000]],
  [3, ['GSM', 8_000]],
  [4, ['G723', 8_000]],
  [8, ['PCMA', 8_000]],
  [9, ['G722', 8_000]],
  [14, ['MPA', 90_000]],
  [18, ['G729', 8_000]],
  [26, ['JPEG', 90_000]],
  [32, ['MPV', 90_000]],
  [33, ['MP2T', 90_000]],
  [34, ['H263', 90_000]],
]);
const ENCODING_ALIASES: ReadonlyMap<string, string> = new Map([
  ['HEVC', 'H265'],
  ['AVC', 'H264'],
]);

/** The value of `a=<name>:<payloadType> <rest>`; cameras also put `;` or nothing but blanks between. */
function valueFor(attributes: readonly SdpAttribute[], name: string, payloadType: number): string | null {
  for (const attribute of attributes) {
    if (attribute.name !== name) continue;
    const match = /^(\d+)[\s;]+(.*)$/.exec(attribute.value);
    if (match !== null && Number(match[1]) === payloadType) return (match[2] ?? '').slice(0, MAX_FORMAT_CHARACTERS);
  }
  return null;
}

function parseParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const piece of text.split(';')) {
    const equals = piece.indexOf('=');
    if (equals <= 0 || parameters.size >= MAX_PARAMETERS) continue;
    const value = piece
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1');
    parameters.set(piece.slice(0, equals).trim().toLowerCase(), value);
  }
  return parameters;
}

/** A dynamic payload type without `rtpmap`: its parameters tell what it is. */
function guessEncoding(kind: string, parameters: ReadonlyMap<string, string>): string {
  if (parameters.has('sprop-vps') || parameters.has('sprop-sps')) return 'H265';
  if (kind === 'video' && (parameters.has('sprop-parameter-sets') || parameters.has('packetization-mode')))
    return 'H264';
  return kind === 'audio' && /^aac-hbr$/i.test(parameters.get('mode') ?? '') ? 'MPEG4-GENERIC' : 'UNKNOWN';
}

/** Formats of a media section in the order offered; `session` are attributes some cameras write too early. */
export function formatsOf(media: SdpMedia, session: readonly SdpAttribute[]): PayloadFormat[] {
  return media.payloadTypes.map((payloadType) => {
    const read = (name: string): string | null =>
      valueFor(media.attributes, name, payloadType) ?? valueFor(session, name, payloadType);
    const parameters = parseParameters(read('fmtp') ?? '');
    const [name = '', clock = '', count = ''] = (read('rtpmap') ?? '').split('/').map((text) => text.trim());
    const known = STATIC_FORMATS.get(payloadType);
    const written = name === '' ? (known?.[0] ?? guessEncoding(media.kind, parameters)) : name.toUpperCase();
    const clockRate = /^\d{1,7}$/.test(clock) ? Number(clock) : (known?.[1] ?? null);
    const channels = /^\d$/.test(count) ? Math.min(MAX_CHANNELS, Math.max(1, Number(count))) : 1;
    return { payloadType, encoding: ENCODING_ALIASES.get(written) ?? written, clockRate, channels, parameters };
  });
}

/** Start codes do not belong into a description; some cameras write them. */
function withoutStartCode(nal: Buffer): Buffer {
  if (nal.length > 4 && nal.readUInt32BE(0) === 1) return nal.subarray(4);
  return nal.length > 3 && nal.readUIntBE(0, 3) === 1 ? nal.subarray(3) : nal;
}

/** VPS, SPS and PPS of `sprop-parameter-sets` (RFC 6184 8.1) or `sprop-vps/sps/pps` (RFC 7798 7.1), in this order. */
export function parameterSetsOf(parameters: ReadonlyMap<string, string>): Buffer[] {
  const texts = ['sprop-vps', 'sprop-sps', 'sprop-pps', 'sprop-parameter-sets'].flatMap((name) =>
    (parameters.get(name) ?? '').split(','),
  );
  return texts
    .slice(0, MAX_PARAMETER_SETS)
    .map((text) => withoutStartCode(Buffer.from(text, 'base64')))
    .filter((set) => set.length > 1);
}
