import type { CameraFaultCode } from '@thapcanh/core/camera/camera-fault';

/** The one video track that will be set up. */
export interface H264Track {
  readonly payloadType: number;
  /** The media's `a=control`, as written; null when the camera gave none. */
  readonly control: string | null;
  /** SPS and PPS from `sprop-parameter-sets`; empty when they only come in the stream. */
  readonly parameterSets: readonly Buffer[];
}

export type SdpResult =
  | { readonly kind: 'video'; readonly track: H264Track; readonly sessionControl: string | null }
  | {
      readonly kind: 'refused';
      readonly code: Extract<
        CameraFaultCode,
        'TC_CAMERA_SDP_INVALID' | 'TC_CAMERA_NO_VIDEO' | 'TC_CAMERA_CODEC_UNSUPPORTED'
      >;
      readonly detail: string;
    };

const MAX_LINES = 1_000;
const MAX_MEDIA = 32;
const MAX_PARAMETER_SETS = 16;
const MAX_SPROP_CHARACTERS = 4_096;
const H264_CLOCK = 90_000;
/** RFC 3551 table 5: the static video payload types cameras use. */
const STATIC_ENCODINGS: Readonly<Record<number, string>> = { 26: 'JPEG', 32: 'MPV', 33: 'MP2T', 34: 'H263' };

interface Media {
  readonly kind: string;
  readonly payloadTypes: readonly number[];
  readonly attributes: { readonly name: string; readonly value: string }[];
}

const refused = (code: (SdpResult & { kind: 'refused' })['code'], detail: string): SdpResult => ({
  kind: 'refused',
  code,
  detail,
});

function parseMedia(value: string): Media | null {
  const [kind = '', , , ...formats] = value.trim().split(/\s+/);
  if (kind === '' || formats.length === 0) return null;
  const payloadTypes = formats.map(Number).filter((type) => Number.isInteger(type) && type >= 0 && type <= 127);
  return { kind: kind.toLowerCase(), payloadTypes, attributes: [] };
}

function parseAttribute(value: string): { name: string; value: string } {
  const colon = value.indexOf(':');
  return colon < 0
    ? { name: value.trim().toLowerCase(), value: '' }
    : { name: value.slice(0, colon).trim().toLowerCase(), value: value.slice(colon + 1).trim() };
}

/** The value of `a=<name>:<payloadType> <rest>`. */
function formatAttribute(media: Media, name: string, payloadType: number): string | null {
  for (const attribute of media.attributes) {
    if (attribute.name !== name) continue;
    const match = /^(\d+)\s+(.*)$/.exec(attribute.value);
    if (match !== null && Number(match[1]) === payloadType) return match[2] ?? '';
  }
  return null;
}

function encodingOf(media: Media, payloadType: number): { name: string; clock: number } {
  const [name = '', clock = ''] = (formatAttribute(media, 'rtpmap', payloadType) ?? '').split('/');
  return { name: (name || (STATIC_ENCODINGS[payloadType] ?? 'unknown')).trim().toUpperCase(), clock: Number(clock) };
}

function parameterSetsOf(media: Media, payloadType: number): Buffer[] {
  const format = formatAttribute(media, 'fmtp', payloadType) ?? '';
  const match = /(?:^|;)\s*sprop-parameter-sets\s*=\s*([^;\s]+)/i.exec(format.slice(0, MAX_SPROP_CHARACTERS));
  if (match === null) return [];
  const texts = (match[1] ?? '').split(',').slice(0, MAX_PARAMETER_SETS);
  return texts.map((text) => Buffer.from(text, 'base64')).filter((set) => set.length > 1);
}

const controlOf = (attributes: Media['attributes']): string | null => {
  const value = attributes.find((attribute) => attribute.name === 'control')?.value ?? '';
  return /^[\x21-\x7e]{1,1024}$/.test(value) ? value : null;
};

function chooseTrack(videos: readonly Media[], session: Media['attributes']): SdpResult {
  let other: string | null = null;
  for (const media of videos) {
    for (const payloadType of media.payloadTypes) {
      const encoding = encodingOf(media, payloadType);
      if (encoding.name !== 'H264') {
        other ??= encoding.name.replace(/[^A-Z0-9._-]/g, '').slice(0, 20);
        continue;
      }
      if (encoding.clock !== H264_CLOCK) return refused('TC_CAMERA_SDP_INVALID', 'H264 with a clock other than 90000');
      const parameterSets = parameterSetsOf(media, payloadType);
      const track = { payloadType, control: controlOf(media.attributes), parameterSets };
      return { kind: 'video', track, sessionControl: controlOf(session) };
    }
  }
  return other === null
    ? refused('TC_CAMERA_SDP_INVALID', 'video without a payload type')
    : refused('TC_CAMERA_CODEC_UNSUPPORTED', other || 'an unnamed codec');
}

/**
 * Chooses the first H.264 track of a session description (RFC 8866, RFC 6184 8.2.1). Tolerates missing and unknown
 * lines, as cameras write them; never throws. A refusal names the fault to report.
 */
export function parseSdp(body: Buffer): SdpResult {
  const lines = body.toString('utf8').split(/\r\n|\n|\r/, MAX_LINES + 1);
  if (lines.length > MAX_LINES) return refused('TC_CAMERA_SDP_INVALID', 'too many lines');
  const session: Media['attributes'] = [];
  const medias: Media[] = [];
  let hasVersion = false;
  for (const line of lines) {
    const match = /^\s*([a-z])=(.*)$/.exec(line);
    if (match === null) continue;
    const [, type, value = ''] = match;
    if (type === 'v') hasVersion = true;
    else if (type === 'm') {
      const media = parseMedia(value);
      if (media === null || medias.length === MAX_MEDIA)
        return refused('TC_CAMERA_SDP_INVALID', 'a media line is broken');
      medias.push(media);
    } else if (type === 'a') (medias.at(-1)?.attributes ?? session).push(parseAttribute(value));
  }
  if (!hasVersion && medias.length === 0) return refused('TC_CAMERA_SDP_INVALID', 'no SDP in the answer');
  const videos = medias.filter((media) => media.kind === 'video');
  if (videos.length > 0) return chooseTrack(videos, session);
  const kinds = [...new Set(medias.map((media) => media.kind.replace(/[^a-z0-9]/g, '').slice(0, 20)))].join(', ');
  return refused('TC_CAMERA_NO_VIDEO', kinds === '' ? 'no media at all' : `only ${kinds}`);
}
