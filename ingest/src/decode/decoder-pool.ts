import { type Clock, systemClock } from '@thapcanh/core/time/clock';
import type { SessionLog } from '../media/media-types.ts';
import { DecodeQueue } from './decode-queue.ts';
import { DecoderSlot } from './decoder-slot.ts';
import {
  type DecodeEngine,
  type DecodeOutcome,
  type DecoderStatistics,
  type EngineAnswer,
  type FrameDecoder,
  type GroupOfPictures,
  type KeyFrame,
  MAX_ACCESS_UNIT_BYTES,
  MAX_GROUP_BYTES,
  type MotionOptions,
  type MotionSession,
  type PictureAt,
  type ZeroFrameAlarm,
} from './frame-decoder.ts';
import { GroupDecoder } from './group-decoder.ts';
import { MotionRun } from './motion-run.ts';
import { ZERO_FRAMES_MS, ZeroFrameWatch } from './zero-frame-watch.ts';

export interface DecoderPoolOptions {
  /** Makes one engine, that is one process; called `processes` times and once for groups of pictures. */
  readonly createEngine: () => DecodeEngine;
  /** Another engine for cameras for which the first yields nothing; null when there is none. */
  readonly createSecondEngine?: () => DecodeEngine | null;
  readonly processes: number;
  readonly maxMotionSessions?: number;
  readonly log: SessionLog;
  readonly clock?: Clock;
  readonly zeroFramesMs?: number;
}

interface Waiting {
  readonly key: string;
  readonly frame: KeyFrame;
  readonly settle: (outcome: DecodeOutcome) => void;
}

/** A camera on the second engine is tried on the first again after this long. */
const SECOND_ENGINE_MS = 600_000;
/** While the first engine as a whole yields nothing, it gets one frame in this time. */
const PROBE_EVERY_MS = 15_000;
const MOTION_PER_PROCESS = 8;
const WHOLE = 'engine';

/**
 * The `FrameDecoder` over a bounded number of processes that all cameras share. Any process takes the camera that has
 * waited longest; a process is started when the running ones are busy. One that dies loses the frame it held and rests
 * with growing pauses while the others go on.
 */
