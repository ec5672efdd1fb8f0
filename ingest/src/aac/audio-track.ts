import type { AudioUnit } from '../media/audio-clock.ts';
import { createRtpHeader, parseRtpHeader } from '../rtp/rtp-header.ts';
import { SequenceTracker } from '../rtp/sequence-tracker.ts';
import type { AnnouncedTrack } from '../rtsp/announcement.ts';
import { type AacFormat, readAacFormat } from './audio-config.ts';
import { AacDepacketizer } from './depacketizer.ts';

/**
 * Sound packets of one connection to access units. `toVideo90k` says which RTP time of the pictures an RTP time
 * of the sound is, or null while that is not known.
 */
export class AudioTrack {
  readonly #payloadType: number;
  readonly #format: AacFormat;
  readonly #header = createRtpHeader();
  readonly #sequence = new SequenceTracker();
  readonly #depacketizer: AacDepacketizer;
  #timestamp = 0;
  #isAfterLoss = false;

  private constructor(
    track: AnnouncedTrack,
    format: AacFormat,
    toVideo90k: (rtpTimestamp: number) => number | null,
    onUnit: (unit: AudioUnit) => void,
  ) {
    this.#payloadType = track.payloadType;
    this.#format = format;
    const { frameSamples, description } = format;
    // With spectral band replication cameras count samples of the output or of the core.
    const ticksPerUnit = Math.round((frameSamples * track.clockRate) / description.sampleRate);
    this.#depacketizer = new AacDepacketizer({
      onAudio: (bytes, index, count) => {
        const pts90k = toVideo90k((this.#timestamp + index * ticksPerUnit) >>> 0);
        const isAfterLoss = this.#isAfterLoss;
        this.#isAfterLoss = false;
        onUnit({ bytes, duration: frameSamples, pts90k, delay: (index - count) * frameSamples, isAfterLoss });
      },
    });
  }

  /** Null when the track is nothing that can be recorded. */
  static create(
    track: AnnouncedTrack,
    toVideo90k: (rtpTimestamp: number) => number | null,
    onUnit: (unit: AudioUnit) => void,
  ): AudioTrack | null {
    const { format: parameters, channels } = track;
    // RFC 3640 3.3.6: AAC-hbr is these widths and no others.
    if (parameters.get('sizelength') !== '13' || parameters.get('indexlength') !== '3') return null;
    const format = readAacFormat(Buffer.from(parameters.get('config') ?? '', 'hex'), channels);
    return format === null ? null : new AudioTrack(track, format, toVideo90k, onUnit);
  }

  get description(): AacFormat['description'] {
    return this.#format.description;
  }

  /** One RTP packet at `[start, end)` of `bytes`. */
  push(bytes: Buffer, start: number, end: number): void {
    const header = this.#header;
    if (!parseRtpHeader(bytes, start, end, header)) return;
    const isOurs = header.payloadType === this.#payloadType;
    const verdict = isOurs
      ? this.#sequence.accept(header.sequence, header.ssrc)
      : this.#sequence.acceptForeign(header.sequence, header.ssrc);
    if (verdict === 'stale') return;
    if (verdict === 'gap') {
      this.#depacketizer.markLoss();
      this.#isAfterLoss = true;
    }
    if (!isOurs) return;
    this.#timestamp = header.timestamp;
    this.#depacketizer.push(bytes, header.payloadStart, header.payloadEnd, header.timestamp);
  }
}
