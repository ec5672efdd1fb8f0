import type { OnvifDevice } from './onvif-device.ts';
import { OnvifError } from './onvif-error.ts';
import { ONVIF } from './onvif-namespaces.ts';
import {
  childAt,
  childrenNamed,
  escapeXml,
  finite,
  numberAt,
  textAt,
  writeXml,
  type XmlElement,
} from './xml-element.ts';

/** One media profile of a device. */
export interface MediaProfile {
  readonly token: string;
  readonly name: string;
  readonly hasPtz: boolean;
  readonly video: VideoEncoder | null;
  /** Encoding of the sound, upper case; null without. */
  readonly audio: string | null;
}

export interface VideoEncoder {
  readonly token: string;
  /** `H264`, `H265`, `JPEG`, ... */
  readonly encoding: string;
  readonly width: number;
  readonly height: number;
  /** Most pictures a second; null when the device does not say. */
  readonly fps: number | null;
  readonly kbps: number | null;
  /** Pictures from one key frame to the next. */
  readonly gopFrames: number | null;
}

const MAX_PROFILES = 64;
const MAX_TEXT = 120;

/** Profiles, stream addresses and encoders: Media2 where the device has it, else Media (Media 2 Specification, 5). */
export class OnvifMedia {
  readonly #device: OnvifDevice;

  constructor(device: OnvifDevice) {
    this.#device = device;
  }

  async profiles(signal?: AbortSignal): Promise<MediaProfile[]> {
    const { url, isMedia2 } = await this.#service(signal);
    const namespace = isMedia2 ? ONVIF.media2 : ONVIF.media1;
    const inner = isMedia2 ? '<o:Type>All</o:Type>' : '';
    const answer = await this.#device.soap.call({ url, namespace, operation: 'GetProfiles', inner, signal });
    return childrenNamed(answer, 'Profiles')
      .slice(0, MAX_PROFILES)
      .flatMap((profile) => readProfile(profile, isMedia2) ?? []);
  }

  /**
   * The RTSP address of a profile: without credentials, on the host the device was reached at.
   * @throws OnvifError 'bad-answer' when it names no RTSP address
   */
  async streamUrl(profileToken: string, signal?: AbortSignal): Promise<string> {
    const { url, isMedia2 } = await this.#service(signal);
    const token = `<o:ProfileToken>${escapeXml(profileToken)}</o:ProfileToken>`;
    const setup =
      '<o:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream><tt:Transport><tt:Protocol>RTSP</tt:Protocol></tt:Transport></o:StreamSetup>';
    const answer = await this.#device.soap.call({
      url,
      namespace: isMedia2 ? ONVIF.media2 : ONVIF.media1,
      operation: 'GetStreamUri',
      inner: isMedia2 ? `<o:Protocol>RTSP</o:Protocol>${token}` : setup + token,
      signal,
    });
    const text = isMedia2 ? textAt(answer, 'Uri') : textAt(answer, 'MediaUri', 'Uri');
    return this.#reachable(text);
  }

  /** Sets the distance of key frames of an encoder; the rest of its configuration is sent back as it came. */
  async setGop(encoderToken: string, gopFrames: number, signal?: AbortSignal): Promise<void> {
    const { url, isMedia2 } = await this.#service(signal);
    const namespace = isMedia2 ? ONVIF.media2 : ONVIF.media1;
    const token = `<o:ConfigurationToken>${escapeXml(encoderToken)}</o:ConfigurationToken>`;
    const answer = await this.#device.soap.call({
      url,
      namespace,
      operation: isMedia2 ? 'GetVideoEncoderConfigurations' : 'GetVideoEncoderConfiguration',
      inner: token,
      signal,
    });
    const found = isMedia2
      ? childrenNamed(answer, 'Configurations').find(({ attributes }) => attributes.get('token') === encoderToken)
      : childAt(answer, 'Configuration');
    if (found === undefined) throw new OnvifError('refused', 'the device has no such encoder');
    const changed = withGop(found, gopFrames, isMedia2);
    const inner = changed.children.map((child) => writeXml(child, 'tt')).join('');
    const attributes = [...changed.attributes]
      .filter(([name]) => /^(token|GovLength|Profile|AnchorFrameDistance)$/.test(name))
      .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
      .join('');
    const persistence = isMedia2 ? '' : '<o:ForcePersistence>true</o:ForcePersistence>';
    await this.#device.soap.call({
      url,
      namespace,
      operation: 'SetVideoEncoderConfiguration',
      inner: `<o:Configuration${attributes}>${inner}</o:Configuration>${persistence}`,
      signal,
    });
  }

  async #service(signal: AbortSignal | undefined): Promise<{ url: URL; isMedia2: boolean }> {
    const { media1, media2 } = await this.#device.services(signal);
    const url = media2 ?? media1;
    if (url === null) throw new OnvifError('not-supported', 'the device has no media service');
    return { url, isMedia2: media2 !== null };
  }

  #reachable(text: string | undefined): string {
    const url = text !== undefined && text.length <= 1000 && URL.canParse(text) ? new URL(text) : null;
    if (url === null || !/^rtsps?:$/.test(url.protocol)) {
      throw new OnvifError('bad-answer', 'the device names no RTSP address');
    }
    url.username = '';
    url.password = '';
    url.hostname = this.#device.soap.deviceUrl.hostname;
    return url.href;
  }
}