export class DecoderPool implements FrameDecoder {
  readonly engineName: string;
  readonly #options: DecoderPoolOptions;
  readonly #clock: Clock;
  readonly #slots: readonly DecoderSlot[];
  readonly #groups: GroupDecoder;
  readonly #queue = new DecodeQueue<Waiting>();
  readonly #inFlight = new Set<string>();
  readonly #onSecond = new Map<string, number>();
  readonly #cameraWatch: ZeroFrameWatch;
  readonly #engineWatch: ZeroFrameWatch;
  readonly #motions = new Set<MotionRun>();
  readonly #counts = {
    ...{ decoded: 0, unchanged: 0, replaced: 0, undecodable: 0, lost: 0, restarts: 0, zeroFrameAlarms: 0 },
    ...{ motionRefused: 0, motionPictures: 0, motionDropped: 0 },
  };
  readonly #working = new Set<Promise<void>>();
  #second: DecoderSlot | null | undefined;
  #probedAtMs = Number.NEGATIVE_INFINITY;
  #wake: NodeJS.Timeout | null = null;
  #nextMotion = 1;
  #closing: Promise<void> | null = null;

  constructor(options: DecoderPoolOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    const { processes, createEngine, zeroFramesMs = ZERO_FRAMES_MS } = options;
    this.#slots = Array.from({ length: Math.max(1, processes) }, () => new DecoderSlot(createEngine()));
    this.engineName = this.#slots[0]?.engine.name ?? '';
    this.#cameraWatch = new ZeroFrameWatch(zeroFramesMs);
    this.#engineWatch = new ZeroFrameWatch(zeroFramesMs);
    this.#groups = new GroupDecoder(createEngine, () => this.#secondSlot()?.engine ?? null);
  }

  decode(key: string, frame: KeyFrame): Promise<DecodeOutcome> {
    if (this.#closing !== null) return Promise.resolve({ kind: 'lost' });
    const bytes = frame.accessUnit.length;
    if (bytes === 0 || bytes > MAX_ACCESS_UNIT_BYTES) {
      this.#judge(null, { key, frame }, this.#slots[0]);
      return Promise.resolve({ kind: 'undecodable' });
    }
    return new Promise((settle) => {
      const left = this.#queue.push(key, { key, frame, settle });
      if (left !== null) {
        this.#counts.replaced += 1;
        left.settle({ kind: 'replaced' });
      }
      this.#pump();
    });
  }

  pictureAt(group: GroupOfPictures, signal: AbortSignal): Promise<PictureAt | null | 'busy'> {
    if (this.#closing !== null) return Promise.reject(new Error('the decoder is closed'));
    const bytes = group.units.reduce((sum, unit) => sum + unit.accessUnit.length, 0);
    if (group.units.length === 0 || bytes > MAX_GROUP_BYTES) return Promise.resolve(null);
    return this.#groups.pictureAt(group, signal);
  }

  openMotion(key: string, options: MotionOptions): MotionSession | null {
    const { processes, maxMotionSessions = processes * MOTION_PER_PROCESS } = this.#options;
    if (this.#closing !== null || this.#motions.size >= maxMotionSessions) {
      this.#counts.motionRefused += 1;
      const vi = 'đã đủ số luồng giải mã liên tục: camera này chỉ có hình từ khung chính';
      this.#options.log.warn({ key, most: maxMotionSessions, vi }, 'no more streams may be decoded continuously');
      return null;
    }
    let slot: DecoderSlot | null = null;
    const leave = (): void => {
      if (slot !== null) slot.motionSessions -= 1;
      slot = null;
    };
    const run: MotionRun = new MotionRun(this.#nextMotion, options, {
      engine: () => {
        leave();
        slot = this.#slotForMotion();
        if (slot !== null) slot.motionSessions += 1;
        return slot?.engine ?? null;
      },
      onFailed: (error) => {
        if (slot !== null) this.#slotFailed(slot, error);
      },
      onPicture: () => {
        this.#counts.motionPictures += 1;
      },
      onDropped: () => {
        this.#counts.motionDropped += 1;
      },
      onClosed: () => {
        leave();
        this.#motions.delete(run);
      },
    });
    this.#nextMotion += 1;
    this.#motions.add(run);
    return run;
  }

  statistics(): DecoderStatistics {
    return {
      ...this.#counts,
      waiting: this.#queue.size,
      processes: this.#allSlots().filter((slot) => slot.engine.isRunning).length + (this.#groups.isRunning ? 1 : 0),
      onSecondEngine: this.#onSecond.size,
      motionSessions: this.#motions.size,
    };
  }

  alarms(): readonly ZeroFrameAlarm[] {
    const engine = this.engineName;
    return [
      ...this.#engineWatch.alarms().map(({ sinceMs }) => ({ key: null, engine, sinceMs })),
      ...this.#cameraWatch.alarms().map(({ key, sinceMs }) => ({ key, engine, sinceMs })),
    ];
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    if (this.#wake !== null) clearTimeout(this.#wake);
    for (let left = this.#queue.shift(); left !== null; left = this.#queue.shift()) left.settle({ kind: 'lost' });
    for (const motion of [...this.#motions]) motion.close();
    await Promise.all([...this.#allSlots().map((slot) => slot.engine.close()), this.#groups.close()]);
    await Promise.all(this.#working);
  }

  #allSlots(): DecoderSlot[] {
    return this.#second ? [...this.#slots, this.#second] : [...this.#slots];
  }

  /** The second engine, made when it is first needed. */
  #secondSlot(): DecoderSlot | null {
    if (this.#second === undefined) {
      const engine = this.#options.createSecondEngine?.() ?? null;
      this.#second = engine && new DecoderSlot(engine);
    }
    return this.#second;
  }

  get #isFirstDown(): boolean {
    return this.#engineWatch.alarms().length > 0;
  }

  #pump(): void {
    if (this.#closing !== null) return;
    const nowMs = this.#clock.monotonicMs();
    const rests: number[] = [];
    // Running processes first: another one costs memory, and nothing is gained while one is idle.
    const ready = [...this.#slots].sort((a, b) => Number(b.engine.isRunning) - Number(a.engine.isRunning));
    for (const slot of ready) {
      if (slot.isBusy) continue;
      if (slot.restMs(nowMs) > 0) rests.push(slot.restMs(nowMs));
      else this.#give(slot, (key) => this.#mayTake(key, nowMs));
    }
    const hasSecondWork = this.#queue.size > 0 && (this.#onSecond.size > 0 || this.#isFirstDown);
    const second = hasSecondWork ? this.#secondSlot() : null;
    if (second !== null && !second.isBusy) {
      if (second.restMs(nowMs) > 0) rests.push(second.restMs(nowMs));
      else this.#give(second, (key) => !this.#inFlight.has(key) && (this.#isFirstDown || this.#onSecond.has(key)));
    }
    if (this.#queue.size > 0 && rests.length > 0) this.#pumpAfter(Math.min(...rests));
  }

  #pumpAfter(restMs: number): void {
    if (this.#wake !== null) return;
    this.#wake = setTimeout(() => {
      this.#wake = null;
      this.#pump();
    }, restMs);
  }

  /** Whether the first engine may take a frame of this camera now. */
  #mayTake(key: string, nowMs: number): boolean {
    if (this.#inFlight.has(key)) return false;
    const movedAtMs = this.#onSecond.get(key);
    if (movedAtMs !== undefined) {
      if (nowMs - movedAtMs < SECOND_ENGINE_MS) return false;
      this.#onSecond.delete(key);
    }
    if (!this.#isFirstDown || this.#secondSlot() === null) return true;
    if (nowMs - this.#probedAtMs < PROBE_EVERY_MS) return false;
    this.#probedAtMs = nowMs;
    return true;
  }

  #give(slot: DecoderSlot, mayTake: (key: string) => boolean): void {
    const next = this.#queue.shift(mayTake);
    if (next === null) return;
    slot.isBusy = true;
    this.#inFlight.add(next.key);
    const work = this.#decodeOne(slot, next).then((outcome) => {
      slot.isBusy = false;
      this.#inFlight.delete(next.key);
      this.#working.delete(work);
      next.settle(outcome);
      this.#pump();
    });
    this.#working.add(work);
  }

  async #decodeOne(slot: DecoderSlot, item: Waiting): Promise<DecodeOutcome> {
    try {
      const answer = await slot.engine.decode(item.frame);
      slot.answered();
      return this.#judge(answer, item, slot);
    } catch (error) {
      this.#counts.lost += 1;
      if (this.#closing === null) {
        this.#slotFailed(slot, error);
        this.#suspect(item.key, slot);
      }
      return { kind: 'lost' };
    }
  }

  #slotFailed(slot: DecoderSlot, error: unknown): void {
    const nowMs = this.#clock.monotonicMs();
    if (slot.restMs(nowMs) > 0) return;
    slot.failed(nowMs);
    this.#counts.restarts += 1;
    const vi = 'tiến trình giải mã hình dừng, sẽ chạy lại';
    const fields = { err: error, engine: slot.engine.name, restMs: slot.restMs(nowMs), vi };
    this.#options.log.warn(fields, 'a picture decoder died and is started again');
  }

  #judge(answer: EngineAnswer, { key }: Pick<Waiting, 'key' | 'frame'>, slot: DecoderSlot | undefined): DecodeOutcome {
    if (answer === null) {
      this.#counts.undecodable += 1;
      if (slot !== undefined) this.#suspect(key, slot);
      return { kind: 'undecodable' };
    }
    if (slot !== this.#second) this.#engineWatch.picture(WHOLE);
    if (this.#cameraWatch.picture(key)) {
      const vi = 'camera lại có hình giải mã được';
      this.#options.log.info(
        { key, engine: slot?.engine.name, vi },
        'the decoder yields pictures of this camera again',
      );
    }
    this.#counts.decoded += 1;
    const { gateState } = answer;
    if (answer.kind === 'unchanged') {
      this.#counts.unchanged += 1;
      return { kind: 'unchanged', gateState };
    }
    return { kind: 'picture', picture: answer.picture, isChanged: answer.isChanged, gateState };
  }

  /** A frame went in and nothing came out. */
  #suspect(key: string, slot: DecoderSlot): void {
    const { log } = this.#options;
    const engine = slot.engine.name;
    const nowMs = this.#clock.nowMs();
    if (slot !== this.#second && this.#engineWatch.nothing(WHOLE, nowMs)) {
      this.#counts.zeroFrameAlarms += 1;
      const vi = 'bộ giải mã nhận hình mà không cho ra ảnh nào, khởi động lại';
      log.warn(
        { engine, vi, second: this.#secondSlot()?.engine.name ?? null },
        'the decoder yields no pictures at all',
      );
      for (const each of this.#slots) each.engine.kill();
    }
    if (!this.#cameraWatch.nothing(key, nowMs)) return;
    this.#counts.zeroFrameAlarms += 1;
    const second = slot === this.#second ? null : this.#secondSlot();
    if (second !== null) this.#onSecond.set(key, this.#clock.monotonicMs());
    const vi = 'camera gửi hình nhưng không giải mã được ảnh nào';
    const fields = { key, engine, second: second?.engine.name ?? null, vi };
    log.warn(fields, 'a camera sends pictures but the decoder yields none of them');
  }

  #slotForMotion(): DecoderSlot | null {
    const nowMs = this.#clock.monotonicMs();
    const able = this.#slots.filter((slot) => slot.engine.motion !== null && slot.restMs(nowMs) === 0);
    return able.reduce<DecoderSlot | null>(
      (best, slot) => (best === null || slot.motionSessions < best.motionSessions ? slot : best),
      null,
    );
  }
}
