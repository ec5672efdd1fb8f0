import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { FrameJob, FrameRef } from '@thapcanh/core/jobs/frame-job';
import { expect, test, vi } from 'vitest';
import type { DecodeOutcome } from '../decode/frame-decoder.ts';
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

function setUp(profile: 'plate-gate' | 'none', offer: (job: FrameJob) => Promise<void> = async () => undefined) {
  const stored: FrameRef[] = [];
  const jobs: FrameJob[] = [];
  const picture: DecodeOutcome = { kind: 'picture', picture: { jpeg: Buffer.from('j'), width: 320, height: 180 } };
  const statistics = { decoded: 0, replaced: 0, undecodable: 0, lost: 0, restarts: 0, zeroFrameAlarms: 0, waiting: 0 };
  const tap = new FrameTap({
    cameraId: gate,
    profile,
    hasSubStream: true,
    decoder: () => ({
      engineName: 'test',
      decode: () => Promise.resolve(picture),
      statistics: () => statistics,
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
  return { tap, stored, jobs, feed };
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
  const { tap, stored, feed } = setUp('plate-gate', () => Promise.reject(new Error('away')));
  await feed('main', units(2_000));
  expect(stored).toHaveLength(2);
  expect(tap.statistics()).toEqual({ stored: 2, offered: 0, undecoded: 0, undelivered: 2 });
});

test('a broker that hangs never holds the camera: later frames are dropped', async () => {
  let release = (): void => undefined;
  const hanging = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { tap, feed } = setUp('plate-gate', () => hanging);
  await feed('main', units(3_000));
  expect(tap.statistics()).toMatchObject({ stored: 1, undelivered: 2 });
  release();
  await vi.waitFor(() => expect(tap.statistics().offered).toBe(1));
});

test('a plate gate offers main-stream key frames with rising times and nothing of the sub-stream', async () => {
  const { jobs, feed } = setUp('plate-gate');
  await feed('sub', units(2_000));
  await feed('main', units(3_000));
  expect(jobs.map(({ frame }) => frame.capturedAtMs)).toEqual([1_000_000, 1_001_000, 1_002_000]);
  expect(jobs[0]?.frame).toMatchObject({ cameraId: 'gate', stream: 'main', width: 320, height: 180 });
});

test('a camera without analysis stores a picture every 10 s and offers none', async () => {
  const { tap, stored, jobs, feed } = setUp('none');
  await feed('sub', units(21_000));
  expect(stored.map((ref) => ref.capturedAtMs - 1_000_000)).toEqual([0, 10_000, 20_000]);
  expect(jobs).toEqual([]);
  tap.setProfile('plate-gate');
  await feed('main', units(1_000));
  expect(jobs).toHaveLength(1);
});
