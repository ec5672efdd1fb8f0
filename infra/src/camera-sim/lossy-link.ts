import { seededRandom } from './seeded-random.ts';

/** Shares from 0 to 1. */
export interface LinkFaults {
  readonly lossShare: number;
  readonly duplicateShare: number;
  readonly reorderShare: number;
}

/** A packet that is overtaken arrives this many packets late at most. */
const MAX_OVERTAKEN = 4;

/** Loses, doubles and reorders packets by chance; the same seed meets the same chances. Holds at most a few packets. */
export class LossyLink {
  readonly #random: () => number;
  #late: { packet: Buffer; after: number }[] = [];

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** What arrives of these packets, and of those held back before. */
  pass(packets: readonly Buffer[], { lossShare, duplicateShare, reorderShare }: LinkFaults): Buffer[] {
    const arrived: Buffer[] = [];
    for (const packet of packets) {
      if (lossShare > 0 && this.#random() < lossShare) continue;
      if (reorderShare > 0 && this.#random() < reorderShare) {
        this.#late.push({ packet, after: 1 + Math.floor(this.#random() * MAX_OVERTAKEN) });
        continue;
      }
      arrived.push(packet);
      if (duplicateShare > 0 && this.#random() < duplicateShare) arrived.push(packet);
      if (this.#late.length > 0) this.#release(arrived);
    }
    return arrived;
  }

  /** A number from 0 to below 1. */
  chance(): number {
    return this.#random();
  }

  #release(arrived: Buffer[]): void {
    this.#late = this.#late.filter((held) => {
      held.after -= 1;
      if (held.after <= 0) arrived.push(held.packet);
      return held.after > 0;
    });
  }
}
