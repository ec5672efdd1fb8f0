import { randomInt } from 'node:crypto';
import { type LiveDescription, readLiveFrame } from '@thapcanh/core/live/live-frame';
import { packH264, splitSlices } from './whep-rtp.ts';

export interface WhepPacket {
  readonly payload: Buffer;
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly marker: boolean;
}

/** Pictures of the held group are this far apart on the RTP clock (1 ms): they are shown at once, not played. */
const BURST_STEP = 90;
const WRAP_32 = 2 ** 32;

/**
 * Frames of a stream of units into RTP packets of one peer. Sequence numbers and time stamps run on without a jump
 * through bursts, gaps and restarts of the source; parameter sets go before each key frame.
 */
export class WhepPackets {
  #description: LiveDescription | null = null;
  #sets: Buffer[] = [];
  #sequence = randomInt(0, 0x8000);
  #timestamp = randomInt(0, 0x8000_0000);
  #source90k: number | null = null;
  #isWaitingForKey = true;

  get description(): LiveDescription | null {
    return this.#description;
  }

  /** `isBurst`: the picture is of the past. Empty for anything that gives no packet. */
  take(bytes: Uint8Array, isBurst: boolean): WhepPacket[] {
    const frame = readLiveFrame(bytes);
    if (frame?.kind === 'description') {
      this.#description = frame.description;
      this.#sets = frame.description.parameterSets.map((set) => Buffer.from(set, 'base64'));
      this.restart();
    }
    if (frame?.kind !== 'unit' || (this.#isWaitingForKey && !frame.isKey)) return [];
    this.#isWaitingForKey = false;
    const step90k = this.#source90k === null ? BURST_STEP : frame.decodeTime90k - this.#source90k;
    const isEven = !isBurst && step90k > 0 && step90k < 450_000;
    this.#source90k = frame.decodeTime90k;
    this.#timestamp = (this.#timestamp + (isEven ? step90k : BURST_STEP)) % WRAP_32;
    const slices = splitSlices(frame.data);
    const payloads = packH264(frame.isKey ? [...this.#sets, ...slices] : slices);
    return payloads.map((payload, index) => {
      this.#sequence = (this.#sequence + 1) & 0xffff;
      const marker = index === payloads.length - 1;
      return { payload, sequenceNumber: this.#sequence, timestamp: this.#timestamp, marker };
    });
  }

  /** What follows has nothing to do with what was: wait for a key frame. */
  restart(): void {
    this.#isWaitingForKey = true;
    this.#source90k = null;
  }
}