function readProfile(profile: XmlElement, isMedia2: boolean): MediaProfile | null {
  const token = profile.attributes.get('token');
  if (token === undefined || token === '' || token.length > MAX_TEXT) return null;
  const holder = isMedia2 ? childAt(profile, 'Configurations') : profile;
  const names = isMedia2
    ? { video: 'VideoEncoder', audio: 'AudioEncoder', ptz: 'PTZ' }
    : { video: 'VideoEncoderConfiguration', audio: 'AudioEncoderConfiguration', ptz: 'PTZConfiguration' };
  return {
    token,
    name: (textAt(profile, 'Name') ?? token).slice(0, MAX_TEXT),
    hasPtz: childAt(holder, names.ptz) !== undefined,
    video: readEncoder(childAt(holder, names.video), isMedia2),
    audio: textAt(holder, names.audio, 'Encoding')?.slice(0, 40).toUpperCase() ?? null,
  };
}

function readEncoder(encoder: XmlElement | undefined, isMedia2: boolean): VideoEncoder | null {
  const token = encoder?.attributes.get('token');
  if (encoder === undefined || token === undefined) return null;
  const gop = isMedia2 ? finite(encoder.attributes.get('GovLength')) : numberAt(encoder, 'H264', 'GovLength');
  return {
    token,
    encoding: (textAt(encoder, 'Encoding') ?? '')
      .slice(0, 40)
      .toUpperCase()
      .replace(/^HEVC$/, 'H265'),
    width: numberAt(encoder, 'Resolution', 'Width') ?? 0,
    height: numberAt(encoder, 'Resolution', 'Height') ?? 0,
    fps: numberAt(encoder, 'RateControl', 'FrameRateLimit') ?? null,
    kbps: numberAt(encoder, 'RateControl', 'BitrateLimit') ?? null,
    gopFrames: gop ?? null,
  };
}

function withGop(configuration: XmlElement, gopFrames: number, isMedia2: boolean): XmlElement {
  const text = String(gopFrames);
  if (isMedia2) return { ...configuration, attributes: new Map(configuration.attributes).set('GovLength', text) };
  const children = configuration.children.map((child) => {
    if (!/^(H264|MPEG4)$/.test(child.name)) return child;
    return { ...child, children: child.children.map((one) => (one.name === 'GovLength' ? { ...one, text } : one)) };
  });
  return { ...configuration, children };
}
