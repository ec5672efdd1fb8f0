import type { CameraState } from './camera-state.ts';
import { rtpTimestampAt, rtpTimestampOf, sequenceOf } from './clip-timeline.ts';
import type { FaultSwitches } from './fault-switches.ts';
import { LossyLink } from './lossy-link.ts';
import type { PacketSink } from './packet-sink.ts';
import { encodeSenderReport } from './rtcp-sender-report.ts';
import type { SimulatorCounters } from './simulator-counters.ts';
import type { Track } from './track.ts';
import type { PacketPatch, WireFrame } from './wire-frame.ts';

/** Ticks between sender reports of one session: 4 s. */
const REPORT_INTERVAL_90K = 4 * 90_000;
/** Frames on their way through a jittery link; beyond that the link counts as lost. */
const MAX_DELAYED_FRAMES = 200;

export interface PlaySessionOptions {
  readonly track: Track;
  readonly faults: FaultSwitches;
  readonly state: CameraState;
  readonly sink: PacketSink;
  readonly seed: number;
  readonly maxBacklogBytes: number;
  readonly counters: SimulatorCounters;
  /** Called once when the `cut` switch wants the connection closed. */
  readonly onCut: () => void;
}

/**
 * One client's playing track. Sends what its player hands it; bends it by the fault switches and the camera's state;
 * when the client reads too slowly, drops whole groups of pictures until the backlog has drained to a quarter (counted).
 */
export class PlaySession {
  readonly #options: PlaySessionOptions;
  readonly #link: LossyLink;
  readonly #ssrc: number;
  readonly #delayed = new Set<NodeJS.Timeout>();
  #track: Track;
  /** What is added to the track's own numbers, so that a change of clip is no change of stream. */
  #sequenceDelta: number;
  #timestampDelta = 0;
  /** Set while the next frame must go on from this sequence number. */
  #continueAt: number | null = null;
  #nextSequence = 0;
  #firstFrame = 0;
  #startedAt90k = 0;
  #nextReportAt90k = 0;
  #delayedUntilMs = 0;
  #isWaitingForKey = false;
  #isDraining = false;
  #packetCount = 0;
  #payloadBytes = 0;

  constructor(options: PlaySessionOptions) {
    this.#options = options;
    this.#track = options.track;
    this.#ssrc = options.track.ssrc;
    this.#sequenceDelta = options.state.boot.sequence;
    this.#link = new LossyLink(options.seed);
  }

  get track(): Track {
    return this.#track;
  }

