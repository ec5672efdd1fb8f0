import type { Clock } from '@thapcanh/core/time/clock';
import { expect, test, vi } from 'vitest';
import { silentLog } from '../worker/test-media.fixture.ts';
import { DecodeQueue } from './decode-queue.ts';
import { DecoderPool } from './decoder-pool.ts';
import { DecoderSlot } from './decoder-slot.ts';
import type { DecodeEngine, EngineAnswer, KeyFrame } from './frame-decoder.ts';

const PICTURE: EngineAnswer = {
  kind: 'picture',
  picture: { jpeg: Buffer.from('jpeg'), width: 2, height: 2 },
  isChanged: true,
  gateState: null,
  shownAtMs: 0,
};
const frame: KeyFrame = { codec: 'h264', accessUnit: Buffer.from('unit') };

/** Answers as told; `hold` answers only when it is let go. */
class ScriptedEngine implements DecodeEngine {
  readonly motion = null;
  readonly name: string;
  readonly answer: (frame: KeyFrame) => EngineAnswer | 'die' | 'hold';
  isRunning = true;
  kills = 0;
  decodes = 0;
  readonly held: (() => void)[] = [];

  constructor(answer: ScriptedEngine['answer'], name = 'first') {
    this.answer = answer;
    this.name = name;
  }
  decode(asked: KeyFrame): Promise<EngineAnswer> {
    this.decodes += 1;
    const answer = this.answer(asked);
    if (answer === 'die') return Promise.reject(new Error('died'));
    if (answer !== 'hold') return Promise.resolve(answer);
    return new Promise((resolve) => this.held.push(() => resolve(PICTURE)));
  }
  pictureAt(): Promise<EngineAnswer> {
    return Promise.resolve(null);
  }
  kill(): void {
    this.kills += 1;
  }
  async close(): Promise<void> {
    for (const letGo of this.held) letGo();
  }
}

class StepClock implements Clock {
  ms = 0;
  nowMs(): number {
    return this.ms;
  }
  monotonicMs(): number {
    return this.ms;
  }
}

test('a full queue drops the camera that waits longest, a replaced frame keeps its turn', () => {
  const queue = new DecodeQueue<string>(2);
  expect([queue.push('a', 'a1'), queue.push('b', 'b1'), queue.push('a', 'a2')]).toEqual([null, null, 'a1']);
  expect(queue.push('c', 'c1')).toBe('a2');
  expect(queue.shift((key) => key !== 'b')).toBe('c1');
  expect([queue.shift(), queue.shift()]).toEqual(['b1', null]);
});

test('an engine that dies in a row rests twice as long each time, up to half a minute', () => {
  const slot = new DecoderSlot(new ScriptedEngine(() => null));
  const rests: number[] = [];
  for (let n = 0, nowMs = 0; n < 9; n++) {
    slot.failed(nowMs);
    slot.failed(nowMs);
    rests.push(slot.restMs(nowMs));
    nowMs += slot.restMs(nowMs);
  }
  expect(rests).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  slot.answered();
  slot.failed(1e6);
  expect(slot.restMs(1e6)).toBe(500);
});

test('one camera never has two frames under way, whatever is idle', async () => {
  const engines: ScriptedEngine[] = [];
  const createEngine = () => {
    const engine = new ScriptedEngine(() => 'hold');
    engines.push(engine);
    return engine;
  };
  const pool = new DecoderPool({ createEngine, processes: 3, log: silentLog });
  const one = pool.decode('a', frame);
  const two = pool.decode('a', frame);
  const other = pool.decode('b', frame);
  expect(engines.map((engine) => engine.held.length).filter((held) => held > 0)).toEqual([1, 1]);
  for (const engine of engines) engine.held.shift()?.();
  await Promise.all([one, other]);
  await vi.waitFor(() => expect(engines.some((engine) => engine.held.length > 0)).toBe(true));
  for (const engine of engines) engine.held.shift()?.();
  expect((await two).kind).toBe('picture');
  await pool.close();
});

test('a process that dies loses its frame; another one takes what waits', async () => {
  let isFirst = true;
  const createEngine = () => {
    const dies = isFirst;
    isFirst = false;
    return new ScriptedEngine(() => (dies ? 'die' : PICTURE));
  };
  const pool = new DecoderPool({ createEngine, processes: 2, log: silentLog });
  const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map((key) => pool.decode(key, frame)));
  expect(outcomes.map(({ kind }) => kind)).toEqual(['lost', 'picture', 'picture', 'picture']);
  expect(pool.statistics()).toMatchObject({ lost: 1, restarts: 1, decoded: 3 });
  await pool.close();
});

test('a frame that waits for a resting process is decoded after the rest', async () => {
  let deaths = 1;
  const pool = new DecoderPool({
    createEngine: () => new ScriptedEngine(() => (deaths-- > 0 ? 'die' : PICTURE)),
    processes: 1,
    log: silentLog,
  });
  expect((await pool.decode('a', frame)).kind).toBe('lost');
  expect((await pool.decode('a', frame)).kind).toBe('picture');
  await pool.close();
});

test('an engine that yields nothing at all is an alarm and restarted; the second one takes over until it yields again', async () => {
  const clock = new StepClock();
  let works = false;
  const first = new ScriptedEngine(() => (works ? PICTURE : null));
  const second = new ScriptedEngine(() => PICTURE, 'second');
  const pool = new DecoderPool({
    createEngine: () => first,
    createSecondEngine: () => second,
    processes: 1,
    log: silentLog,
    clock,
  });
  for (let n = 0; n < 12; n++, clock.ms += 1_000) await pool.decode(`camera-${n}`, frame);
  expect(pool.alarms()).toMatchObject([{ key: null, engine: 'first', sinceMs: 0 }]);
  expect(first.kills).toBe(1);
  const before = second.decodes;
  for (let n = 0; n < 10; n++, clock.ms += 1_000) await pool.decode(`camera-${n}`, frame);
  expect(second.decodes).toBeGreaterThanOrEqual(before + 8);
  works = true;
  for (let n = 0; n < 20; n++, clock.ms += 1_000) await pool.decode(`camera-${n}`, frame);
  expect(pool.alarms()).toEqual([]);
  await pool.close();
});

test('a camera whose frames kill the decoder is moved away, and tried again after ten minutes', async () => {
  const clock = new StepClock();
  const first = new ScriptedEngine(({ accessUnit }) => (accessUnit.toString() === 'poison' ? 'die' : PICTURE));
  const second = new ScriptedEngine(() => PICTURE, 'second');
  const pool = new DecoderPool({
    createEngine: () => first,
    createSecondEngine: () => second,
    processes: 1,
    log: silentLog,
    clock,
  });
  const poison = { ...frame, accessUnit: Buffer.from('poison') };
  for (let n = 0; n < 4; n++) {
    await pool.decode('bad', poison);
    clock.ms += 31_000;
  }
  expect(pool.statistics()).toMatchObject({ onSecondEngine: 1 });
  expect(second.decodes).toBe(1);
  expect((await pool.decode('good', frame)).kind).toBe('picture');
  clock.ms += 600_000;
  expect((await pool.decode('bad', poison)).kind).toBe('lost');
  await pool.close();
});
