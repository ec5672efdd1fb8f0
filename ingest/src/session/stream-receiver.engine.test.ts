import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRtspSimulator } from '@thapcanh/infra/camera-sim/rtsp-simulator';
import { afterAll, expect, test } from 'vitest';
import { reorderedH264, reorderedH265, TONE_RATE } from '../media/clips.fixture.ts';
import { clip as clipFile } from './camera-session-conformance.fixture.ts';
import { startTestSession, until } from './recording-sink.fixture.ts';
import { playClip, TestCamera, toneTrack } from './stream-receiver.fixture.ts';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0 && spawnSync('ffprobe', ['-version']).status === 0;
const dir = mkdtempSync(path.join(tmpdir(), 'thapcanh-media-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (program: 'ffmpeg' | 'ffprobe', ...args: string[]): string =>
  execFileSync(program, ['-v', 'error', ...args], { encoding: 'utf8' });

/** Sums of the decoded pictures, in showing order. */
const pictureSums = (file: string): string[] =>
  run('ffmpeg', '-i', file, '-map', '0:v', '-fps_mode', 'passthrough', '-f', 'framemd5', '-')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim() ?? '');

function record(name: string, camera: TestCamera): string {
  const file = path.join(dir, name);
  writeFileSync(file, camera.file);
  return file;
}

const times = (file: string, stream: 'v' | 'a'): { pts: number; dts: number; duration: number }[] => {
  const fields = ['-select_streams', stream, '-show_entries', 'packet=pts,dts,duration', '-of', 'json'];
  const { packets } = JSON.parse(run('ffprobe', ...fields, file));
  return packets;
};

const suite = test.skipIf(!hasFfmpeg);
const fixture = (name: string): string => fileURLToPath(new URL(`../media/fixtures/${name}`, import.meta.url));

suite.each([
  ['H.264', reorderedH264, 'reordered.h264'],
  ['H.265', reorderedH265, 'reordered.h265'],
] as const)('%s with B-frames decodes to exactly the pictures that the camera coded', (name, clip, source) => {
  const camera = new TestCamera();
  playClip(camera, clip());
  const file = record(`${name}.mp4`, camera);
  expect(pictureSums(file)).toEqual(pictureSums(fixture(source)));
  const packets = times(file, 'v');
  const shown = packets.map(({ pts }) => pts).toSorted((a, b) => a - b);
  expect(shown.every((pts, n) => n === 0 || pts - (shown[n - 1] ?? 0) === 9_000)).toBe(true);
  expect(packets.every(({ dts }, n) => n === 0 || dts > (packets[n - 1]?.dts ?? 0))).toBe(true);
});

suite('sound decodes and lies beside the pictures', () => {
  const camera = new TestCamera();
  playClip(camera, reorderedH264(), { audio: toneTrack });
  const file = record('tone.mp4', camera);
  expect(run('ffmpeg', '-i', file, '-f', 'null', '-')).toBe('');
  const sound = times(file, 'a');
  const seconds = sound.map(({ pts }) => pts / TONE_RATE);
  expect(seconds[0]).toBeLessThan(0.2);
  expect(seconds.at(-1)).toBeGreaterThan(2.5);
  expect(sound.every(({ pts }, n) => n === 0 || pts > (sound[n - 1]?.pts ?? 0))).toBe(true);
  const samples = execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-map', '0:a', '-f', 's16le', '-']);
  const loudest = new Int16Array(samples.buffer, samples.byteOffset, samples.length >> 1).reduce(
    (most, value) => Math.max(most, Math.abs(value)),
    0,
  );
  expect(loudest).toBeGreaterThan(1_000);
});

suite.each([
  ['h264-bframes-aac', true, { videoCodec: 'h264', isReordered: true, width: 320 }],
  ['h264-multislice', false, { videoCodec: 'h264', isReordered: false, width: 320 }],
  ['h265', false, { videoCodec: 'h265', isReordered: false, width: 320 }],
  ['h265-bframes', false, { videoCodec: 'h265', isReordered: true, width: 320 }],
] as const)(
  '%s from a camera over RTSP is recorded so that every picture decodes',
  async (name, hasSound, expected) => {
    const simulator = createRtspSimulator({ streams: [{ path: 'live', file: clipFile(name) }] });
    await simulator.start();
    const { session, parts } = startTestSession(simulator.url('live'));
    try {
      await until('18 parts', () => parts.length >= 18);
    } finally {
      await session.close();
      await simulator.close();
    }
    const description = parts[0]?.description;
    if (description === undefined) throw new Error('no part came');
    expect(description).toMatchObject(expected);
    expect(description.audio?.codec).toBe(hasSound ? 'mp4a.40.2' : undefined);
    const file = path.join(dir, `${name}.mp4`);
    writeFileSync(file, Buffer.concat([description.initSegment, ...parts.map((part) => part.data)]));
    expect(run('ffmpeg', '-i', file, '-f', 'null', '-')).toBe('');
    expect(pictureSums(file)).toHaveLength(parts.reduce((sum, part) => sum + part.sampleCount, 0));
    const shown = times(file, 'v')
      .map(({ pts }) => pts)
      .toSorted((a, b) => a - b)
      // The connection may end inside a group of reordered pictures.
      .slice(0, -3);
    expect(shown.filter((pts, n) => n > 0 && pts - (shown[n - 1] ?? 0) > 9_001)).toEqual([]);
    if (hasSound) expect(times(file, 'a').length).toBeGreaterThan(100);
  },
);
