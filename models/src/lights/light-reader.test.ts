import { expect, test } from 'vitest';
import type { LightVerdict, RgbImage } from '../contracts.ts';
import { anyLook, CLEAR, type DrawnState, drawnSignal, type SignalLook, uniform } from './drawn-signal.fixture.ts';
import { HsvLightReader } from './light-reader.ts';

const reader = new HsvLightReader();
const LIT = ['red', 'amber', 'green'] as const;

async function readOne(region: RgbImage): Promise<LightVerdict> {
  const [verdict] = await reader.read([region]);
  if (verdict === undefined) throw new Error('no verdict');
  return verdict;
}

const signal = (state: DrawnState, look: Partial<SignalLook> = {}): RgbImage =>
  drawnSignal(state, { ...CLEAR, ...look }, uniform(3));

test('a picture whose data does not fit its size, an aborted and a closed reader are refused', async () => {
  const broken = { width: 4, height: 4, data: new Uint8Array(3) };
  await expect(reader.read([broken])).rejects.toMatchObject({ code: 'TC_MODEL_INPUT' });
  await expect(reader.read([signal('red')], { signal: AbortSignal.abort('gone') })).rejects.toBe('gone');
  const other = new HsvLightReader();
  await other.close();
  await expect(other.read([signal('red')])).rejects.toMatchObject({ code: 'TC_MODEL_CLOSED' });
});

test('no regions give no verdicts', async () => {
  expect(await reader.read([])).toEqual([]);
});

test('too few pixels, glare and a lamp without colour say nothing', async () => {
  expect((await readOne(signal('red', { size: 4 }))).state).toBe('unknown');
  expect((await readOne(signal('red', { veil: 0.95 }))).state).toBe('unknown');
  expect((await readOne(signal('green', { core: 1.4 }))).state).toBe('unknown');
});

test('an infrared picture of a lit lamp is unknown, not off', async () => {
  const { width, height, data } = signal('green');
  const grey = data.map((_, index) => Math.max(...data.subarray(index - (index % 3), index - (index % 3) + 3)));
  expect((await readOne({ width, height, data: grey })).state).toBe('unknown');
});

test('two lamps at once are unknown', async () => {
  const red = signal('red');
  const green = signal('green');
  const both = { ...red, data: red.data.map((value, index) => Math.max(value, green.data[index] ?? 0)) };
  expect((await readOne(both)).state).toBe('unknown');
});

test.each([false, true])('every lamp of a clear signal is read, and so is a dark one (lying: %s)', async (isLying) => {
  for (const state of LIT)
    for (const exposure of [0.7, 1]) {
      const verdict = await readOne(signal(state, { isLying, exposure }));
      expect(verdict.state).toBe(state);
      expect(verdict.probability).toBeGreaterThan(0.9);
    }
  expect((await readOne(signal('off', { isLying }))).state).toBe('off');
});

test('a region drawn half a lamp too high or too low still reads', async () => {
  for (const state of LIT)
    for (const shiftY of [-0.3, 0.3]) expect((await readOne(signal(state, { shiftY }))).state).toBe(state);
});

test('over signals from clear to hardly readable the probability is what it says', async () => {
  const next = uniform(77);
  const bins = [0.5, 0.7, 0.85, 0.95, 1.01].map((to) => ({ to, count: 0, right: 0, claimed: 0 }));
  let answered = 0;
  const runs = 1500;
  for (let run = 0; run < runs; run += 1) {
    const state = (['red', 'amber', 'green', 'off'] as const)[run % 4] ?? 'off';
    const verdict = await readOne(drawnSignal(state, anyLook(next), next));
    if (verdict.state === 'unknown') continue;
    answered += 1;
    const bin = bins.find(({ to }) => verdict.probability < to);
    if (bin === undefined) throw new Error(`probability ${verdict.probability}`);
    bin.count += 1;
    bin.claimed += verdict.probability;
    if (verdict.state === state) bin.right += 1;
  }
  expect(answered / runs).toBeGreaterThan(0.6);
  // Real signals are harder than drawn ones, so a little too modest is right, too sure is not.
  for (const { count, right, claimed } of bins.filter((bin) => bin.count > 60)) {
    expect((claimed - right) / count).toBeLessThan(0.05);
    expect((right - claimed) / count).toBeLessThan(0.2);
  }
});
