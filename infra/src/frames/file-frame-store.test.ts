import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import type { FrameRef } from '@thapcanh/core/jobs/frame-job';
import { Registry } from 'prom-client';
import { beforeEach, expect, test } from 'vitest';
import { createFrameStore } from './file-frame-store.ts';
import { FRAME_RING_SIZE } from './frame-store.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tc-frames-'));
  return () => rm(dir, { recursive: true });
});

const gate = parseCameraId('gate') as CameraId;
const ref = (capturedAtMs: number, stream: 'main' | 'sub' = 'main'): FrameRef => ({
  cameraId: gate,
  stream,
  capturedAtMs,
  width: 1280,
  height: 720,
});

test('a frame beyond the size bound is refused and leaves nothing', async () => {
  const store = createFrameStore(dir);
  await expect(store.put(ref(1), Buffer.alloc(17 * 1024 * 1024))).rejects.toThrow('is refused');
  expect(await store.newest(gate)).toBeNull();
});

test('a camera without frames and a reused slot give null', async () => {
  const metrics = new Registry();
  const store = createFrameStore(dir, { metrics });
  expect(await store.get(ref(1))).toBeNull();
  for (let at = 1; at <= FRAME_RING_SIZE + 3; at++) await store.put(ref(at), Buffer.from(`frame ${at}`));
  expect(await store.get(ref(3))).toBeNull();
  expect(String(await store.get(ref(4)))).toBe('frame 4');
  expect(await readdir(path.join(dir, 'gate'))).toHaveLength(FRAME_RING_SIZE);
  expect(await metrics.metrics()).toContain('tc_frames_replaced_total 3');
});

test('the newest frame is the latest of both streams, also for another process', async () => {
  const store = createFrameStore(dir);
  await store.put(ref(1_000), Buffer.from('main'));
  await store.put(ref(2_000, 'sub'), Buffer.from('sub'));
  expect(await createFrameStore(dir).newest(gate)).toEqual({ ref: ref(2_000, 'sub'), jpeg: Buffer.from('sub') });
});

test('a restarted writer keeps the bound, and a removed camera can come back', async () => {
  const first = createFrameStore(dir);
  for (let at = 1; at <= FRAME_RING_SIZE; at++) await first.put(ref(at), Buffer.from('x'));
  const second = createFrameStore(dir);
  await second.put(ref(100), Buffer.from('y'));
  expect(await readdir(path.join(dir, 'gate'))).toHaveLength(FRAME_RING_SIZE);
  await second.removeCamera(gate);
  expect(await second.newest(gate)).toBeNull();
  await second.put(ref(101), Buffer.from('z'));
  expect(String((await second.newest(gate))?.jpeg)).toBe('z');
});

test('readers see whole frames only while the writer replaces them', async () => {
  const store = createFrameStore(dir);
  const size = 200_000;
  let isWriting = true;
  const writing = (async () => {
    for (let at = 1; at <= 60; at++) await store.put(ref(at), Buffer.alloc(size, at));
    isWriting = false;
  })();
  const reader = createFrameStore(dir);
  let seen = 0;
  while (isWriting) {
    const frame = await reader.newest(gate);
    if (!frame) continue;
    seen++;
    expect(frame.jpeg.length).toBe(size);
    expect(frame.jpeg[size - 1]).toBe(frame.ref.capturedAtMs);
  }
  await writing;
  expect(seen).toBeGreaterThan(0);
});
