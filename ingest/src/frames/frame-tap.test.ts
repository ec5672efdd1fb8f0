import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { FrameJob, FrameRef } from '@thapcanh/core/jobs/frame-job';
import { expect, test, vi } from 'vitest';
import type { DecodeOutcome, KeyFrame, MotionOptions, MotionUnit } from '../decode/frame-decoder.ts';
import type { AccessUnit } from '../media/media-types.ts';
import { silentLog, testUnits } from '../worker/test-media.fixture.ts';
import { planFrames } from './frame-plan.ts';
import { FrameTap } from './frame-tap.ts';

const gate = parseCameraId('gate') as CameraId;

function units(durationMs: number): AccessUnit[] {
  const taken: AccessUnit[] = [];
  for (const unit of testUnits(1_000_000)) {
    if (unit.atMs >= 1_000_000 + durationMs) break;
    taken.push(unit);
  }
  return taken;
}

interface SetUp {
  readonly profile: 'plate-gate' | 'street' | 'none';
  readonly motionFps?: number;
  readonly offer?: (job: FrameJob) => Promise<void>;
  /** Whether the n-th picture that is decoded differs from the one before. */
  readonly isChanged?: (n: number) => boolean;
  readonly hasMotion?: boolean;
}

const JPEG = { jpeg: Buffer.from('j'), width: 320, height: 180 };

function setUp({ profile, motionFps, offer = async () => undefined, isChanged = () => true, hasMotion = true }: SetUp) {
  const stored: FrameRef[] = [];
  const jobs: FrameJob[] = [];
  const asked: KeyFrame[] = [];
  let motion: MotionOptions | null = null;
  const motionUnits: MotionUnit[] = [];
  const decode = (_key: string, frame: KeyFrame): Promise<DecodeOutcome> => {
    asked.push(frame);
    const changed = isChanged(asked.length - 1);
    const gateState = frame.gate === undefined ? null : Buffer.from(`state ${asked.length}`);
    const isShown = changed || frame.gate === undefined || frame.gate.isWanted;
    if (!isShown) return Promise.resolve({ kind: 'unchanged', gateState });
    return Promise.resolve({ kind: 'picture', picture: JPEG, isChanged: changed, gateState });
  };
  const tap = new FrameTap({
    cameraId: gate,
    profile,
    hasSubStream: true,
    ...(motionFps === undefined ? {} : { motionFps }),
    decoder: () => ({
      engineName: 'test',
      decode,
      pictureAt: () => Promise.resolve(null),
      openMotion: (_key, options) => {
        motion = options;
        return hasMotion ? { push: (unit) => void motionUnits.push(unit), close: () => undefined } : null;
      },
      statistics: () => {
        throw new Error('nobody asks');
      },
      alarms: () => [],
      close: () => Promise.resolve(),
    }),
    store: {
      put: async (ref) => void stored.push(ref),
      get: async () => null,
      newest: async () => null,
      removeCamera: async () => undefined,
      close: async () => undefined,
    },
    queue: () => ({
      offer: (job) => {
        jobs.push(job);
        return offer(job);
      },
      close: async () => undefined,
    }),
    log: silentLog,
  });
  const feed = async (stream: 'main' | 'sub', list: readonly AccessUnit[]): Promise<void> => {
    for (const unit of list) {
      tap.onAccessUnit(stream, unit);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { tap, stored, jobs, asked, feed, motionUnits, motion: () => motion };
}

test.each([
  ['plate-gate', true, 'main', true],
  ['street', true, 'sub', true],
  ['street', false, 'main', true],
  ['none', true, 'sub', false],
] as const)('profile %s with sub-stream %s looks at %s', (profile, hasSub, stream, isAnalysed) => {
  expect(planFrames(profile, hasSub)).toMatchObject({ stream, isAnalysed });
});

test('a broker that is away costs the frame, which is counted, and the picture is still stored', async () => {
  const { tap, stored, feed } = setUp({ profile: 'plate-gate', offer: () => Promise.reject(new Error('away')) });
  await feed('main', units(2_000));
  expect(stored).toHaveLength(2);
  expect(tap.statistics()).toEqual({ stored: 2, offered: 0, unchanged: 0, skipped: 0, undecoded: 0, undelivered: 2 });
});

test('a broker that hangs never holds the camera: later frames are dropped', async () => {
  let release = (): void => undefined;
  const hanging = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { tap, feed } = setUp({ profile: 'plate-gate', offer: () => hanging });
  await feed('main', units(3_000));
  expect(tap.statistics()).toMatchObject({ stored: 1, undelivered: 2 });
  release();
  await vi.waitFor(() => expect(tap.statistics().offered).toBe(1));
});

test('a plate gate offers main-stream key frames with rising times and nothing of the sub-stream', async () => {
  const { jobs, feed } = setUp({ profile: 'plate-gate' });
  await feed('sub', units(2_000));
  await feed('main', units(3_000));
  expect(jobs.map(({ frame }) => frame.capturedAtMs)).toEqual([1_000_000, 1_001_000, 1_002_000]);
  expect(jobs[0]?.frame).toMatchObject({ cameraId: 'gate', stream: 'main', width: 320, height: 180 });
});

test('a camera without analysis stores a picture every 10 s and offers none', async () => {
  const { tap, stored, jobs, feed } = setUp({ profile: 'none' });
  await feed('sub', units(21_000));
  expect(stored.map((ref) => ref.capturedAtMs - 1_000_000)).toEqual([0, 10_000, 20_000]);
  expect(jobs).toEqual([]);
  tap.setProfile('plate-gate');
  await feed('main', units(1_000));
  expect(jobs).toHaveLength(1);
});

test('an unchanged picture is kept back, but not for longer than the keep-alive distance', async () => {
  const { tap, jobs, asked, feed } = setUp({ profile: 'street', isChanged: (n) => n === 0 });
  await feed('sub', units(20_000));
  // Shown: the first, three that linger after it, then one every 4 s.
  expect(jobs.map(({ frame }) => (frame.capturedAtMs - 1_000_000) / 1_000)).toEqual([0, 1, 2, 3, 7, 11, 15, 19]);
  expect(tap.statistics()).toMatchObject({ offered: 8, unchanged: 12, undecoded: 0 });
  expect(asked[0]?.gate).toMatchObject({ state: null });
  expect(asked[5]?.gate?.state?.toString()).toBe('state 5');
});

test('after a change every picture of a plate gate is given out long enough for five reads of what stopped', async () => {
  const { jobs, feed } = setUp({ profile: 'plate-gate', isChanged: (n) => n === 0 || n === 15 });
  await feed('main', units(30_000));
  const seconds = jobs.map(({ frame }) => (frame.capturedAtMs - 1_000_000) / 1_000);
  expect(seconds).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 17, 18, 19, 20, 21, 22, 23, 27]);
});

