/** What a packet's sequence number says: use it after a loss, use it, or throw it away. */
export type SequenceVerdict = 'next' | 'gap' | 'stale';

const HALF_RANGE = 0x8000;
/** RFC 3550 A.1: a packet slightly behind is a duplicate or late, one far behind means the sender restarted. */
const MAX_MISORDER = 100;

/** Sequence numbers of one RTP source over a transport that keeps order (TCP): every gap is a loss at the camera. */
export class SequenceTracker {
  #expected = -1;
  #ssrc = -1;
  #lostPackets = 0;

  get lostPackets(): number {
    return this.#lostPackets;
  }

  /**
   * A packet of another payload type. It counts when it carries a number of this source that could come next, else it is
   * `stale`: private data that shares a track may have numbers of its own.
   */
  acceptForeign(sequence: number, ssrc: number): SequenceVerdict {
    const ahead = (sequence - this.#expected) & 0xffff;
    if (this.#expected < 0 || ssrc !== this.#ssrc || ahead >= MAX_MISORDER) return 'stale';
    return this.accept(sequence, ssrc);
  }

  accept(sequence: number, ssrc: number): SequenceVerdict {
    const ahead = (sequence - this.#expected) & 0xffff;
    const isFirst = this.#expected < 0;
    if (!isFirst && ssrc === this.#ssrc && ahead > 0xffff - MAX_MISORDER) return 'stale';
    this.#expected = (sequence + 1) & 0xffff;
    if (isFirst || ssrc !== this.#ssrc) {
      this.#ssrc = ssrc;
      return isFirst ? 'next' : 'gap';
    }
    if (ahead === 0) return 'next';
    this.#lostPackets += ahead < HALF_RANGE ? ahead : 1;
    return 'gap';
  }
}
