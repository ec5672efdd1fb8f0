import { expect, test } from 'vitest';
import { LiveEdge } from './live-edge.ts';
import { ServerClock } from './server-clock.ts';

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

test('a tile that is behind catches up and then plays at its natural speed', () => {
  const edge = new LiveEdge();
  const { headroomS, stalls } = play(edge, 1, 30);
  expect(headroomS).toBeLessThan(edge.targetS + 0.06);
  expect(stalls).toBe(0);
  expect(edge.arrived(edge.targetS, 0).rate).toBe(1);
});

test('far behind it jumps', () => {
  expect(new LiveEdge().arrived(4, 0).jumpToHeadroomS).toBeCloseTo(0.14);
});

test('uneven deliveries cost a few stalls, then the buffer is deep enough', () => {
  const edge = new LiveEdge();
  const late = (n: number) => (n % 7 === 3 ? 0.18 : 0);
  play(edge, 0.1, 60, late);
  expect(play(edge, edge.targetS, 30, late).stalls).toBeLessThanOrEqual(2);
  expect(edge.targetS).toBeGreaterThan(0.14);
});

test('the hurry is never a caricature', () => {
  const edge = new LiveEdge();
  for (const headroomS of [0, 0.3, 0.8, 1.4, 1.6]) {
    const { rate } = edge.arrived(headroomS, 0);
    expect(rate).toBeGreaterThanOrEqual(0.95);
    expect(rate).toBeLessThanOrEqual(1.25);
  }
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
