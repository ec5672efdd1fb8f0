import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { startTestDatabase, type TestDatabase } from '@thapcanh/infra/testing/test-database';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readFromBuffer, scanFragments } from '../fmp4/fragment-scan.ts';
import type { MediaPart, StreamDescription } from '../media/media-types.ts';
import { silentLog, testDescription, testParts } from '../worker/test-media.fixture.ts';
import { DiskPacer } from './disk-pacer.ts';
import { FragmentIndex } from './fragment-index.ts';
import { gate, RecorderBed, START_MS } from './recorder.fixture.ts';
import { Recorder } from './recorder.ts';
import { RecordingFile } from './recording-file.ts';
import { recordingPath } from './recording-path.ts';
import { rotationOffsetMs } from './rotation.ts';

let database: TestDatabase;
let bed: RecorderBed;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  bed = await RecorderBed.make(database);
  return () => bed.close();
});

test('an unwritable directory is a fault of the camera, and recording comes back by itself', async () => {
  const blocker = path.join(bed.recordingsDir, 'gate');
  await writeFile(blocker, 'a file where the directory must be');
  const said: [object, string][] = [];
  const log = { ...silentLog, warn: (fields: object, message: string) => void said.push([fields, message]) };
  const { recorder, record, finish } = bed.begin({ log });
  await record(testParts(START_MS, 2_000));
  expect(recorder.state.isRecording).toBe(false);
  expect(recorder.state.fault).toEqual({
    code: 'TC_CAMERA_STORAGE_FAILED',
    params: { detail: expect.stringMatching(/^(ENOTDIR|EEXIST): /) },
  });
  const remedies = [expect.stringContaining('sửa quyền ghi'), expect.stringContaining('mend the write permission')];
  expect(said).toEqual([[expect.objectContaining({ cameraId: 'gate', vi: remedies[0] }), remedies[1]]]);
  await rm(blocker);
  const later = testParts(START_MS + 6_000, 2_000);
  await record(later);
  expect(recorder.state).toEqual({ isRecording: true, fault: null });
  await finish();
  expect(recorder.statistics()).toMatchObject({ storageFailures: 1, recordedParts: later.length });
  expect((await bed.rows()).map((row) => row.started_at.getTime())).toEqual([START_MS + 6_000]);
});

test('3d rules 7 and 12: files are cut once a minute at the second of their camera and end where the next begins', async () => {
  const { record, finish, finished, seen } = bed.begin();
  const offsetMs = rotationOffsetMs(gate);
  const cutMs = Math.ceil((START_MS - offsetMs) / 60_000) * 60_000 + offsetMs - START_MS;
  const parts = testParts(START_MS, cutMs + 62_000);
  await record(parts);
  await finish();
  const recorded = await bed.rows();
  const firstKeyAfter = (ms: number): number => Math.ceil(ms / 1_000) * 1_000;
  const cuts = [0, firstKeyAfter(cutMs), firstKeyAfter(cutMs + 60_000), firstKeyAfter(cutMs + 61_000)];
  expect(recorded.map((row) => row.path)).toEqual(cuts.slice(0, 3).map((cut) => recordingPath(gate, START_MS + cut)));
  expect(recorded.map((row) => row.state)).toEqual(['finished', 'finished', 'finished']);
  recorded.slice(1).forEach((row, n) => {
    expect(row.started_at).toEqual(recorded[n]!.ended_at);
  });
  expect(finished).toEqual(Array(3).fill('recording.finished'));
  expect(seen.spans.slice(1).every(([, , before]) => before === null)).toBe(true);
  const { initSegment } = parts[0]!.description;
  const whole = await Promise.all(recorded.map((row) => readFile(path.join(bed.recordingsDir, row.path))));
  const media = whole.map((bytes) => bytes.subarray(initSegment.length));
  expect(whole.every((bytes) => bytes.subarray(0, initSegment.length).equals(initSegment))).toBe(true);
  expect(Buffer.concat(media).equals(Buffer.concat(parts.map((part) => part.data)))).toBe(true);
});

test('3d rule 12: the seconds at which a thousand cameras change files are spread over the minute', () => {
  const perSecond = Array.from({ length: 60 }, () => 0);
  for (let n = 1; n <= 1_000; n++) {
    const second = Math.floor(rotationOffsetMs(parseCameraId(`cam-${n}`) as CameraId) / 1_000);
    perSecond[second] = (perSecond[second] ?? 0) + 1;
  }
  expect(Math.max(...perSecond)).toBeLessThan(40);
  expect(Math.min(...perSecond)).toBeGreaterThan(3);
});

