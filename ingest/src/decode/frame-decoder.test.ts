import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildDecoderChild, silentLog } from '../worker/test-media.fixture.ts';
import { type ClipName, clipUnits, keyFramesOf } from './clip-units.fixture.ts';
import { DecoderPool } from './decoder-pool.ts';
import { createFfmpegEngine, isFfmpegPresent } from './ffmpeg-engine.ts';
import type { DecodedPicture, DecodeOutcome, FrameDecoder, KeyFrame } from './frame-decoder.ts';
import { jpegSize } from './jpeg-size.ts';
import { createNodeAvEngine } from './node-av-engine.ts';

const hasFfmpeg = await isFfmpegPresent();
const childPath = await buildDecoderChild();
const never = new AbortController().signal;
const gate = { settings: { level: 6, cells: 5 }, isWanted: false };

const bytes = (accessUnit: Buffer): KeyFrame => ({ codec: 'h264', accessUnit });
const frames = (name: ClipName = 'test-pattern'): KeyFrame[] =>
  keyFramesOf(name).map(({ codec, accessUnit }) => ({ codec, accessUnit }));

function pictureOf(outcome: DecodeOutcome): DecodedPicture {
  if (outcome.kind !== 'picture') throw new Error(outcome.kind);
  return outcome.picture;
}

const engines = [
  { name: 'node-av', skip: false, create: () => createNodeAvEngine({ childPath, watchdogMs: 20_000 }) },
  {
    name: 'ffmpeg (skipped where it is not in PATH)',
    skip: !hasFfmpeg,
    create: () => createFfmpegEngine({ watchdogMs: 20_000 }),
  },
];

for (const { name, skip, create } of engines) {
  describe.skipIf(skip)(`a frame decoder on ${name}`, () => {
    let decoder: FrameDecoder;
    beforeAll(() => {
      decoder = new DecoderPool({ createEngine: create, processes: 1, log: silentLog });
    });
    afterAll(() => decoder.close());

    test('gives no picture for bytes that are no key frame, and goes on', async () => {
      expect(await decoder.decode('a/main', bytes(Buffer.from('not video at all')))).toEqual({ kind: 'undecodable' });
      expect(await decoder.decode('a/main', bytes(Buffer.alloc(0)))).toEqual({ kind: 'undecodable' });
      const cut = frames()[0]!.accessUnit.subarray(0, 30);
      expect((await decoder.decode('a/main', bytes(cut))).kind).toBe('undecodable');
      expect((await decoder.decode('a/main', frames()[0]!)).kind).toBe('picture');
    });

    test('gives no picture for a unit without its own parameter sets, also after one that had them', async () => {
      await decoder.decode('a/main', frames()[0]!);
      const slices = clipUnits('test-pattern').find((unit) => !unit.isKeyFrame)!;
      expect((await decoder.decode('b/main', bytes(slices.accessUnit))).kind).toBe('undecodable');
    });

    test.each([
      ['test-pattern', 320, 180],
      ['h264-other-size', 426, 240],
      ['h265', 320, 180],
    ] as const)('turns a key frame of %s into a JPEG of its native size', async (clip, width, height) => {
      const { jpeg, ...size } = pictureOf(await decoder.decode('a/main', frames(clip)[0]!));
      expect(size).toEqual({ width, height });
      expect(jpegSize(jpeg)).toEqual({ width, height });
      expect(jpeg.subarray(-2).toString('hex')).toBe('ffd9');
    });

    test('never gives a camera the picture of another, whatever arrives between', async () => {
      const [one, other] = [frames('test-pattern')[0]!, frames('h264-other-size')[0]!];
      const torn = bytes(Buffer.concat([one.accessUnit.subarray(0, 900), Buffer.alloc(300, 0xa5)]));
      const asked = Array.from({ length: 12 }, (_, n) => [one, torn, other, bytes(Buffer.from('junk'))][n % 4]!);
      const outcomes = await Promise.all(asked.map((frame, n) => decoder.decode(`camera-${n}`, frame)));
      outcomes.forEach((outcome, n) => {
        if (n % 4 === 0) expect(pictureOf(outcome).width).toBe(320);
        if (n % 4 === 2) expect(pictureOf(outcome).width).toBe(426);
        if (n % 4 === 1 && outcome.kind === 'picture') expect(outcome.picture.width).toBe(320);
        if (n % 4 === 3) expect(outcome.kind).toBe('undecodable');
      });
    });

    test('keeps back a picture that equals the last one, unless it is wanted', async () => {
      const [still, other] = [frames('test-pattern')[0]!, frames('test-pattern')[1]!];
      const first = await decoder.decode('g', { ...still, gate: { ...gate, state: null } });
      expect(first).toMatchObject({ kind: 'picture', isChanged: true });
      const { gateState } = first as { gateState: Buffer };
      const second = await decoder.decode('g', { ...still, gate: { ...gate, state: gateState } });
      expect(second.kind).toBe('unchanged');
      const wanted = await decoder.decode('g', { ...still, gate: { ...gate, state: gateState, isWanted: true } });
      expect(wanted).toMatchObject({ kind: 'picture', isChanged: false });
      const moved = await decoder.decode('g', { ...other, gate: { ...gate, state: gateState } });
      expect(moved).toMatchObject({ kind: 'picture', isChanged: true });
    });

    test.each(['h264-bframes-aac', 'h265-bframes', 'h264-gop10s'] as const)(
      'finds the picture of %s that is on the screen at an instant',
      async (clip) => {
        const units = clipUnits(clip);
        const next = units.findIndex((unit, n) => n > 0 && unit.isKeyFrame);
        const group = units.slice(0, next);
        const shown = group.map((unit) => unit.shownAtMs).sort((a, b) => a - b);
        for (const place of [0, 3, 7]) {
          const atMs = shown[place]! + 5;
          const found = await decoder.pictureAt({ codec: group[0]!.codec, units: group, atMs }, never);
          if (found === null || found === 'busy') throw new Error(String(found));
          expect(found.shownAtMs).toBeCloseTo(shown[place]!, 2);
          expect(jpegSize(found.picture.jpeg)).toEqual({ width: 320, height: 180 });
        }
      },
    );

    test('keeps the newest waiting key frame of a camera and counts the ones it replaced', async () => {
      const before = decoder.statistics();
      const [one, two, three] = frames() as [KeyFrame, KeyFrame, KeyFrame];
      const outcomes = await Promise.all([one, two, three].map((frame) => decoder.decode('b/main', frame)));
      expect(outcomes.map(({ kind }) => kind)).toEqual(['picture', 'replaced', 'picture']);
      const after = decoder.statistics();
      expect(after.replaced - before.replaced).toBe(1);
      expect(after.decoded - before.decoded).toBe(2);
    });

    test('settles everything when it is closed', async () => {
      const closing = new DecoderPool({ createEngine: create, processes: 1, log: silentLog });
      const waiting = ['a', 'b', 'c'].map((key) => closing.decode(key, frames()[0]!));
      await closing.close();
      for (const { kind } of await Promise.all(waiting)) expect(['lost', 'picture']).toContain(kind);
      expect(await closing.decode('a', frames()[0]!)).toEqual({ kind: 'lost' });
    });
  });
}

