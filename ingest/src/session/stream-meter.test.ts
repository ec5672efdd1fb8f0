import { expect, test } from 'vitest';
import { StreamMeter } from './stream-meter.ts';

test('a camera clock from before its time, or none, is no claim', () => {
  const sut = new StreamMeter();
  expect(sut.snapshot().cameraClockOffsetMs).toBeNull();
  for (const cameraMs of [-2_208_988_700_000, 0, 86_400_000, Date.UTC(2000, 0, 1, 3)])
    sut.addCameraClock(cameraMs, 1e12);
  expect(sut.snapshot().cameraClockOffsetMs).toBeNull();
});

test('one late report does not move the offset of the camera clock, a clock that is set does', () => {
  const sut = new StreamMeter();
  const nowMs = 1_700_000_000_000;
  for (const delayMs of [10, 20, 4_000, 15, 12]) sut.addCameraClock(nowMs + 3_600_000 - delayMs, nowMs);
  expect(sut.snapshot().cameraClockOffsetMs).toBe(3_599_985);
  for (let n = 0; n < 9; n++) sut.addCameraClock(nowMs - 10, nowMs);
  expect(sut.snapshot().cameraClockOffsetMs).toBe(-10);
});

test('the range of key-frame distances is that of the last minute', () => {
  const sut = new StreamMeter();
  sut.addGop(9_000, 10_000);
  expect(sut.snapshot().gopRangeMs).toBeNull();
  sut.addGop(1_000, 20_000);
  expect(sut.snapshot()).toMatchObject({ gopMs: 1_000, gopRangeMs: { min: 1_000, max: 9_000 } });
  for (let nowMs = 21_000; nowMs <= 110_000; nowMs += 1_000) sut.addGop(2_000, nowMs);
  expect(sut.snapshot().gopRangeMs).toEqual({ min: 2_000, max: 2_000 });
});
