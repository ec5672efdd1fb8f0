import type { CameraFinding } from '@thapcanh/core/camera/camera-finding';
import type { Clock } from '@thapcanh/core/time/clock';
import type { AddressPolicy } from './address-policy.ts';
import { defaultAccountsOf, isDefaultAccount } from './default-accounts.ts';
import type { OnvifAccount } from './http-digest.ts';
import { type ClockReading, type DeviceInformation, OnvifDevice } from './onvif-device.ts';
import { OnvifError } from './onvif-error.ts';
import { type MediaProfile, OnvifMedia } from './onvif-media.ts';

export interface ProbeOptions {
  /** `192.168.1.20`, `host:8000` or a whole device service URL. */
  readonly address: string;
  readonly account: OnvifAccount | null;
  readonly mayReach: AddressPolicy;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** Also tries the maker's shipped accounts, at most two: only when a person asked for it. */
  readonly doesTryDefaults?: boolean;
}

export interface ProbeResult {
  readonly deviceUrl: string;
  readonly information: DeviceInformation;
  /** Null when the device does not tell the time. */
  readonly clock: ClockReading | null;
  readonly profiles: readonly (MediaProfile & { readonly streamUrl: string | null })[];
  /** What to enter for the camera: the largest H.264/H.265 picture, and the smallest other one that browsers play. */
  readonly proposal: { readonly mainUrl: string | null; readonly subUrl: string | null };
  readonly findings: readonly CameraFinding[];
}

const MAX_ASKED_PROFILES = 8;
const MAX_GOP_S = 2;
const MAX_CLOCK_OFFSET_MS = 2000;

/** The device behind an address; asks nothing yet. @throws OnvifError 'unreachable' for what is no address. */
export function deviceAt(
  options: Pick<ProbeOptions, 'account' | 'mayReach' | 'clock' | 'timeoutMs'>,
  address: string,
): OnvifDevice {
  const { account, mayReach, clock, timeoutMs } = options;
  const deviceUrl = deviceUrlOf(address);
  return new OnvifDevice({ deviceUrl, account, mayReach, clock, ...(timeoutMs !== undefined && { timeoutMs }) });
}

/** Asks a device all that is needed to take it in, in about ten requests. @throws OnvifError, the signal's reason */
export async function probeDevice(options: ProbeOptions): Promise<ProbeResult> {
  const { signal, account } = options;
  const device = deviceAt(options, options.address);
  const clock = await readClock(device, signal);
  const information = await device.information(signal);
  const media = new OnvifMedia(device);
  const profiles = [];
  for (const [index, profile] of (await media.profiles(signal)).entries()) {
    const isAsked = index < MAX_ASKED_PROFILES && profile.video !== null;
    profiles.push({ ...profile, streamUrl: isAsked ? await streamUrlOf(media, profile.token, signal) : null });
  }
  const hasDefault =
    (account !== null && isDefaultAccount(account)) ||
    (options.doesTryDefaults === true && (await acceptsDefaults(options, information.manufacturer)));
  return {
    deviceUrl: device.soap.deviceUrl.href,
    information,
    clock,
    profiles,
    proposal: proposeStreams(profiles),
    findings: findingsOf(profiles, clock, { hasDefault, isBasic: device.soap.hasAskedForBasic }),
  };
}

/** What the profiles and the clock of a device say about it. */
export function findingsOf(
  profiles: readonly MediaProfile[],
  clock: ClockReading | null,
  { hasDefault, isBasic }: { hasDefault: boolean; isBasic: boolean },
): CameraFinding[] {
  const findings: CameraFinding[] = [];
  const gops = profiles.flatMap(({ video }) => (video?.gopFrames && video.fps ? [video.gopFrames / video.fps] : []));
  const longest = Math.max(0, ...gops);
  if (longest > MAX_GOP_S) findings.push({ code: 'gop-too-long', params: { gopS: Math.round(longest * 10) / 10 } });
  if (clock !== null && Math.abs(clock.offsetMs) > MAX_CLOCK_OFFSET_MS) {
    findings.push({ code: 'clock-off', params: { offsetS: Math.round(clock.offsetMs / 1000) } });
  }
  if (hasDefault) findings.push({ code: 'default-password', params: {} });
  if (isBasic) findings.push({ code: 'basic-authentication', params: {} });
  const encodings = profiles.flatMap(({ video }) => video?.encoding ?? []);
  if (encodings.length > 0 && !encodings.includes('H264')) findings.push({ code: 'no-browser-stream', params: {} });
  const audio = profiles.find((profile) => profile.audio !== null && !/AAC|MP4A|MPEG4/.test(profile.audio))?.audio;
  if (audio) findings.push({ code: 'audio-dropped', params: { codec: audio } });
  return findings;
}

async function readClock(device: OnvifDevice, signal: AbortSignal | undefined): Promise<ClockReading | null> {
  try {
    return await device.readClock(signal);
  } catch (error) {
    const isHarmless =
      error instanceof OnvifError &&
      ['authentication', 'not-supported', 'refused', 'bad-answer'].includes(error.failure);
    if (!isHarmless) throw error;
    return null;
  }
}

async function streamUrlOf(media: OnvifMedia, token: string, signal: AbortSignal | undefined): Promise<string | null> {
  try {
    return await media.streamUrl(token, signal);
  } catch (error) {
    if (error instanceof OnvifError && (error.failure === 'refused' || error.failure === 'bad-answer')) return null;
    throw error;
  }
}

async function acceptsDefaults(options: ProbeOptions, manufacturer: string): Promise<boolean> {
  for (const account of defaultAccountsOf(manufacturer)) {
    const device = deviceAt({ ...options, account }, options.address);
    try {
      await readClock(device, options.signal);
      // Reading users is for administrators: unlike much else it is never open to everybody.
      await device.soap.call({
        namespace: 'http://www.onvif.org/ver10/device/wsdl',
        operation: 'GetUsers',
        signal: options.signal,
      });
      return true;
    } catch (error) {
      if (!(error instanceof OnvifError)) throw error;
      if (error.failure !== 'authentication') return false;
    }
  }
  return false;
}

function proposeStreams(profiles: ProbeResult['profiles']): ProbeResult['proposal'] {
  const usable = profiles.flatMap(({ video, streamUrl }) =>
    video !== null && streamUrl !== null && /^H26[45]$/.test(video.encoding)
      ? [{ streamUrl, encoding: video.encoding, pixels: video.width * video.height }]
      : [],
  );
  const [main] = [...usable].sort((a, b) => b.pixels - a.pixels);
  const others = usable.filter(({ streamUrl }) => streamUrl !== main?.streamUrl);
  const [sub] = others.sort(
    (a, b) => Number(b.encoding === 'H264') - Number(a.encoding === 'H264') || a.pixels - b.pixels,
  );
  return { mainUrl: main?.streamUrl ?? null, subUrl: sub?.streamUrl ?? null };
}

function deviceUrlOf(address: string): URL {
  const text = address.trim();
  const whole = /^https?:\/\//i.test(text) ? text : `http://${text}`;
  if (whole.length > 500 || !URL.canParse(whole)) throw new OnvifError('unreachable', 'this is no address');
  const url = new URL(whole);
  url.username = '';
  url.password = '';
  url.hash = '';
  if (url.pathname === '/' || url.pathname === '') url.pathname = '/onvif/device_service';
  return url;
}
