import type { CameraFaultCode } from '@thapcanh/core/camera/camera-fault';
import { aacParameters } from './aac-format.ts';
import type { AnnouncedTrack } from './announcement.ts';
import { formatsOf, type PayloadFormat, parameterSetsOf } from './sdp-format.ts';
import { parseSdpLines, type SdpAttribute, type SdpMedia } from './sdp-lines.ts';

/** A track that can be set up. */
export interface DescribedTrack extends AnnouncedTrack {
  /** The media's `a=control`, as written; null when the camera gave none. */
  readonly control: string | null;
}

export interface DescribedTracks {
  readonly kind: 'tracks';
  readonly video: DescribedTrack;
  /** AAC-hbr, or null. */
  readonly audio: DescribedTrack | null;
  /** Encoding of the first sound track that is offered but not recorded. */
  readonly droppedAudio: string | null;
  readonly sessionControl: string | null;
}

export interface RefusedDescription {
  readonly kind: 'refused';
  readonly code: Extract<
    CameraFaultCode,
    'TC_CAMERA_SDP_INVALID' | 'TC_CAMERA_NO_VIDEO' | 'TC_CAMERA_CODEC_UNSUPPORTED'
  >;
  readonly detail: string;
}

const VIDEO_CLOCK = 90_000;
const VIDEO_ENCODINGS: ReadonlySet<string> = new Set(['H264', 'H265']);
const MAX_NAME_CHARACTERS = 20;

const refused = (code: RefusedDescription['code'], detail: string): RefusedDescription => ({
  kind: 'refused',
  code,
  detail,
});

/** An encoding name made fit for a status line. */
const shown = (encoding: string): string => encoding.replace(/[^A-Z0-9._-]/g, '').slice(0, MAX_NAME_CHARACTERS);

const controlOf = (attributes: readonly SdpAttribute[]): string | null => {
  const value = attributes.find((attribute) => attribute.name === 'control')?.value ?? '';
  return /^[\x21-\x7e]{1,1024}$/.test(value) ? value : null;
};

const isPlayableVideo = ({ encoding, clockRate }: PayloadFormat): boolean =>
  VIDEO_ENCODINGS.has(encoding) && (clockRate === null || clockRate === VIDEO_CLOCK);

function chooseVideo(
  videos: readonly SdpMedia[],
  session: readonly SdpAttribute[],
): DescribedTrack | RefusedDescription {
  const offered = videos.flatMap((media) => formatsOf(media, session).map((format) => ({ media, format })));
  const chosen = offered.find(({ format }) => isPlayableVideo(format));
  if (chosen !== undefined) {
    const { payloadType, parameters, encoding } = chosen.format;
    return {
      kind: 'video',
      encoding,
      payloadType,
      clockRate: VIDEO_CLOCK,
      channels: 1,
      parameterSets: parameterSetsOf(parameters),
      format: parameters,
      control: controlOf(chosen.media.attributes),
    };
  }
  const other = offered.find(({ format }) => !VIDEO_ENCODINGS.has(format.encoding));
  if (other !== undefined)
    return refused('TC_CAMERA_CODEC_UNSUPPORTED', shown(other.format.encoding) || 'an unnamed codec');
  return refused('TC_CAMERA_SDP_INVALID', `${shown(offered[0]?.format.encoding ?? '')} with a clock other than 90000`);
}

function chooseAudio(
  audios: readonly SdpMedia[],
  session: readonly SdpAttribute[],
): Pick<DescribedTracks, 'audio' | 'droppedAudio'> {
  // What the client would have to send (ONVIF back channel) is not the camera's sound.
  const fromCamera = audios.filter((media) => !media.attributes.some(({ name }) => name === 'sendonly'));
  let droppedAudio: string | null = null;
  for (const media of fromCamera) {
    for (const format of formatsOf(media, session)) {
      const parameters = aacParameters(format);
      droppedAudio ??= shown(format.encoding) || 'UNKNOWN';
      if (parameters === null || format.clockRate === null) continue;
      const { encoding, payloadType, clockRate, channels } = format;
      const control = controlOf(media.attributes);
      const track = { encoding, payloadType, clockRate, channels, parameterSets: [], format: parameters, control };
      return { audio: { kind: 'audio', ...track }, droppedAudio: null };
    }
  }
  return { audio: null, droppedAudio };
}

/**
 * Chooses the tracks of a session description (RFC 8866): the first H.264 or H.265 video (RFC 6184, 7798) and the first
 * AAC sound (RFC 3640). Tolerates missing and unknown lines, as cameras write them; never throws. A refusal names the
 * fault to report.
 */
export function parseSdp(body: Buffer): DescribedTracks | RefusedDescription {
  const text = parseSdpLines(body);
  if (text === null) return refused('TC_CAMERA_SDP_INVALID', 'too many lines');
  const { medias, attributes, hasVersion } = text;
  if (!hasVersion && medias.length === 0) return refused('TC_CAMERA_SDP_INVALID', 'no SDP in the answer');
  const videos = medias.filter((media) => media.kind === 'video');
  if (videos.length > 0) {
    const video = chooseVideo(videos, attributes);
    if (video.kind === 'refused') return video;
    const audios = medias.filter((media) => media.kind === 'audio');
    return { kind: 'tracks', video, ...chooseAudio(audios, attributes), sessionControl: controlOf(attributes) };
  }
  if (medias.some((media) => media.kind === '')) return refused('TC_CAMERA_SDP_INVALID', 'a media line is broken');
  const kinds = [...new Set(medias.map((media) => shown(media.kind.toUpperCase()).toLowerCase()))].join(', ');
  return refused('TC_CAMERA_NO_VIDEO', kinds === '' ? 'no media at all' : `only ${kinds}`);
}
