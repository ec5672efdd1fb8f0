export interface SdpAttribute {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
}

/** One `m=` section. */
export interface SdpMedia {
  /** `video`, `audio`, `application`; lower case; empty when the line is broken. */
  readonly kind: string;
  readonly payloadTypes: readonly number[];
  readonly attributes: readonly SdpAttribute[];
}

export interface SdpText {
  readonly attributes: readonly SdpAttribute[];
  readonly medias: readonly SdpMedia[];
  readonly hasVersion: boolean;
}

const MAX_LINES = 1_000;
const MAX_MEDIA = 32;
const MAX_ATTRIBUTES = 64;

function parseMedia(value: string): { kind: string; payloadTypes: number[]; attributes: SdpAttribute[] } {
  const [kind = '', , , ...formats] = value.trim().split(/\s+/);
  const payloadTypes = formats.map(Number).filter((type) => Number.isInteger(type) && type >= 0 && type <= 127);
  return { kind: payloadTypes.length === 0 ? '' : kind.toLowerCase(), payloadTypes, attributes: [] };
}

function parseAttribute(value: string): SdpAttribute {
  const colon = value.indexOf(':');
  return colon < 0
    ? { name: value.trim().toLowerCase(), value: '' }
    : { name: value.slice(0, colon).trim().toLowerCase(), value: value.slice(colon + 1).trim() };
}

/**
 * Reads the lines of a session description (RFC 8866) that matter: media and attributes. Unknown and broken lines are
 * left out, sections past the limits too; null when there are too many lines. Never throws.
 */
export function parseSdpLines(body: Buffer): SdpText | null {
  const lines = body.toString('utf8').split(/\r\n|\n|\r/, MAX_LINES + 1);
  if (lines.length > MAX_LINES) return null;
  const attributes: SdpAttribute[] = [];
  const medias: ReturnType<typeof parseMedia>[] = [];
  let hasVersion = false;
  for (const line of lines) {
    const match = /^\s*([a-z])\s?=(.*)$/i.exec(line);
    if (match === null) continue;
    const [, type = '', value = ''] = match;
    if (type === 'v') hasVersion = true;
    else if (type === 'm') {
      if (medias.length === MAX_MEDIA) break;
      medias.push(parseMedia(value));
    } else if (type === 'a') {
      const section = medias.at(-1)?.attributes ?? attributes;
      if (section.length < MAX_ATTRIBUTES) section.push(parseAttribute(value));
    }
  }
  return { attributes, medias, hasVersion };
}