describe('processes of node-av', () => {
  test('one that is killed in the middle loses only what it held, and the others go on', async () => {
    const made: ReturnType<typeof createNodeAvEngine>[] = [];
    const createEngine = () => {
      const engine = createNodeAvEngine({ childPath });
      made.push(engine);
      return engine;
    };
    const pool = new DecoderPool({ createEngine, processes: 2, log: silentLog });
    const frame = frames()[0]!;
    await Promise.all(['a', 'b', 'c', 'd'].map((key) => pool.decode(key, frame)));
    const asked = Array.from({ length: 40 }, (_, n) => pool.decode(`camera-${n}`, frame));
    made.find((engine) => engine.isRunning)?.kill();
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'picture').length).toBeGreaterThanOrEqual(38);
    expect(kinds.filter((kind) => kind === 'lost').length).toBeLessThanOrEqual(2);
    await vi.waitFor(async () => expect((await pool.decode('z', frame)).kind).toBe('picture'), 5_000);
    await pool.close();
    expect(made.some((engine) => engine.isRunning)).toBe(false);
  });

  test('a camera whose stream decodes to nothing is an alarm and moves to ffmpeg, the others stay', async () => {
    const warnings: object[] = [];
    const log = { ...silentLog, warn: (fields: object) => void warnings.push(fields) };
    const pool = new DecoderPool({
      createEngine: () => createNodeAvEngine({ childPath }),
      createSecondEngine: () => (hasFfmpeg ? createFfmpegEngine() : null),
      processes: 1,
      zeroFramesMs: 50,
      log,
    });
    const noise = bytes(Buffer.concat([frames()[0]!.accessUnit.subarray(0, 30), Buffer.alloc(2_000, 0xa5)]));
    for (let n = 0; n < 4; n++) {
      await pool.decode('bad/main', noise);
      expect((await pool.decode('good/main', frames()[0]!)).kind).toBe('picture');
      await delay(30);
    }
    expect(pool.alarms()).toMatchObject([{ key: 'bad/main', engine: 'node-av' }]);
    expect(pool.statistics()).toMatchObject({ zeroFrameAlarms: 1, onSecondEngine: hasFfmpeg ? 1 : 0 });
    expect(warnings).toMatchObject([{ key: 'bad/main', vi: expect.stringContaining('không giải mã được') }]);
    expect((await pool.decode('bad/main', frames()[0]!)).kind).toBe('picture');
    expect(pool.alarms()).toEqual([]);
    await pool.close();
  });

  test.each(['test-pattern', 'h264-bframes-aac', 'h265-bframes'] as const)(
    'a motion session over %s gives pictures at its rate, in order of time',
    async (clip) => {
      const pool = new DecoderPool({
        createEngine: () => createNodeAvEngine({ childPath }),
        processes: 1,
        log: silentLog,
      });
      const times: number[] = [];
      await pool.decode('warm', frames()[0]!);
      const session = pool.openMotion('m', { fps: 5, onPicture: (_picture, atMs) => void times.push(atMs) })!;
      const units = clipUnits(clip);
      session.push(units[1]!);
      for (const unit of units) {
        session.push(unit);
        await delay(3);
      }
      const seconds = units.length / (clip === 'h264-bframes-aac' ? 25 : 10);
      await vi.waitFor(() => expect(times.length).toBeGreaterThanOrEqual(seconds * 5 - 2), 5_000);
      expect(times.length).toBeLessThanOrEqual(seconds * 5 + 1);
      expect([...times].sort((a, b) => a - b)).toEqual(times);
      expect(pool.statistics()).toMatchObject({ motionSessions: 1, motionDropped: 1 });
      session.close();
      await pool.close();
    },
  );

  test('motion sessions are bounded, and a refused one is counted', async () => {
    const pool = new DecoderPool({
      createEngine: () => createNodeAvEngine({ childPath }),
      processes: 1,
      maxMotionSessions: 1,
      log: silentLog,
    });
    const options = { fps: 5, onPicture: () => undefined };
    const first = pool.openMotion('a', options);
    expect(pool.openMotion('b', options)).toBeNull();
    expect(pool.statistics().motionRefused).toBe(1);
    first?.close();
    expect(pool.openMotion('b', options)).not.toBeNull();
    await pool.close();
  });

  test('a motion session outlives its process: it goes on at the next key frame', async () => {
    const engine = createNodeAvEngine({ childPath });
    let made = 0;
    const createEngine = () => (made++ === 0 ? engine : createNodeAvEngine({ childPath }));
    const pool = new DecoderPool({ createEngine, processes: 1, log: silentLog });
    let pictures = 0;
    const session = pool.openMotion('m', { fps: 5, onPicture: () => void pictures++ })!;
    const units = clipUnits('test-pattern');
    for (const unit of units.slice(0, 10)) session.push(unit);
    await vi.waitFor(() => expect(pictures).toBeGreaterThan(0), 5_000);
    engine.kill();
    await vi.waitFor(() => expect(engine.isRunning).toBe(false));
    const before = pictures;
    await vi.waitFor(() => {
      for (const unit of units) session.push(unit);
      expect(pictures).toBeGreaterThan(before);
    }, 8_000);
    await pool.close();
  });

  test('a process that dies while its motion session waits is noticed at the next key frame', async () => {
    const engine = createNodeAvEngine({ childPath });
    const pool = new DecoderPool({ createEngine: () => engine, processes: 1, log: silentLog });
    let pictures = 0;
    const session = pool.openMotion('m', { fps: 5, onPicture: () => void pictures++ })!;
    const units = clipUnits('test-pattern');
    for (const unit of units.slice(0, 10)) session.push(unit);
    // The last call is answered before the process dies, so that no call fails with it.
    const last = { codec: units[0]!.codec, accessUnit: units[0]!.accessUnit };
    await engine.decode(last);
    const before = pictures;
    engine.kill();
    await vi.waitFor(() => expect(engine.isRunning).toBe(false));
    for (const unit of units) session.push(unit);
    await vi.waitFor(() => expect(pictures).toBeGreaterThan(before), 5_000);
    await pool.close();
  });
});
