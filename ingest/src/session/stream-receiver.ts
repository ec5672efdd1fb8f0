import { H264Depacketizer } from '../h264/depacketizer.ts';
import { ParameterSets } from '../h264/parameter-sets.ts';
import type { Depacketizer } from '../media/depacketizer.ts';
import { createRtpHeader, parseRtpHeader } from '../rtp/rtp-header.ts';
import { parseSenderReport } from '../rtp/sender-report.ts';
import { SequenceTracker } from '../rtp/sequence-tracker.ts';
import type { Announcement, RtpConsumer, TrackKind } from '../rtsp/announcement.ts';
import type { StreamMeter } from './stream-meter.ts';
import { StreamTail, type StreamTailOptions } from './stream-tail.ts';

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

  constructor(options: StreamTailOptions) {
    this.#tail = new StreamTail(options);
    this.#meter = options.meter;
    this.#nowMs = options.nowMs;
  }

  onAnnounce({ video, droppedAudio }: Announcement): void {
    const sets = new ParameterSets();
    for (const nal of video.parameterSets) sets.offer(nal);
    this.#tail.startRun(sets, null);
    this.#meter.audio = droppedAudio === null ? null : `dropped:${droppedAudio}`;
    const depacketizer = new H264Depacketizer(
      { onUnit: (unit) => this.#tail.push(unit), onParameterSet: (nal) => sets.offer(nal) },
      this.#tail.space,
    );
    this.#video = { payloadType: video.payloadType, depacketizer, sequence: new SequenceTracker() };
  }

  onRtp(track: TrackKind, bytes: Buffer, start: number, end: number): void {
    const header = this.#header;
    const video = this.#video;
    if (track !== 'video' || video === null || !parseRtpHeader(bytes, start, end, header)) return;
    if (header.payloadType !== video.payloadType) return;
    const { depacketizer, sequence } = video;
    const lostBefore = sequence.lostPackets;
    const verdict = sequence.accept(header.sequence, header.ssrc);
    if (verdict === 'stale') return;
    if (verdict === 'gap') depacketizer.markLoss();
    this.#meter.addPacket(end - start, sequence.lostPackets - lostBefore);
    const droppedBefore = depacketizer.droppedFrames;
    depacketizer.push(bytes, header.payloadStart, header.payloadEnd, header.timestamp, header.marker);
    this.#meter.droppedFrames += depacketizer.droppedFrames - droppedBefore;
  }

  onRtcp(track: TrackKind, bytes: Buffer, start: number, end: number): void {
    if (track !== 'video') return;
    const report = parseSenderReport(bytes, start, end);
    if (report !== null) this.#meter.addCameraClock(report.ntpMs, this.#nowMs());
  }

  /** The connection is gone. */
  breakRun(): void {
    this.#tail.breakRun();
  }
}
