export interface ReorderCounters {
  /** Came after their place was given up or a second time; thrown away. */
  readonly latePackets: number;
  /** Came out of order and were put right. */
  readonly reorderedPackets: number;
  /** Came a second time while the first was held. */
  readonly duplicatePackets: number;
  /** Places given up because nothing came in time. */
  readonly lostPackets: number;
}

export interface ReorderLimits {
  /** How long a gap is waited for. */
  readonly waitMs: number;
  readonly maxPackets: number;
  readonly maxBytes: number;
}

export const DEFAULT_REORDER_LIMITS: ReorderLimits = { waitMs: 80, maxPackets: 512, maxBytes: 1024 * 1024 };

const RTP_FIXED_BYTES = 12;
const RTP_VERSION = 2;
/** RFC 3550 A.1: a step further than this, either way, is a sender that started anew. */
const MAX_DROPOUT = 3_000;
const MAX_MISORDER = 100;

interface Held {
  readonly sequence: number;
  readonly bytes: Buffer;
  readonly arrivalMs: number;
}

/**
 * Puts the packets of one RTP source over UDP in order of their sequence numbers. A packet in its turn goes on at once
 * and uncopied; one ahead of its turn is held (its buffer is kept, so the caller must not reuse it). Drop policy: the
 * oldest gap is given up when its first successor has waited `waitMs`, or when `maxPackets` or `maxBytes` are held; a
 * packet that comes after that is dropped as late. Never throws by itself.
 */
export class ReorderBuffer {
  readonly #deliver: (bytes: Buffer) => void;
  readonly #limits: ReorderLimits;
  /** Sorted by distance from the expected number. */
  #held: Held[] = [];
  #heldBytes = 0;
  #expected = -1;
  #ssrc = -1;
  /** Where a sender that seems to have started anew would go on. */
  #restartAt = -1;
  #late = 0;
  #reordered = 0;
  #duplicates = 0;
  #lost = 0;

  constructor(deliver: (bytes: Buffer) => void, limits: ReorderLimits = DEFAULT_REORDER_LIMITS) {
    this.#deliver = deliver;
    this.#limits = limits;
  }

  get counters(): ReorderCounters {
    return {
      latePackets: this.#late,
      reorderedPackets: this.#reordered,
      duplicatePackets: this.#duplicates,
      lostPackets: this.#lost,
    };
  }

  get heldPackets(): number {
    return this.#held.length;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** When `flushDue` has something to do; null while nothing is held. */
  get dueAtMs(): number | null {
    let oldestMs: number | null = null;
    for (const { arrivalMs } of this.#held) if (oldestMs === null || arrivalMs < oldestMs) oldestMs = arrivalMs;
    return oldestMs === null ? null : oldestMs + this.#limits.waitMs;
  }

  push(bytes: Buffer, nowMs: number): void {
    if (bytes.length < RTP_FIXED_BYTES || bytes.readUInt8(0) >> 6 !== RTP_VERSION) return;
    const sequence = bytes.readUInt16BE(2);
    const ssrc = bytes.readUInt32BE(8);
    if (ssrc !== this.#ssrc) this.#restart(sequence, ssrc);
    const ahead = (sequence - this.#expected) & 0xffff;
    if (ahead === 0) {
      if (this.#held.length > 0) this.#reordered++;
      this.#next(sequence, bytes);
      this.#drain();
    } else if (ahead < MAX_DROPOUT) {
      this.#hold({ sequence, bytes, arrivalMs: nowMs }, ahead);
    } else if (ahead > 0xffff - MAX_MISORDER) {
      this.#late++;
    } else if (sequence === this.#restartAt) {
      this.#restart(sequence, ssrc);
      this.#next(sequence, bytes);
    } else {
      this.#restartAt = (sequence + 1) & 0xffff;
    }
    this.flushDue(nowMs);
  }

  /** Gives up gaps that were waited for long enough. */
  flushDue(nowMs: number): void {
    for (let dueMs = this.dueAtMs; dueMs !== null && nowMs >= dueMs; dueMs = this.dueAtMs) this.#giveUp();
  }

  /** Everything that is held, in order: the connection ends. */
  flush(): void {
    while (this.#held.length > 0) this.#giveUp();
  }

  #next(sequence: number, bytes: Buffer): void {
    this.#expected = (sequence + 1) & 0xffff;
    this.#restartAt = -1;
    this.#deliver(bytes);
  }

  #hold(packet: Held, ahead: number): void {
    const distance = ({ sequence }: Held): number => (sequence - this.#expected) & 0xffff;
    let at = this.#held.length;
    // Packets mostly come in rising order: look from the end.
    for (; at > 0; at--) {
      const before = this.#held[at - 1];
      if (before === undefined || distance(before) < ahead) break;
      if (distance(before) === ahead) {
        this.#duplicates++;
        return;
      }
    }
    if (at < this.#held.length) this.#reordered++;
    this.#held.splice(at, 0, packet);
    this.#heldBytes += packet.bytes.length;
    while (this.#held.length > this.#limits.maxPackets || this.#heldBytes > this.#limits.maxBytes) this.#giveUp();
  }

  /** The place of the oldest gap is passed over. */
  #giveUp(): void {
    const first = this.#held[0];
    if (first === undefined) return;
    this.#lost += (first.sequence - this.#expected) & 0xffff;
    this.#expected = first.sequence;
    this.#drain();
  }

  #drain(): void {
    let count = 0;
    for (let packet = this.#held[0]; packet?.sequence === this.#expected; packet = this.#held[count]) {
      count++;
      this.#heldBytes -= packet.bytes.length;
      this.#next(packet.sequence, packet.bytes);
    }
    if (count === 0) return;
    this.#held.splice(0, count);
  }

  #restart(sequence: number, ssrc: number): void {
    this.flush();
    this.#ssrc = ssrc;
    this.#expected = sequence;
    this.#restartAt = -1;
  }
}