  /** Numbers of the first packet when it begins with that frame, for RTP-Info. */
  numbersOf(frameNumber: number, wall90k: number): { sequence: number; timestamp: number } {
    return {
      sequence: (sequenceOf(this.#track, frameNumber) + this.#sequenceDelta) & 0xffff,
      timestamp: this.#stamp(rtpTimestampOf(this.#track, frameNumber), wall90k),
    };
  }

  /** Begins with that frame; a sender report goes first, so that the client can date the first picture. */
  start(firstFrame: number, wall90k: number): void {
    this.#firstFrame = firstFrame;
    this.#startedAt90k = wall90k;
    this.#isWaitingForKey = true;
    this.#isDraining = false;
    if (!this.#isHushed()) this.#report(wall90k);
  }

  /** Goes on with another clip as one stream: same SSRC, sequence numbers and time stamps in succession. */
  switchTo(track: Track, firstFrame: number, wall90k: number): void {
    const stampNow = rtpTimestampAt(this.#track, wall90k) + this.#timestampDelta;
    this.#timestampDelta = modulo32(stampNow - rtpTimestampAt(track, wall90k));
    this.#continueAt = this.#nextSequence;
    this.#track = track;
    this.#firstFrame = firstFrame;
    this.#isWaitingForKey = true;
  }

  /** After a jump of the time line nothing may refer to older pictures. */
  waitForKey(): void {
    this.#isWaitingForKey = true;
  }

  send(frame: WireFrame, wall90k: number): void {
    if (frame.frameNumber < this.#firstFrame) return;
    const playedMs = (wall90k - this.#startedAt90k) / 90;
    const { faults, counters } = this.#options;
    if (faults.cutAfterMs !== null && playedMs >= faults.cutAfterMs) {
      this.#options.onCut();
      return;
    }
    if (faults.freezeAfterMs !== null && playedMs >= faults.freezeAfterMs) return;
    if (this.#isHushed()) return;
    if (this.#isHeldBack(frame)) return;
    if (wall90k >= this.#nextReportAt90k) this.#report(wall90k);
    this.#transmit(frame, wall90k);
    this.#packetCount += frame.packetCount;
    this.#payloadBytes += frame.payloadBytes;
    counters.framesSent += 1;
    counters.payloadBytesSent += frame.payloadBytes;
  }

  /** Nothing leaves any more, not even what is on its way. */
  stop(): void {
    for (const timer of this.#delayed) clearTimeout(timer);
    this.#delayed.clear();
  }

  #isHushed(): boolean {
    const { isFrozen, reach } = this.#options.state.faults;
    return isFrozen || reach !== 'open';
  }

  #transmit(frame: WireFrame, wall90k: number): void {
    const { faults, state, sink } = this.#options;
    const patch = this.#patchOf(frame, wall90k);
    this.#nextSequence = ((patch?.sequence ?? frame.sequence) + frame.packetCount) & 0xffff;
    const lossShare = Math.max(faults.dropShare, state.faults.lossShare);
    const duplicateShare = sink.isDatagram ? Math.max(faults.duplicateShare, state.faults.duplicateShare) : 0;
    const reorderShare = sink.isDatagram ? Math.max(faults.reorderShare, state.faults.reorderShare) : 0;
    const jitterMs = sink.isDatagram ? Math.max(faults.jitterMs, state.faults.jitterMs) : 0;
    const isWhole = lossShare === 0 && duplicateShare === 0 && reorderShare === 0;
    if (patch === null && isWhole && jitterMs === 0) {
      sink.sendFrame(frame);
      return;
    }
    const packets = this.#link.pass(frame.packets(patch), { lossShare, duplicateShare, reorderShare });
    if (packets.length === 0) return;
    if (jitterMs === 0) sink.sendPackets(packets);
    else this.#sendLater(packets, jitterMs);
  }

  #sendLater(packets: readonly Buffer[], jitterMs: number): void {
    if (this.#delayed.size >= MAX_DELAYED_FRAMES) return;
    const nowMs = performance.now();
    this.#delayedUntilMs = Math.max(this.#delayedUntilMs, nowMs + this.#link.chance() * jitterMs);
    const timer = setTimeout(() => {
      this.#delayed.delete(timer);
      this.#options.sink.sendPackets(packets);
    }, this.#delayedUntilMs - nowMs);
    this.#delayed.add(timer);
  }

  /** Null when the shared bytes of the track serve as they are. */
  #patchOf(frame: WireFrame, wall90k: number): PacketPatch | null {
    if (this.#continueAt !== null) {
      this.#sequenceDelta = (this.#continueAt - frame.sequence) & 0xffff;
      this.#continueAt = null;
    }
    const { faults, state } = this.#options;
    const isRandom = faults.areTimestampsRandom || state.faults.areTimestampsRandom;
    const timestamp = isRandom ? Math.floor(this.#link.chance() * 2 ** 32) : this.#stamp(frame.timestamp, wall90k);
    if (this.#ssrc === this.#track.ssrc && this.#sequenceDelta === 0 && timestamp === frame.timestamp) return null;
    return { ssrc: this.#ssrc, sequence: (frame.sequence + this.#sequenceDelta) & 0xffff, timestamp };
  }

  #stamp(timestamp: number, wall90k: number): number {
    const shift90k = this.#options.state.timestampShift90k(wall90k);
    if (shift90k === 0 && this.#timestampDelta === 0) return timestamp;
    return modulo32(timestamp + this.#timestampDelta + Math.round((shift90k * this.#track.clockRate) / 90_000));
  }

  #isHeldBack(frame: WireFrame): boolean {
    const { sink, maxBacklogBytes, counters } = this.#options;
    const backlogBytes = sink.backlogBytes;
    if (this.#isDraining && frame.isKey && backlogBytes <= maxBacklogBytes / 4) this.#isDraining = false;
    else if (!this.#isDraining && backlogBytes > maxBacklogBytes) {
      this.#isDraining = true;
      counters.gopsDropped += 1;
    } else if (this.#isDraining && frame.isKey) counters.gopsDropped += 1;
    if (this.#isDraining) {
      counters.framesDropped += 1;
      return true;
    }
    if (this.#isWaitingForKey && !frame.isKey) return true;
    this.#isWaitingForKey = false;
    return false;
  }

  #report(wall90k: number): void {
    this.#nextReportAt90k = wall90k + REPORT_INTERVAL_90K;
    this.#options.sink.sendRtcp(
      encodeSenderReport({
        ssrc: this.#ssrc,
        wallMs: this.#options.state.clockMs(wall90k),
        rtpTimestamp: this.#stamp(rtpTimestampAt(this.#track, wall90k), wall90k),
        packetCount: this.#packetCount,
        payloadBytes: this.#payloadBytes,
      }),
    );
  }
}

function modulo32(value: number): number {
  const rest = value % 2 ** 32;
  return rest < 0 ? rest + 2 ** 32 : rest;
}
