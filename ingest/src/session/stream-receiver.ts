import { describeStream } from '../fmp4/init-segment.ts';
import { PartBuilder } from '../fmp4/part-builder.ts';
import { type DepacketizedUnit, H264Depacketizer } from '../h264/depacketizer.ts';
import { type ParameterSetSnapshot, ParameterSets } from '../h264/parameter-sets.ts';
import type { AccessUnit, MediaPart, MediaSink, StreamDescription } from '../media/media-types.ts';
import { MediaTimeline } from '../rtp/media-timeline.ts';
import { createRtpHeader, parseRtpHeader } from '../rtp/rtp-header.ts';
import { parseSenderReport } from '../rtp/sender-report.ts';
import { SequenceTracker } from '../rtp/sequence-tracker.ts';
import type { Announcement, RtpConsumer, TrackKind } from '../rtsp/announcement.ts';
import { type Release, StartBurst } from './start-burst.ts';
import type { StreamMeter } from './stream-meter.ts';

const TICKS_PER_MS = 90;

export interface StreamReceiverOptions {
  readonly sink: MediaSink;
  readonly meter: StreamMeter;
  readonly nowMs: () => number;
  /** After each picture that went to the sink. */
  readonly onPicture: () => void;
  readonly onConsumerError: (error: unknown) => void;
}

/**
 * Packets of one stream to pictures and parts. Lives as long as the session: clocks and parts go on over reconnects,
 * everything else starts anew with `onAnnounce`.
 */
export class StreamReceiver implements RtpConsumer {
  readonly #options: StreamReceiverOptions;
  readonly #timeline = new MediaTimeline();
  readonly #builder: PartBuilder;
  readonly #header = createRtpHeader();
  #depacketizer: H264Depacketizer;
  #sequence = new SequenceTracker();
  #parameterSets = new ParameterSets();
  #payloadType = -1;
  #snapshot: ParameterSetSnapshot | null = null;
  #description: StreamDescription | null = null;
  #lastKeyAt90k: number | null = null;
  #burst = new StartBurst();

  constructor(options: StreamReceiverOptions) {
    this.#options = options;
    this.#builder = new PartBuilder((part) => this.#deliver(part));
    this.#depacketizer = this.#createDepacketizer();
  }

  onAnnounce({ video }: Announcement): void {
    this.breakRun();
    this.#payloadType = video.payloadType;
    this.#sequence = new SequenceTracker();
    this.#parameterSets = new ParameterSets();
    this.#depacketizer = this.#createDepacketizer();
    for (const nal of video.parameterSets) this.#parameterSets.offer(nal);
  }

  onRtp(track: TrackKind, bytes: Buffer, start: number, end: number): void {
    if (track !== 'video') return;
    const header = this.#header;
    const { meter } = this.#options;
    if (!parseRtpHeader(bytes, start, end, header)) return;
    if (header.payloadType !== this.#payloadType) return;
    const lostBefore = this.#sequence.lostPackets;
    const verdict = this.#sequence.accept(header.sequence, header.ssrc);
    if (verdict === 'stale') return;
    if (verdict === 'gap') this.#depacketizer.markLoss();
    meter.addPacket(end - start, this.#sequence.lostPackets - lostBefore);
    const droppedBefore = this.#depacketizer.droppedFrames;
    this.#depacketizer.push(bytes, header.payloadStart, header.payloadEnd, header.timestamp, header.marker);
    meter.droppedFrames += this.#depacketizer.droppedFrames - droppedBefore;
  }

  onRtcp(track: TrackKind, bytes: Buffer, start: number, end: number): void {
    if (track !== 'video') return;
    const report = parseSenderReport(bytes, start, end);
    if (report !== null) this.#options.meter.cameraClockOffsetMs = Math.round(report.ntpMs - this.#options.nowMs());
  }

  /** The connection is gone: the part in progress is finished, and what comes next is a discontinuity. */
  breakRun(): void {
    this.#play(this.#burst.release());
    this.#burst = new StartBurst();
    this.#builder.flush(this.#timeline.nominalStep90k);
    this.#lastKeyAt90k = null;
  }

  #createDepacketizer(): H264Depacketizer {
    return new H264Depacketizer({
      onUnit: (unit) => this.#receive(unit),
      onParameterSet: (nal) => this.#parameterSets.offer(nal),
    });
  }

  #receive(unit: DepacketizedUnit): void {
    const arrivalMs = this.#options.nowMs();
    if (this.#burst.isOpen) this.#play(this.#burst.push(unit, arrivalMs));
    else this.#onUnit(unit, arrivalMs);
  }

  #play(release: Release | null): void {
    if (release === null) return;
    this.#timeline.breakRun(release.anchorMs);
    for (const { unit, arrivalMs } of release.units) this.#onUnit(unit, arrivalMs);
  }

  #onUnit(unit: DepacketizedUnit, arrivalMs: number): void {
    const previous = this.#description;
    const description = unit.isKeyFrame ? this.#describe() : previous;
    // Nothing can be shown before both parameter sets are known; the depacketiser only starts at key frames.
    if (description === null) return;
    const { meter } = this.#options;
    const stamp = this.#timeline.stamp(unit.rtpTimestamp, arrivalMs, unit.isKeyFrame, unit.isAfterLoss);
    const isDiscontinuity = stamp.isDiscontinuity || description !== previous;
    const { decodeTime90k, atMs } = stamp;
    const picture: AccessUnit = {
      description,
      isKeyFrame: unit.isKeyFrame,
      decodeTime90k,
      compositionOffset90k: 0,
      atMs,
      avcc: unit.avcc,
    };
    meter.addPicture(this.#options.nowMs(), description, this.#timeline.repairedTimestamps);
    if (unit.isKeyFrame) this.#measureGop(decodeTime90k, isDiscontinuity);
    if (this.#options.sink.onAccessUnit !== undefined) this.#guard(() => this.#options.sink.onAccessUnit?.(picture));
    this.#builder.push({ ...picture, isDiscontinuity }, this.#timeline.nominalStep90k);
    this.#options.onPicture();
  }

  #describe(): StreamDescription | null {
    const snapshot = this.#parameterSets.snapshot();
    if (snapshot === null || snapshot === this.#snapshot) return this.#description;
    const next = describeStream(snapshot);
    this.#snapshot = snapshot;
    // A reconnect to the same camera settings is the same run for every player.
    if (this.#description === null || !this.#description.initSegment.equals(next.initSegment)) this.#description = next;
    return this.#description;
  }

  #measureGop(decodeTime90k: number, isDiscontinuity: boolean): void {
    if (isDiscontinuity) this.#options.meter.discontinuities++;
    else if (this.#lastKeyAt90k !== null)
      this.#options.meter.gopMs = Math.round((decodeTime90k - this.#lastKeyAt90k) / TICKS_PER_MS);
    this.#lastKeyAt90k = decodeTime90k;
  }

  #deliver(part: MediaPart): void {
    this.#guard(() => this.#options.sink.onPart(part));
  }

  #guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#options.meter.consumerErrors++;
      this.#options.onConsumerError(error);
    }
  }
}
