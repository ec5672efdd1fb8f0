import { type PacketStyle, PLAIN_STYLE } from './rtp-packetizer.ts';

/**
 * Faults and quirks a client asks for by URL query, so that a test can meet a broken camera without another server.
 *
 * Link: `?drop=0.05` (or `loss`) loses that share of RTP packets; over UDP also `?duplicate=0.01`, `?reorder=0.02`, `?jitter=40` (ms);
 * `?slice=5600` writes pieces of that many bytes 1 ms apart as a slow network card does. Course: `?freeze=2` sends
 * nothing more after 2 s but keeps the connection, `?cut=1` closes it after 1 s, `?start=next` waits for the next key
 * frame instead of repeating the newest one. Protocol: `?transport=udp|tcp` refuses the other one with 461,
 * `?redirect=other/path` (or a whole URL) answers DESCRIBE with 302, `?garbage=1` answers a web page and noise,
 * `?rtpinfo=wrong|absent`, `?noparameter=1` answers 501 to GET_PARAMETER and SET_PARAMETER. Description: `?badsdp=1` is
 * nonsense, `?novideo=1` offers sound only, `?codec=mjpeg` an unsupported codec, `?nosprop=1` leaves the parameter sets
 * out. Media: `?audio=pcma|pcmu|none` replaces the sound, `?inband=0` sends parameter sets in the SDP only,
 * `?private=1` adds delimiters, SEI and reserved NAL units, `?packet=8192` sends RTP payloads of up to that size,
 * `?badts=1` stamps every frame at random.
 */
export interface FaultSwitches {
  readonly dropShare: number;
  readonly duplicateShare: number;
  readonly reorderShare: number;
  readonly jitterMs: number;
  readonly sliceBytes: number | null;
  readonly freezeAfterMs: number | null;
  readonly cutAfterMs: number | null;
  readonly doesStartAtNextKey: boolean;
  readonly onlyTransport: 'tcp' | 'udp' | null;
  readonly redirect: string | null;
  readonly isGarbage: boolean;
  readonly rtpInfo: 'right' | 'wrong' | 'absent';
  readonly isParameterUnknown: boolean;
  readonly isSdpGarbage: boolean;
  readonly isVideoAbsent: boolean;
  readonly codec: 'clip' | 'mjpeg';
  readonly isSpropAbsent: boolean;
  readonly sound: SoundChoice | null;
  readonly style: PacketStyle;
  readonly areTimestampsRandom: boolean;
}

/** `clip`: the AAC track of the clip, if it has one. */
export type SoundChoice = 'clip' | 'pcma' | 'pcmu' | 'none';

const SOUNDS: readonly SoundChoice[] = ['clip', 'pcma', 'pcmu', 'none'];
/** Every size is a copy of the clip in memory, so a client may choose among few. */
const PAYLOAD_SIZES: readonly number[] = [512, PLAIN_STYLE.maxPayloadBytes, 8192, 32_768];

/** Reads the switches; unknown names and unusable values count as not given. */
export function parseFaultSwitches(query: URLSearchParams): FaultSwitches {
  const transport = query.get('transport');
  const rtpInfo = query.get('rtpinfo');
  const slice = readNumber(query, 'slice');
  const payload = readNumber(query, 'packet');
  return {
    dropShare: Math.max(readShare(query, 'drop'), readShare(query, 'loss')),
    duplicateShare: readShare(query, 'duplicate'),
    reorderShare: readShare(query, 'reorder'),
    jitterMs: Math.min(10_000, readNumber(query, 'jitter') ?? 0),
    sliceBytes: slice === null || slice < 1 ? null : Math.floor(slice),
    freezeAfterMs: toMs(readNumber(query, 'freeze')),
    cutAfterMs: toMs(readNumber(query, 'cut')),
    doesStartAtNextKey: query.get('start') === 'next',
    onlyTransport: transport === 'tcp' || transport === 'udp' ? transport : null,
    redirect: query.get('redirect'),
    isGarbage: query.get('garbage') === '1',
    rtpInfo: rtpInfo === 'wrong' || rtpInfo === 'absent' ? rtpInfo : 'right',
    isParameterUnknown: query.get('noparameter') === '1',
    isSdpGarbage: query.get('badsdp') === '1',
    isVideoAbsent: query.get('novideo') === '1',
    codec: query.get('codec') === 'mjpeg' ? 'mjpeg' : 'clip',
    isSpropAbsent: query.get('nosprop') === '1',
    sound: SOUNDS.find((sound) => sound === query.get('audio')) ?? null,
    style: {
      maxPayloadBytes: PAYLOAD_SIZES.find((size) => size === payload) ?? PLAIN_STYLE.maxPayloadBytes,
      hasInBandSets: query.get('inband') !== '0',
      hasPrivateNals: query.get('private') === '1',
    },
    areTimestampsRandom: query.get('badts') === '1',
  };
}

function readShare(query: URLSearchParams, name: string): number {
  return Math.min(1, readNumber(query, name) ?? 0);
}

function readNumber(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  return text !== null && /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : null;
}

function toMs(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}
