import type { SessionLog } from '../media/media-types.ts';
import { DecodeQueue } from './decode-queue.ts';
import {
  type DecodedPicture,
  type DecodeEngine,
  type DecodeOutcome,
  type DecoderStatistics,
  type FrameDecoder,
  MAX_ACCESS_UNIT_BYTES,
} from './frame-decoder.ts';

export interface QueuedDecoderOptions {
  readonly engine: DecodeEngine;
  readonly log: SessionLog;
  /** A decode that takes longer means a hanging decoder: it is killed and replaced. */
  readonly watchdogMs?: number;
}

const DEFAULT_WATCHDOG_MS = 5_000;
/** Key frames in a row without a picture, over all cameras, after which the decoder itself is suspected. */
const ZERO_FRAMES_ALARM = 25;

interface Waiting {
  readonly accessUnit: Buffer;
  readonly settle: (outcome: DecodeOutcome) => void;
}

/** The `FrameDecoder` over any engine: bounded queue, one frame at a time, watchdog, counters. */
export function createQueuedFrameDecoder(options: QueuedDecoderOptions): FrameDecoder {
  return new QueuedFrameDecoder(options);
}

class QueuedFrameDecoder implements FrameDecoder {
  readonly engineName: string;
  readonly #engine: DecodeEngine;
  readonly #log: SessionLog;
  readonly #watchdogMs: number;
  readonly #queue = new DecodeQueue<Waiting>();
  readonly #counts = { decoded: 0, replaced: 0, undecodable: 0, lost: 0, restarts: 0, zeroFrameAlarms: 0 };
  #withoutPicture = 0;
  #running: Promise<void> | null = null;
  #closing: Promise<void> | null = null;

  constructor(options: QueuedDecoderOptions) {
    this.engineName = options.engine.name;
    this.#engine = options.engine;
    this.#log = options.log;
    this.#watchdogMs = options.watchdogMs ?? DEFAULT_WATCHDOG_MS;
  }

  decode(key: string, accessUnit: Buffer): Promise<DecodeOutcome> {
    if (this.#closing !== null) return Promise.resolve({ kind: 'lost' });
    if (accessUnit.length === 0 || accessUnit.length > MAX_ACCESS_UNIT_BYTES) {
      this.#counts.undecodable += 1;
      return Promise.resolve({ kind: 'undecodable' });
    }
    return new Promise((settle) => {
      const left = this.#queue.push(key, { accessUnit, settle });
      if (left !== null) {
        this.#counts.replaced += 1;
        left.settle({ kind: 'replaced' });
      }
      this.#running ??= this.#work();
    });
  }

  statistics(): DecoderStatistics {
    return { ...this.#counts, waiting: this.#queue.size };
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    for (let left = this.#queue.shift(); left !== null; left = this.#queue.shift()) left.settle({ kind: 'lost' });
    await this.#engine.close();
    await this.#running;
  }

  async #work(): Promise<void> {
    for (let next = this.#queue.shift(); next !== null; next = this.#queue.shift()) {
      next.settle(await this.#decodeOne(next.accessUnit));
    }
    // In the same turn as the empty queue was seen: a caller that goes on must find nobody working.
    this.#running = null;
  }

  async #decodeOne(accessUnit: Buffer): Promise<DecodeOutcome> {
    let isHanging = false;
    const watchdog = setTimeout(() => {
      isHanging = true;
      this.#engine.kill();
    }, this.#watchdogMs);
    try {
      return this.#judge(await this.#engine.decode(accessUnit));
    } catch (error) {
      this.#counts.lost += 1;
      if (this.#closing === null) {
        this.#counts.restarts += 1;
        const fields = { err: error, engine: this.engineName, isHanging };
        this.#log.warn(fields, 'decoder died, the next frame starts a new one');
      }
      return { kind: 'lost' };
    } finally {
      clearTimeout(watchdog);
    }
  }

  #judge(picture: DecodedPicture | null): DecodeOutcome {
    if (picture !== null) {
      this.#counts.decoded += 1;
      this.#withoutPicture = 0;
      return { kind: 'picture', picture };
    }
    this.#counts.undecodable += 1;
    this.#withoutPicture += 1;
    if (this.#withoutPicture >= ZERO_FRAMES_ALARM) {
      this.#withoutPicture = 0;
      this.#counts.zeroFrameAlarms += 1;
      this.#log.warn(
        { engine: this.engineName, frames: ZERO_FRAMES_ALARM },
        'decoder gives no pictures, restarting it',
      );
      this.#engine.kill();
    }
    return { kind: 'undecodable' };
  }
}