test('3d rule 7: a run ends exactly where the next one begins, though their times are different sums', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 40, max: 400, noNaN: true }), { minLength: 2, maxLength: 60 }),
      (durations) => {
        const index = new FragmentIndex(1_700_000_000_000.4, 10);
        let startsAtMs = 1_700_000_000_000.4;
        for (const durationMs of durations) {
          index.add({ bytes: 5, startsWithKeyFrame: true, startsAtMs: startsAtMs + 0.3, durationMs: durationMs - 0.4 });
          startsAtMs += durationMs;
        }
        const runs = index.snapshot();
        return runs.slice(1).every(([, , offsetMs], n) => offsetMs === runs[n]![2] + runs[n]![3]);
      },
    ),
  );
});

test('parts of about a second share one write, whatever their number', async () => {
  const { recorder, record, finish, seen } = bed.begin();
  await record(testParts(START_MS, 10_000));
  expect(recorder.statistics()).toMatchObject({ recordedParts: 50 });
  expect(recorder.statistics().writes).toBeLessThanOrEqual(21);
  await finish();
  expect(seen.spans.at(0)?.[0]).toBe(0);
  expect(seen.spans.at(-1)?.[1]).toBe(10_000);
});

test('3d rule 13: a second of pictures reaches the file without more pictures, by the tick alone', async () => {
  const { recorder, clock, pacer, ledger } = bed.begin();
  const parts = testParts(START_MS, 1_000);
  for (const part of parts) recorder.push(part);
  clock.atMs += 1_000;
  await vi.waitFor(() => {
    pacer.tick();
    expect(recorder.statistics()).toMatchObject({ recordedParts: parts.length, queuedBytes: 0 });
  });
  const { size } = await stat(path.join(bed.recordingsDir, recordingPath(gate, START_MS)));
  expect(size).toBe(parts.reduce((sum, part) => sum + part.data.length, parts[0]!.description.initSegment.length));
  await recorder.close();
  await ledger.close();
});

test('3d rule 13: pushing never waits on disk, and memory is bounded for all cameras together', async () => {
  const { clock, ledger } = bed.begin();
  const pacer = new DiskPacer({ clock, maxQueuedBytes: 60_000 });
  const recorders = ['gate', 'b', 'c'].map((id) => {
    const cameraId = parseCameraId(id) as CameraId;
    return new Recorder({ cameraId, recordingsDir: bed.recordingsDir, ledger, pacer, clock, log: silentLog });
  });
  for (const part of testParts(START_MS, 8_000)) for (const recorder of recorders) recorder.push(part);
  expect(pacer.queuedBytes).toBeLessThanOrEqual(60_000);
  expect(recorders.some((recorder) => recorder.statistics().droppedParts > 0)).toBe(true);
  await Promise.all(recorders.map((recorder) => recorder.close()));
  expect(pacer.queuedBytes).toBe(0);
  await ledger.close();
});

test('the index has one run a key frame, in step with the bytes of the file', async () => {
  const { record, finish } = bed.begin();
  await record(testParts(START_MS, 2_600));
  await finish();
  const [row] = await bed.rows();
  const bytes = await readFile(path.join(bed.recordingsDir, row!.path));
  const scan = await scanFragments(readFromBuffer(bytes), bytes.length);
  const keyFrames = scan.fragments.filter((fragment) => fragment.startsWithKeyFrame);
  expect(row!.fragments.map(([offset, , offsetMs, durationMs]) => [offset, offsetMs, durationMs])).toEqual([
    [keyFrames[0]!.offset, 0, 1_000],
    [keyFrames[1]!.offset, 1_000, 1_000],
    [keyFrames[2]!.offset, 2_000, 600],
  ]);
  expect(row!.fragments.reduce((sum, [, size]) => sum + size, row!.init_bytes)).toBe(bytes.length);
  expect(row).toMatchObject({ bytes: bytes.length, width: 320, height: 180, codec: scan.initBytes ? row!.codec : '' });
});

test('a discontinuity and a new description start a new file, and lost time is a gap', async () => {
  const { record, finish } = bed.begin();
  await record(testParts(START_MS - 30_000, 1_000));
  await record(testParts(START_MS - 27_000, 1_000));
  const [first, ...others] = testParts(START_MS - 26_000, 1_000, testDescription());
  await record([{ ...first!, discontinuity: null }, ...others]);
  await finish();
  const spans = (await bed.rows()).map((row) => [
    row.started_at.getTime() - START_MS,
    row.ended_at.getTime() - START_MS,
  ]);
  expect(spans).toEqual([
    [-30_000, -29_000],
    [-27_000, -26_000],
    [-26_000, -25_000],
  ]);
});

test('the witness hears why a recording does not adjoin the one before', async () => {
  const { record, finish, seen } = bed.begin();
  const again = (fromMs: number, discontinuity: MediaPart['discontinuity'], description?: StreamDescription) => {
    const [first, ...others] = testParts(START_MS + fromMs, 1_000, ...(description ? [description] : []));
    return record([{ ...first!, discontinuity }, ...others]);
  };
  await record(testParts(START_MS - 30_000, 1_000));
  await again(-28_000, 'loss');
  await again(-26_000, 'clock-jump');
  await again(-24_000, 'reconnect');
  await again(-22_000, 'new-description', testDescription());
  await finish();
  const reasons = seen.spans.flatMap(([, , reason]) => reason ?? []);
  expect(reasons).toEqual(['start', 'loss', 'clock-jump', 'reconnect', 'new-description']);
});

