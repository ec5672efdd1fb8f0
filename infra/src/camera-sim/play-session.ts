import type { Clip } from './clip.ts';
import { rtpTimestampAt } from './clip-timeline.ts';
import type { FaultSwitches } from './fault-switches.ts';
import type { PacketSink } from './packet-sink.ts';
import { encodeSenderReport } from './rtcp-sender-report.ts';
import type { SimulatorCounters } from './simulator-counters.ts';
import type { WireFrame } from './wire-frame.ts';

/** Ticks between sender reports of one session: 4 s. */
const REPORT_INTERVAL_90K = 4 * 90_000;

/**
 * One client's playing stream. Sends what its player hands it; bends it by the fault switches; when the client reads
 * too slowly, drops whole groups of pictures until the backlog has drained to a quarter (counted).
 */
export class PlaySession {
  readonly clip: Clip;
  readonly faults: FaultSwitches;
  readonly #sink: PacketSink;
  readonly #maxBacklogBytes: number;
  readonly #counters: SimulatorCounters;
  readonly #onCut: () => void;
  #firstFrame = 0;
  #startedAt90k = 0;
  #nextReportAt90k = 0;
  #isWaitingForKey = false;
  #isDraining = false;
  #packetCount = 0;
  #payloadBytes = 0;
  #randomState = 0x5eed;

  /** @param onCut called once when the `cut` switch wants the connection closed. */
  constructor(
    clip: Clip,
    faults: FaultSwitches,
    sink: PacketSink,
    maxBacklogBytes: number,
    counters: SimulatorCounters,
    onCut: () => void,
  ) {
    this.clip = clip;
    this.faults = faults;
    this.#sink = sink;
    this.#maxBacklogBytes = maxBacklogBytes;
    this.#counters = counters;
    this.#onCut = onCut;
  }

  /** Begins with that frame; a sender report goes first, so that the client can date the first picture. */
  start(firstFrame: number, wall90k: number): void {
    this.#firstFrame = firstFrame;
    this.#startedAt90k = wall90k;
    this.#isWaitingForKey = true;
    this.#isDraining = false;
    this.#report(wall90k);
  }

  /** After a jump of the time line nothing may refer to older pictures. */
  waitForKey(): void {
    this.#isWaitingForKey = true;
  }

  send(frame: WireFrame, wall90k: number): void {
    if (frame.frameNumber < this.#firstFrame) return;
    const playedMs = (wall90k - this.#startedAt90k) / 90;
    const { freezeAfterMs, cutAfterMs, dropShare } = this.faults;
    if (cutAfterMs !== null && playedMs >= cutAfterMs) {
      this.#onCut();
      return;
    }
    if (freezeAfterMs !== null && playedMs >= freezeAfterMs) return;
    if (this.#isHeldBack(frame)) return;
    if (wall90k >= this.#nextReportAt90k) this.#report(wall90k);
    this.#sink.sendFrame(frame, dropShare > 0 ? () => this.#random() >= dropShare : null);
    this.#packetCount += frame.packetCount;
    this.#payloadBytes += frame.payloadBytes;
    this.#counters.framesSent += 1;
    this.#counters.payloadBytesSent += frame.payloadBytes;
  }

  #isHeldBack(frame: WireFrame): boolean {
    const backlogBytes = this.#sink.backlogBytes;
    if (this.#isDraining && frame.isKey && backlogBytes <= this.#maxBacklogBytes / 4) this.#isDraining = false;
    else if (!this.#isDraining && backlogBytes > this.#maxBacklogBytes) {
      this.#isDraining = true;
      this.#counters.gopsDropped += 1;
    } else if (this.#isDraining && frame.isKey) this.#counters.gopsDropped += 1;
    if (this.#isDraining) {
      this.#counters.framesDropped += 1;
      return true;
    }
    if (this.#isWaitingForKey && !frame.isKey) return true;
    this.#isWaitingForKey = false;
    return false;
  }

  #report(wall90k: number): void {
    this.#nextReportAt90k = wall90k + REPORT_INTERVAL_90K;
    const { clip } = this;
    this.#sink.sendRtcp(
      encodeSenderReport({
        ssrc: clip.ssrc,
        wallMs: wall90k / 90,
        rtpTimestamp: rtpTimestampAt(clip, wall90k),
        packetCount: this.#packetCount,
        payloadBytes: this.#payloadBytes,
      }),
    );
  }

  // Its own generator (mulberry32), equally seeded for every session: a loss test meets the same losses every time.
  #random(): number {
    this.#randomState = (this.#randomState + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#randomState ^ (this.#randomState >>> 15), 1 | this.#randomState);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
