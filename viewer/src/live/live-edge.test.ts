import { expect, test } from 'vitest';
import { LiveEdge } from './live-edge.ts';
import { ServerClock } from './server-clock.ts';
import { WallPace } from './wall-pace.ts';

/** Plays for `seconds` with parts of 200 ms that arrive late by `lateS(n)`; gives the headroom at the end. */
function play(edge: LiveEdge, headroomS: number, seconds: number, lateS: (n: number) => number = () => 0) {
  let leftS = headroomS + 0.2;
  let rate = 1;
  let stalls = 0;
  for (let n = 0; n < seconds * 5; n++) {
    const waitS = 0.2 + lateS(n) - lateS(n - 1);
    leftS -= waitS * rate;
    if (leftS < 0) {
      stalls += 1;
      leftS = 0;
      edge.stalled(n * 200);
    }
    const advice = edge.arrived(leftS, n * 200);
    rate = advice.rate;
    if (advice.jumpToHeadroomS !== null) leftS = advice.jumpToHeadroomS;
    leftS += 0.2;
  }
  return { headroomS: leftS - 0.2, stalls };
}

const lone = (): LiveEdge => new LiveEdge(new WallPace());

test('a tile that is behind catches up and then plays at its natural speed', () => {
  const edge = lone();
  const { headroomS, stalls } = play(edge, 1, 30);
  expect(headroomS).toBeLessThan(edge.targetS(0) + 0.06);
  expect(stalls).toBe(0);
  expect(edge.arrived(edge.targetS(30_000), 30_000).rate).toBe(1);
});

test('far behind it jumps', () => {
  expect(lone().arrived(4, 0).jumpToHeadroomS).toBeCloseTo(0.14);
});

test('uneven deliveries cost a few stalls, then the buffer is deep enough', () => {
  const edge = lone();
  const late = (n: number) => (n % 7 === 3 ? 0.18 : 0);
  play(edge, 0.1, 60, late);
  expect(play(edge, edge.targetS(0), 30, late).stalls).toBeLessThanOrEqual(2);
  expect(edge.targetS(0)).toBeGreaterThan(0.14);
});

test('however often a tile stalls, its distance is bounded, and calm brings it back', () => {
  const edge = lone();
  for (let n = 0; n < 100; n++) edge.stalled(n);
  expect(edge.targetS(100)).toBeLessThanOrEqual(0.8);
  for (let nowMs = 0; nowMs < 15 * 60_000; nowMs += 200) edge.arrived(1, nowMs);
  expect(edge.targetS(15 * 60_000)).toBeCloseTo(0.1);
});

test('the hurry is never a caricature', () => {
  for (const headroomS of [0, 0.3, 0.8, 1.4, 1.6]) {
    const { rate } = lone().arrived(headroomS, 0);
    expect(rate).toBeGreaterThanOrEqual(0.9);
    expect(rate).toBeLessThanOrEqual(1.25);
  }
});

test('the rate changes in few steps and does not swing around the target', () => {
  const edge = lone();
  const rates = Array.from({ length: 200 }, (_, n) => edge.arrived(0.14 + 0.045 * Math.sin(n), n * 200).rate);
  expect(new Set(rates)).toEqual(new Set([1]));
});

test('the server clock believes the message that came fastest', () => {
  let nowMs = 1_000;
  const clock = new ServerClock(() => nowMs);
  expect(clock.nowMs()).toBe(1_000);
  clock.hear(5_900);
  nowMs = 2_000;
  clock.hear(6_990);
  nowMs = 3_000;
  clock.hear(7_500);
  expect(clock.nowMs()).toBe(3_000 + 4_990);
});
