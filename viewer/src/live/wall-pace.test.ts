import { expect, test } from 'vitest';
import { LiveEdge } from './live-edge.ts';
import { WallPace } from './wall-pace.ts';

function wallOf(tiles: number): WallPace {
  const pace = new WallPace();
  for (let n = 0; n < tiles; n++) pace.join();
  return pace;
}

test('a lone tile stays at the edge, and its stalls are nobody else’s lesson', () => {
  const pace = wallOf(1);
  for (let nowMs = 0; nowMs < 60_000; nowMs += 2_000) pace.stalled(nowMs);
  expect(pace.floorS(60_000)).toBeCloseTo(0.1);
});

test('the more tiles share the machine, the further from the edge they play, within a bound', () => {
  const floors = [1, 4, 9, 16, 25, 64].map((tiles) => wallOf(tiles).floorS(0));
  expect(floors).toEqual(floors.toSorted((a, b) => a - b));
  expect(floors.at(1)).toBeLessThan(0.2);
  expect(floors.at(4)).toBeGreaterThanOrEqual(0.5);
  expect(floors.at(-1)).toBeCloseTo(0.6);
});

test('a stall of one tile deepens the buffers of the others', () => {
  const pace = wallOf(25);
  const other = new LiveEdge(pace);
  const beforeS = other.targetS(0);
  pace.stalled(0);
  expect(other.targetS(0)).toBeGreaterThan(beforeS);
});

test('tiles that stall together teach one lesson, and lessons are bounded', () => {
  const pace = wallOf(25);
  const beforeS = pace.floorS(0);
  for (let n = 0; n < 25; n++) pace.stalled(n);
  expect(pace.floorS(25) - beforeS).toBeCloseTo(0.06);
  for (let nowMs = 1_000; nowMs < 100_000; nowMs += 1_000) pace.stalled(nowMs);
  expect(pace.floorS(100_000)).toBeLessThanOrEqual(1.1);
});

test('calm brings the tiles back to the edge slowly', () => {
  const pace = wallOf(25);
  const beforeS = pace.floorS(0);
  pace.stalled(0);
  pace.stalled(2_000);
  expect(pace.floorS(10_000)).toBeCloseTo(beforeS + 0.12);
  expect(pace.floorS(33_000)).toBeCloseTo(beforeS + 0.08);
  expect(pace.floorS(300_000)).toBeCloseTo(beforeS);
});

test('whoever looks at one camera after a wall is back at the edge at once', () => {
  const pace = new WallPace();
  const leave = Array.from({ length: 25 }, () => pace.join());
  pace.stalled(0);
  for (const out of leave.slice(1)) out();
  leave[1]?.();
  expect(pace.floorS(0)).toBeCloseTo(0.1);
});

test('a wall hurries less than a lone tile, for decoding faster costs what the others need', () => {
  expect(wallOf(25).maxRate(0)).toBeLessThan(wallOf(1).maxRate(0));
  const edge = new LiveEdge(wallOf(25));
  expect(edge.arrived(1, 0).rate).toBe(1.05);
  expect(edge.arrived(2, 0).rate).toBeLessThanOrEqual(1.1);
});

test('after a stall nobody on the wall hurries for a while', () => {
  const pace = wallOf(25);
  pace.stalled(1_000);
  expect(pace.maxRate(5_900)).toBe(1);
  expect(pace.maxRate(6_100)).toBeGreaterThan(1);
});

test('a tile that all but ran dry is a smaller lesson than a stall', () => {
  const [pinched, stalled, still] = [wallOf(25), wallOf(25), wallOf(25)];
  new LiveEdge(pinched).arrived(0.05, 0);
  stalled.stalled(0);
  expect(pinched.floorS(0)).toBeGreaterThan(still.floorS(0));
  expect(pinched.floorS(0)).toBeLessThan(stalled.floorS(0));
});
