import { packetize } from '../h264/rtp-packets.fixture.ts';
import { packetizeHevc } from '../h265/rtp-packets.fixture.ts';
import { CLIP_FPS, type Clip, TONE_CONFIG, TONE_RATE, tone } from '../media/clips.fixture.ts';
import type { AccessUnit, MediaPart } from '../media/media-types.ts';
import type { AnnouncedTrack, TrackKind } from '../rtsp/announcement.ts';
import { StreamMeter } from './stream-meter.ts';
import { StreamReceiver } from './stream-receiver.ts';

const VIDEO_TYPE = 96;
const AUDIO_TYPE = 97;
const NTP_TO_UNIX_SECONDS = 2_208_988_800;

export const toneTrack: AnnouncedTrack = {
  kind: 'audio',
  encoding: 'MPEG4-GENERIC',
  payloadType: AUDIO_TYPE,
  clockRate: TONE_RATE,
  channels: 1,
  parameterSets: [],
  format: new Map([
    ['config', TONE_CONFIG],
    ['sizelength', '13'],
    ['indexlength', '3'],
    ['indexdeltalength', '3'],
  ]),
};

export const videoTrack = (encoding: Clip['encoding'], parameterSets: readonly Buffer[]): AnnouncedTrack => ({
  kind: 'video',
  encoding,
  payloadType: VIDEO_TYPE,
  clockRate: 90_000,
  channels: 1,
  parameterSets,
  format: new Map(),
});

/** A receiver with a clock of its own and a camera that sends to it. */
export class TestCamera {
  readonly parts: MediaPart[] = [];
  /** Pictures as they came, with a copy of their bytes. */
  readonly units: AccessUnit[] = [];
  readonly meter = new StreamMeter();
  readonly receiver: StreamReceiver;
  nowMs = 1_700_000_000_000;
  readonly #sequences = { video: 65_500, audio: 9 };

  constructor() {
    this.receiver = new StreamReceiver({
      sink: {
        onPart: (part) => this.parts.push(part),
        onAccessUnit: (unit) => this.units.push({ ...unit, avcc: Buffer.from(unit.avcc) }),
      },
      meter: this.meter,
      nowMs: () => this.nowMs,
      onPicture: () => undefined,
      onConsumerError: (error) => {
        throw error;
      },
    });
  }

  announce(clip: Clip, audio: AnnouncedTrack | null = null, droppedAudio: string | null = null): void {
    this.receiver.onAnnounce({ video: videoTrack(clip.encoding, clip.parameterSets), audio, droppedAudio });
  }

  /** One picture at once. */
  sendVideo(encoding: Clip['encoding'], nals: readonly Buffer[], timestamp: number, maxBytes = 1_400): void {
    const payloads = encoding === 'H264' ? packetize(nals, maxBytes) : packetizeHevc(nals, maxBytes);
    for (const { bytes, marker } of payloads) this.#send('video', bytes, timestamp, marker);
  }

  sendAudio(units: readonly Buffer[], timestamp: number): void {
    const headers = Buffer.alloc(2 + units.length * 2);
    headers.writeUInt16BE(units.length * 16, 0);
    units.forEach((unit, n) => {
      headers.writeUInt16BE(unit.length << 3, 2 + n * 2);
    });
    this.#send('audio', Buffer.concat([headers, ...units]), timestamp, true);
  }

  losePacket(track: TrackKind): void {
    this.#sequences[track]++;
  }

  /** A packet of private data between the others; `sequence` null: it takes the next number of the track. */
  sendPrivate(track: TrackKind, sequence: number | null = null): void {
    const packet = Buffer.alloc(40, 0x65);
    packet[0] = 0x80;
    packet[1] = 107;
    packet.writeUInt16BE((sequence ?? this.#sequences[track]++) & 0xffff, 2);
    packet.writeUInt32BE(7, 8);
    this.receiver.onRtp(track, packet, 0, packet.length);
  }

  report(track: TrackKind, cameraMs: number, timestamp: number): void {
    const report = Buffer.alloc(28);
    report.writeUInt32BE(0x80c8_0006, 0);
    report.writeUInt32BE(Math.floor(cameraMs / 1_000) + NTP_TO_UNIX_SECONDS, 8);
    report.writeUInt32BE(Math.floor(((cameraMs % 1_000) / 1_000) * 2 ** 32), 12);
    report.writeUInt32BE(timestamp >>> 0, 16);
    this.receiver.onRtcp(track, report, 0, report.length);
  }

  #send(track: TrackKind, payload: Buffer, timestamp: number, marker: boolean): void {
    const header = Buffer.alloc(12);
    header[0] = 0x80;
    header[1] = (track === 'video' ? VIDEO_TYPE : AUDIO_TYPE) | (marker ? 0x80 : 0);
    header.writeUInt16BE(this.#sequences[track]++ & 0xffff, 2);
    header.writeUInt32BE(timestamp >>> 0, 4);
    header.writeUInt32BE(7, 8);
    const packet = Buffer.concat([header, payload]);
    this.receiver.onRtp(track, packet, 0, packet.length);
  }

  get file(): Buffer {
    const [first] = this.parts;
    if (first === undefined) throw new Error('no part came');
    return Buffer.concat([first.description.initSegment, ...this.parts.map((part) => part.data)]);
  }
}

/** Sends a clip in real pace, with the tone when `audio` is announced, and ends the connection. */
export function playClip(
  camera: TestCamera,
  clip: Clip,
  { audio = null, firstTimestamp = 0xffff_f000 }: { audio?: AnnouncedTrack | null; firstTimestamp?: number } = {},
): void {
  const frameMs = 1_000 / CLIP_FPS;
  const unitMs = (1_024 / TONE_RATE) * 1_000;
  const sounds = audio === null ? [] : tone();
  const startMs = camera.nowMs;
  let sent = 0;
  camera.announce(clip, audio);
  clip.pictures.forEach(({ nals, order }, n) => {
    for (; sent < sounds.length && (sent + 1) * unitMs <= n * frameMs; sent += 2) {
      camera.nowMs = startMs + (sent + 1) * unitMs;
      camera.sendAudio(sounds.slice(sent, sent + 2), sent * 1_024);
    }
    camera.nowMs = startMs + n * frameMs;
    camera.sendVideo(clip.encoding, nals, firstTimestamp + order * (90_000 / CLIP_FPS), n % 2 === 0 ? 1_400 : 200);
  });
  camera.receiver.breakRun();
}