test('a disk that stands still costs one gap between whole groups of pictures', async () => {
  const parts = testParts(START_MS - 30_000, 6_000);
  const { recorder, finish, seen, clock, pacer } = bed.begin({
    maxQueuedBytes: parts.slice(0, 8).reduce((sum, p) => sum + p.data.length, 0),
  });
  for (const part of parts) recorder.push(part);
  expect(seen.faults).toEqual(['the disk is too slow']);
  expect(recorder.state.fault?.code).toBe('TC_CAMERA_STORAGE_FAILED');
  const dropped = recorder.statistics().droppedParts;
  expect(dropped).toBeGreaterThan(0);
  await vi.waitFor(() => {
    clock.atMs += 1_000;
    pacer.tick();
    expect(recorder.statistics().queuedBytes).toBe(0);
  });
  for (const part of testParts(START_MS - 20_000, 1_000)) recorder.push(part);
  await finish();
  expect(seen.faults).toEqual(['the disk is too slow', null]);
  expect(seen.spans.at(-1)).toEqual([-20_000, -19_000, 'overflow']);
  expect(recorder.state.fault).toBeNull();
  expect(recorder.statistics().recordedParts + dropped).toBe(parts.length + 5);
  expect(await bed.rows()).toHaveLength(2);
});

test('pictures that are refused while nothing waits for the disk do not end recording for good', async () => {
  const parts = testParts(START_MS - 30_000, 6_000);
  const { recorder, finish, seen, clock, pacer, record } = bed.begin({
    maxQueuedBytes: parts.slice(0, 8).reduce((sum, p) => sum + p.data.length, 0),
  });
  for (const part of parts) recorder.push(part);
  await vi.waitFor(() => {
    clock.atMs += 1_000;
    pacer.tick();
    expect(recorder.statistics().queuedBytes).toBe(0);
  });
  // The disk is back, but the group of pictures is long: nothing fits until its end.
  for (const part of testParts(START_MS - 23_000, 3_000).filter((each) => !each.startsWithKeyFrame)) {
    clock.atMs = part.startsAtMs;
    recorder.push(part);
    pacer.tick();
  }
  await record(testParts(START_MS - 20_000, 1_000));
  await finish();
  expect(seen.spans.find(([fromMs]) => fromMs === -20_000)?.[2]).toBe('overflow');
  expect(seen.spans.at(-1)?.[1]).toBe(-19_000);
});

test('3d rule 1: an open row appears after its file and the directories to it are synced, and only of synced bytes', async () => {
  const { record, recorder, ledger } = bed.begin();
  await record(testParts(START_MS - 30_000, 11_000));
  await vi.waitFor(async () => expect(await bed.rows()).toMatchObject([{ state: 'open' }]));
  const [row] = await bed.rows();
  expect(row).toMatchObject({ node_id: 'node-a', epoch: 7, audio_codec: null });
  expect(row!.ended_at.getTime() - row!.started_at.getTime()).toBeLessThanOrEqual(11_000);
  const { size } = await stat(path.join(bed.recordingsDir, row!.path));
  expect(row!.bytes).toBeLessThanOrEqual(size);
  await recorder.close();
  await ledger.close();
});

test('3d rule 1: a new file is named on disk by the sync of its whole directory chain, once', async () => {
  const file = await RecordingFile.create(bed.recordingsDir, 'gate/2026/11/22/01/02-1.mp4', false);
  await file.append([Buffer.from('ab'), Buffer.from('c')]);
  expect(file.isNamed).toBe(false);
  await file.sync();
  expect(file.isNamed).toBe(true);
  await file.close();
  expect(await readFile(path.join(bed.recordingsDir, 'gate/2026/11/22/01/02-1.mp4'), 'utf8')).toBe('abc');
});

test('a storage that is not the known one is not written, and recording comes back with it', async () => {
  let refusal: string | null = 'the recordings storage is not mounted';
  const { record, recorder, finish, seen } = bed.begin({ refusal: () => refusal });
  await record(testParts(START_MS, 1_000));
  expect(recorder.state).toMatchObject({ isRecording: false, fault: { code: 'TC_CAMERA_STORAGE_FAILED' } });
  expect(await readdir(bed.recordingsDir)).toEqual([]);
  refusal = null;
  await record(testParts(START_MS + 8_000, 1_000));
  expect(recorder.state).toEqual({ isRecording: true, fault: null });
  await finish();
  expect(seen.faults.at(0)).toBe('the recordings storage is not mounted');
  expect(seen.faults.at(-1)).toBeNull();
  expect(seen.spans.at(0)?.[2]).toBe('storage');
});
