import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CameraState } from './camera-state.ts';
import { type CameraActions, FaultRunner } from './fault-runner.ts';
import { FaultScriptError, parseFaultScript } from './fault-script.ts';

const noActions: CameraActions = { cut: () => {}, changeClip: () => {}, reboot: () => {}, wall90k: () => 0 };

test('refuses steps it cannot read and quotes them', () => {
  for (const step of [
    'explode',
    'loss',
    'loss 150%',
    'at soon cut',
    'cut -3s',
    'freeze 3s 4s',
    'slow 0',
    'every 0s cut',
  ]) {
    expect(() => parseFaultScript(`cut; ${step}`, [])).toThrow(FaultScriptError);
    expect(() => parseFaultScript(step, [])).toThrow(step);
  }
  expect(() => parseFaultScript('clip missing', ['other'])).toThrow('no clip "missing"');
});

test('reads times, values and how long a fault lasts', () => {
  const steps = parseFaultScript(
    'at 10s cut 3s; loss 5% 10s\n# a note\nevery 1m freeze 250ms; jump -1h; drift +200',
    [],
  );
  expect(steps).toEqual([
    { fault: { kind: 'cut' }, atMs: 10_000, forMs: 3000, everyMs: null },
    { fault: { kind: 'loss', share: 0.05 }, atMs: 0, forMs: 10_000, everyMs: null },
    { fault: { kind: 'freeze' }, atMs: 60_000, forMs: 250, everyMs: 60_000 },
    { fault: { kind: 'jump', ms: -3_600_000 }, atMs: 0, forMs: null, everyMs: null },
    { fault: { kind: 'drift', ppm: 200 }, atMs: 0, forMs: null, everyMs: null },
  ]);
});

test('throws nothing but its own error, whatever it is given', () => {
  const words = fc.constantFrom('at', 'every', 'cut', 'loss', '5%', '3s', '-1h', 'clip', ';', 'drift', '9', 'slow', '');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((list) => list.join(' ')),
      ),
      (text) => {
        try {
          parseFaultScript(text, ['9']);
        } catch (error) {
          expect(error).toBeInstanceOf(FaultScriptError);
        }
      },
    ),
  );
});

test('faults begin and end at their times, and repeat', () => {
  const state = new CameraState();
  const cuts: boolean[] = [];
  const runner = new FaultRunner(state, { ...noActions, cut: (isAbrupt) => cuts.push(isAbrupt) });
  runner.run(parseFaultScript('at 10s loss 5% 10s; every 4s cut 1s', []), 1000);
  expect(state.faults.lossShare).toBe(0);
  expect(runner.dueMs).toBe(5000);
  runner.advance(5000);
  expect(cuts).toEqual([false]);
  expect(state.faults.reach).toBe('refused');
  runner.advance(6000);
  expect(state.faults.reach).toBe('open');
  runner.advance(11_000);
  expect(state.faults.lossShare).toBe(0.05);
  runner.advance(21_000);
  expect(state.faults.lossShare).toBe(0);
  runner.run(parseFaultScript('freeze; clock +35s', []), 21_000);
  expect(state.faults.isFrozen).toBe(true);
  expect(state.clockMs(900)).toBe(35_010);
  runner.heal();
  expect(state.faults.isFrozen).toBe(false);
  expect(runner.dueMs).toBeNull();
});

test('a drifting clock stays where it was when the drift ends', () => {
  const state = new CameraState();
  const hour90k = 3600 * 90_000;
  state.setDrift(100, 0);
  expect(state.timestampShift90k(hour90k)).toBeCloseTo(32_400);
  state.setDrift(0, hour90k);
  expect(state.timestampShift90k(2 * hour90k)).toBeCloseTo(32_400);
  expect(state.clockMs(2 * hour90k) - 2 * 3_600_000).toBeCloseTo(360);
});
