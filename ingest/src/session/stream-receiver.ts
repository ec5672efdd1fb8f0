import { AudioTrack } from '../aac/audio-track.ts';
import { H264Depacketizer } from '../h264/depacketizer.ts';
import { ParameterSets } from '../h264/parameter-sets.ts';
import { H265Depacketizer } from '../h265/depacketizer.ts';
import { HevcParameterSets } from '../h265/parameter-sets.ts';
import type { Depacketizer, DepacketizerSink } from '../media/depacketizer.ts';
import { SenderClock } from '../media/sender-clock.ts';
import { createRtpHeader, parseRtpHeader } from '../rtp/rtp-header.ts';
import { parseSenderReport } from '../rtp/sender-report.ts';
import { SequenceTracker } from '../rtp/sequence-tracker.ts';
import type { AnnouncedTrack, Announcement, RtpConsumer, TrackKind } from '../rtsp/announcement.ts';
import type { StreamMeter } from './stream-meter.ts';
import { StreamTail, type StreamTailOptions } from './stream-tail.ts';

/** RFC 6184, RFC 7798. */
const VIDEO_CLOCK_RATE = 90_000;

interface VideoTrack {
  readonly payloadType: number;
  readonly depacketizer: Depacketizer;
  readonly sequence: SequenceTracker;
}

/**
 * RTP and RTCP of one stream to the pictures and sound that its `StreamTail` takes. Lives as long as the session; all
 * but the tail starts anew with `onAnnounce`.
 */
export class StreamReceiver implements RtpConsumer {
  readonly #tail: StreamTail;
  readonly #meter: StreamMeter;
  readonly #nowMs: () => number;
  readonly #header = createRtpHeader();
  #video: VideoTrack | null = null;
  #audio: AudioTrack | null = null;
  #videoClock = new SenderClock(VIDEO_CLOCK_RATE);
  #audioClock: SenderClock | null = null;

  constructor(options: StreamTailOptions) {
    this.#tail = new StreamTail(options);
    this.#meter = options.meter;
    this.#nowMs = options.nowMs;
  }

  onAnnounce({ video, audio, droppedAudio }: Announcement): void {
    const isHevc = video.encoding === 'H265';
    const sets = isHevc ? new HevcParameterSets() : new ParameterSets();
    for (const nal of video.parameterSets) sets.offer(nal);
    this.#setAudio(audio, droppedAudio);
    this.#tail.startRun(sets, this.#audio?.description ?? null);
    const sink: DepacketizerSink = {
      onUnit: (unit) => this.#tail.push(unit),
      onParameterSet: (nal) => sets.offer(nal),
    };
    const { space } = this.#tail;
    const depacketizer = isHevc ? new H265Depacketizer(sink, space) : new H264Depacketizer(sink, space);
    this.#video = { payloadType: video.payloadType, depacketizer, sequence: new SequenceTracker() };
  }

  onRtp(track: TrackKind, bytes: Buffer, start: number, end: number): void {
    if (track === 'audio') {
      this.#audio?.push(bytes, start, end);
      return;
    }
    const header = this.#header;
    const video = this.#video;
    if (video === null || !parseRtpHeader(bytes, start, end, header)) return;
    const { depacketizer, sequence } = video;
    const isOurs = header.payloadType === video.payloadType;
    const lostBefore = sequence.lostPackets;
    const verdict = isOurs
      ? sequence.accept(header.sequence, header.ssrc)
      : sequence.acceptForeign(header.sequence, header.ssrc);
    if (verdict === 'stale') return;
    if (verdict === 'gap') depacketizer.markLoss();
    this.#meter.addPacket(end - start, sequence.lostPackets - lostBefore);
    if (!isOurs) return;
    const droppedBefore = depacketizer.droppedFrames;
    depacketizer.push(bytes, header.payloadStart, header.payloadEnd, header.timestamp, header.marker);
    this.#meter.droppedFrames += depacketizer.droppedFrames - droppedBefore;
  }

  onRtcp(track: TrackKind, bytes: Buffer, start: number, end: number): void {
    const report = parseSenderReport(bytes, start, end);
    if (report === null) return;
    if (track === 'audio') this.#audioClock?.report(report);
    else {
      this.#videoClock.report(report);
      this.#meter.addCameraClock(report.ntpMs, this.#nowMs());
    }
  }

  /** The connection is gone. */
  breakRun(): void {
    this.#tail.breakRun();
  }

  #setAudio(track: AnnouncedTrack | null, droppedAudio: string | null): void {
    this.#videoClock = new SenderClock(VIDEO_CLOCK_RATE);
    const audioClock = track === null ? null : new SenderClock(track.clockRate);
    const videoClock = this.#videoClock;
    const toVideo90k = (rtpTimestamp: number): number | null => {
      const cameraMs = audioClock?.toCameraMs(rtpTimestamp) ?? null;
      return cameraMs === null ? null : videoClock.toRtp(cameraMs);
    };
    this.#audioClock = audioClock;
    this.#audio = track === null ? null : AudioTrack.create(track, toVideo90k, (unit) => this.#tail.pushAudio(unit));
    const dropped = droppedAudio ?? (track !== null && this.#audio === null ? track.encoding : null);
    this.#meter.audio = dropped === null ? null : `dropped:${dropped}`;
  }
}
