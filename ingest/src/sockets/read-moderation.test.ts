import { expect, test } from 'vitest';
import {
  CONNECTING_MS,
  CONNECTING_ROUND_MS,
  ReadModeration,
  UNWATCHED_ROUND_MS,
  WATCHED_ROUND_MS,
} from './read-moderation.ts';

function thread() {
  let nowMs = 1_000;
  const rests: number[] = [];
  const ends: (() => void)[] = [];
  const state = { isWatched: false, handedOn: 0 };
  const moderation = new ReadModeration({
    monotonicMs: () => nowMs,
    rest: (ms) => {
      nowMs += ms;
      rests.push(ms);
    },
    afterReads: (callback) => ends.push(callback),
    isWatched: () => state.isWatched,
    handOn: () => {
      state.handedOn += 1;
    },
  });
  /** One turn of the event loop: so many reads, which take so long. */
  const turn = (reads: number, busyMs: number): void => {
    for (let i = 0; i < reads; i++) moderation.onRead();
    nowMs += busyMs;
    for (const end of ends.splice(0)) end();
  };
  return { moderation, state, rests, turn, pass: (ms: number) => (nowMs += ms) };
}

test('all reads of a turn are handed on once, before the rest', () => {
  const { state, rests, turn } = thread();
  turn(64, 4);
  expect(state.handedOn).toBe(1);
  expect(rests).toEqual([UNWATCHED_ROUND_MS - 4]);
});

test('a turn without reads is no round', () => {
  const { state, rests, turn } = thread();
  turn(0, 4);
  expect(state.handedOn).toBe(0);
  expect(rests).toEqual([]);
});

test('rounds are short while somebody watches, and shorter while a connection is being made', () => {
  const { moderation, state, rests, turn, pass } = thread();
  state.isWatched = true;
  turn(1, 1);
  moderation.onConnecting();
  turn(1, 1);
  pass(CONNECTING_MS);
  turn(1, 1);
  expect(rests).toEqual([WATCHED_ROUND_MS - 1, CONNECTING_ROUND_MS - 1, WATCHED_ROUND_MS - 1]);
});

test('a thread that is busy for a whole round goes on at once', () => {
  const { rests, turn } = thread();
  turn(64, UNWATCHED_ROUND_MS);
  turn(64, UNWATCHED_ROUND_MS + 50);
  expect(rests).toEqual([]);
});