test('what was let through and could not be delivered makes the next picture wanted', async () => {
  let offers = 0;
  const offer = () => (offers++ === 0 ? Promise.reject(new Error('away')) : Promise.resolve());
  const { asked, feed } = setUp({ profile: 'street', offer, isChanged: () => false });
  await feed('sub', units(3_000));
  expect(asked.map((frame) => frame.gate?.isWanted)).toEqual([true, true, false]);
});

test('a camera with a motion rate hands every picture to a session and offers what comes back', async () => {
  const { tap, jobs, asked, feed, motionUnits, motion } = setUp({ profile: 'street', motionFps: 5 });
  await feed('sub', units(1_000));
  expect(motionUnits).toHaveLength(10);
  expect(motionUnits[0]).toMatchObject({ isKeyFrame: true, isDiscontinuity: true, codec: 'h264' });
  expect(motionUnits[1]).toMatchObject({ isKeyFrame: false, isDiscontinuity: false });
  expect(motion()?.fps).toBe(5);
  // Key frames serve until the session gives pictures.
  expect(asked).toHaveLength(1);
  motion()?.onPicture(JPEG, 1_000_900);
  await feed('sub', units(1_000));
  expect(asked).toHaveLength(1);
  await vi.waitFor(() => expect(jobs.at(-1)?.frame.capturedAtMs).toBe(1_000_900));
  await tap.close();
});

test('a camera that is refused a session is served by its key frames', async () => {
  const { jobs, feed } = setUp({ profile: 'street', motionFps: 5, hasMotion: false });
  await feed('sub', units(3_000));
  expect(jobs).toHaveLength(3);
});
