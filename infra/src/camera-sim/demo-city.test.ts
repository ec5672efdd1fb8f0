import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEMO_CAMERAS, type DemoTruth, DemoTruthError, loadDemoTruth, truthPassagesBetween } from './demo-city.ts';
import { DemoCityOptionsError, parseDemoCityOptions } from './demo-city-options.ts';
import { RtspTestClient, TEST_PATTERN } from './rtsp-test-client.fixture.ts';
import { startDemoCity } from './run-demo-city.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tc-demo-'));
});
afterEach(async () => rm(dir, { recursive: true, force: true }));

const passage = {
  plate: '30A12345',
  display: '30A-123.45',
  kind: 'car',
  ground: 'white',
  lines: 1,
  vehicle: 'sedan',
  inMs: 4000,
  outMs: 6500,
  plateWidthPxMax: 120,
} as const;
const truth: DemoTruth = {
  clip: 'gate-car',
  durationMs: 10_000,
  fps: 15,
  seed: 1,
  label: 'mô phỏng',
  passages: [passage],
};
const gate = DEMO_CAMERAS[0]!;

test('refuses unknown names, wrong values and half credentials without quoting them', () => {
  for (const options of [null, [], { prot: 1 }, { port: 70_000 }, { port: Number.NaN }, { password: 'secret' }]) {
    expect(() => parseDemoCityOptions(options)).toThrow(DemoCityOptionsError);
  }
  expect(() => parseDemoCityOptions({ password: 'secret' })).toThrow('"username" and "password" belong together');
});

test('refuses a truth file that lacks a field or does not fit its clip', async () => {
  for (const broken of ['{', '[]', JSON.stringify({ ...truth, passages: [{ ...passage, outMs: 10_001 }] })]) {
    await writeFile(join(dir, 'gate-car.truth.json'), broken);
    await expect(loadDemoTruth(dir, gate)).rejects.toThrow(DemoTruthError);
  }
  await writeFile(join(dir, 'gate-car.truth.json'), JSON.stringify({ ...truth, fps: '15' }));
  await expect(loadDemoTruth(dir, gate)).rejects.toThrow('gate-car.truth.json: fps must be a number');
});

test('dates every passage that lies wholly within the window', async () => {
  await writeFile(join(dir, 'gate-car.truth.json'), JSON.stringify(truth));
  const loaded = await loadDemoTruth(dir, gate);
  expect(loaded).toEqual(truth);
  const base = 1_700_000_000_000;
  const times = (from: number, to: number) =>
    truthPassagesBetween(loaded, base + from, base + to).map(({ inAtMs, outAtMs }) => [inAtMs - base, outAtMs - base]);
  expect(times(0, 20_000)).toEqual([
    [4000, 6500],
    [14_000, 16_500],
  ]);
  expect(times(4001, 16_499)).toEqual([]);
  expect(times(-10_000, 6500)).toEqual([
    [-6000, -3500],
    [4000, 6500],
  ]);
});

test('serves the clips that are there, says which are not, and moves from a taken port it only preferred', async () => {
  await copyFile(TEST_PATTERN, join(dir, 'gate-car.main.mp4'));
  await writeFile(join(dir, 'avenue.main.mp4'), 'junk');
  const options = parseDemoCityOptions({ clipDir: dir, username: 'demo', password: 'p' });
  const lines: string[] = [];
  const first = await startDemoCity(options, (line) => lines.push(line));
  const taken = { ...options, port: first.simulator.port };
  await expect(startDemoCity(taken, () => {})).rejects.toThrow('EADDRINUSE');
  const second = await startDemoCity({ ...taken, isPortPreferred: true }, () => {});
  expect(first.streamPaths).toEqual(['gate-car/main']);
  expect(lines).toHaveLength(5);
  expect(lines).toContain('stream gate-moto/sub is not served, gate-moto.sub.mp4: no such clip');
  expect(lines).toContain('stream avenue/main is not served, avenue.main.mp4: no "moov" box');
  expect(second.simulator.port).not.toBe(first.simulator.port);
  const client = new RtspTestClient(second.simulator.port);
  expect((await client.request('DESCRIBE', second.simulator.url('gate-car/main'))).status).toBe(401);
  client.close();
  await Promise.all([first.simulator.close(), second.simulator.close()]);
});
