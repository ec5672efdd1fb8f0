import { expect, test } from 'vitest';
import { Halt } from './halt.ts';

const dry = { aheadS: 0, neededS: 0.4, isDecoded: false };
const full = { aheadS: 0.5, neededS: 0.4, isDecoded: true };

/** A player that got over its start at 1,000 ms and stalled at 10,000 ms. */
function stalled(): Halt {
  const halt = new Halt();
  halt.begin(0);
  halt.end(1_000);
  halt.begin(10_000);
  return halt;
}

test('a halt does not end before the decoder could fill its queue, however much is there', () => {
  const halt = stalled();
  expect(halt.goesOnInMs(full, 10_000)).toBe(250);
  expect(halt.goesOnInMs(full, 10_250)).toBe(0);
});

test('nothing is played before the next picture is decoded, unless the browser makes nothing of what is there', () => {
  const halt = stalled();
  expect(halt.goesOnInMs({ ...full, isDecoded: false }, 10_400)).toBe(200);
  expect(halt.goesOnInMs({ ...full, isDecoded: false }, 10_600)).toBe(0);
});

test('a stream that stopped is waited for without a limit', () => {
  expect(stalled().goesOnInMs(dry, 100_000)).toBe(Number.POSITIVE_INFINITY);
});

test('with a shallow buffer it goes on after 1.5 s, so that no halt is long', () => {
  const halt = stalled();
  const shallow = { aheadS: 0.3, neededS: 0.4, isDecoded: true };
  expect(halt.goesOnInMs(shallow, 11_000)).toBe(500);
  expect(halt.goesOnInMs(shallow, 11_500)).toBe(0);
});

test('the start waits until all that was held has come', () => {
  const halt = new Halt();
  halt.begin(0);
  halt.arrived(0);
  halt.arrived(20);
  expect(halt.goesOnInMs(full, 30)).toBe(50);
  halt.arrived(40);
  expect(halt.goesOnInMs(full, 80)).toBe(20);
  expect(halt.goesOnInMs(full, 100)).toBe(0);
});

test('only a short halt after a stall says that the buffer was too shallow', () => {
  const start = new Halt();
  start.begin(0);
  expect(start.end(500)).toBe(false);
  expect(stalled().end(11_000)).toBe(true);
  expect(stalled().end(15_000)).toBe(false);
});

test('a player that plays is not held up', () => {
  const halt = stalled();
  halt.end(10_400);
  expect(halt.goesOnInMs(dry, 10_500)).toBe(0);
  expect(halt.isHalted).toBe(false);
});
