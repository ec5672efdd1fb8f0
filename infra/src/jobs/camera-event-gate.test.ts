import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CameraEvent, CameraEventGate } from './camera-event-gate.ts';

const gate = parseCameraId('gate') as CameraId;
const motion = (isActive: boolean | null, topic = 'Motion'): CameraEvent => ({
  cameraId: gate,
  event: 'motion',
  topic,
  source: { Source: '1' },
  isActive,
  at: '2026-11-22T00:00:00.000Z',
});

test('a state that is repeated is counted and not told', () => {
  const sut = new CameraEventGate();
  const told = [true, true, true, false, false].map((isActive, n) => sut.offer(motion(isActive), false, n * 1_000));
  expect(told.map((event) => event?.isActive)).toEqual([true, undefined, undefined, false, undefined]);
  expect(sut.suppressed).toBe(3);
});

test('of the states at subscription only what is active and new is told', () => {
  const sut = new CameraEventGate();
  expect(sut.offer(motion(false, 'Tamper'), true, 0)).toBeNull();
  expect(sut.offer(motion(true), true, 0)?.isActive).toBe(true);
  // After a reconnect: what ended meanwhile is told, what goes on is not.
  expect(sut.offer(motion(true), true, 1_000)).toBeNull();
  expect(sut.offer(motion(false), true, 2_000)?.isActive).toBe(false);
});

test('a storm is counted, and its last word is told when the turn comes', () => {
  const sut = new CameraEventGate();
  const told = Array.from({ length: 500 }, (_, n) => sut.offer(motion(n % 2 === 0), false, n));
  expect(told.filter((event) => event !== null)).toHaveLength(30);
  sut.offer(motion(true), false, 600);
  expect(sut.release(700)).toEqual([]);
  expect(sut.release(2_000).map(({ isActive }) => isActive)).toEqual([true]);
  expect(sut.release(60_000)).toEqual([]);
});

test('what was told last is the state the camera told last, whatever it tells and when', () => {
  const offer = fc.record({ isActive: fc.boolean(), topic: fc.constantFrom('A', 'B', 'C'), afterMs: fc.nat(400) });
  fc.assert(
    fc.property(fc.array(offer, { maxLength: 200 }), (offers) => {
      const sut = new CameraEventGate();
      const [said, told] = [new Map<string, boolean | null>(), new Map<string, boolean | null>()];
      let nowMs = 0;
      let count = 0;
      const hear = (event: CameraEvent | null): void => {
        if (event === null) return;
        told.set(event.topic, event.isActive);
        count += 1;
      };
      for (const { isActive, topic, afterMs } of offers) {
        nowMs += afterMs;
        said.set(topic, isActive);
        hear(sut.offer(motion(isActive, topic), false, nowMs));
      }
      for (const event of sut.release(nowMs + 60_000)) hear(event);
      expect(told).toEqual(said);
      expect(count + sut.suppressed).toBe(offers.length);
    }),
  );
});
