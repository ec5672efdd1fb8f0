import { expect, test } from 'vitest';
import { MODERATED_READS_PER_S, ReadModeration, UNWATCHED_ROUND_MS, WATCHED_ROUND_MS } from './read-moderation.ts';

function loop() {
  let nowMs = 1_000;
  let sleptMs = 0;
  const rounds: (() => void)[] = [];
  const moderation = new ReadModeration({
    clock: { monotonicMs: () => nowMs },
    sleep: (ms) => {
      nowMs += ms;
      sleptMs += ms;
    },
    afterReads: (callback) => rounds.push(callback),
  });
  /** One turn of the event loop: what is there is read, then comes what waits for the end of the turn. */
  const turn = (reads: number, busyMs: number): void => {
    for (let i = 0; i < reads; i++) moderation.onRead();
    nowMs += busyMs;
    for (const callback of rounds.splice(0)) callback();
  };
  /** A second of turns with so many reads. */
  const second = (reads: number, busyMs = 1): number => {
    const before = sleptMs;
    const turnMs = 1_000 / Math.max(1, reads);
    for (const startedAtMs = nowMs; nowMs < startedAtMs + 1_000; ) {
      const due = Math.max(1, Math.round((sleptMs - before > 0 ? UNWATCHED_ROUND_MS : turnMs) / turnMs));
      turn(due, Math.max(busyMs, sleptMs - before > 0 ? 0 : turnMs));
    }
    return sleptMs - before;
  };
  return { moderation, turn, second, sleptMs: () => sleptMs, pass: (ms: number) => (nowMs += ms) };
}

test('a few cameras are read at once, always', () => {
  const { second } = loop();
  for (let i = 0; i < 5; i++) expect(second(MODERATED_READS_PER_S / 2)).toBe(0);
});

test('many reads are gathered in rounds of 80 ms, or 20 ms while somebody watches', () => {
  const { moderation, second, turn, sleptMs } = loop();
  second(MODERATED_READS_PER_S * 4);
  expect(second(MODERATED_READS_PER_S * 4)).toBeGreaterThan(900);
  const before = sleptMs();
  turn(30, 5);
  expect(sleptMs() - before).toBe(UNWATCHED_ROUND_MS - 5);
  moderation.hurry(WATCHED_ROUND_MS + 1);
  turn(30, 5);
  expect(sleptMs() - before).toBe(UNWATCHED_ROUND_MS - 5 + WATCHED_ROUND_MS - 5);
  turn(30, 5);
  expect(sleptMs() - before).toBe(2 * (UNWATCHED_ROUND_MS - 5) + WATCHED_ROUND_MS - 5);
});

test('nobody rests while datagrams are awaited', () => {
  const { moderation, second } = loop();
  second(MODERATED_READS_PER_S * 4);
  const allow = moderation.forbid();
  const allowOther = moderation.forbid();
  expect(second(MODERATED_READS_PER_S * 4)).toBe(0);
  allow();
  allow();
  expect(second(MODERATED_READS_PER_S * 4)).toBe(0);
  allowOther();
  expect(second(MODERATED_READS_PER_S * 4)).toBeGreaterThan(0);
});

test('a loop that is busy for longer than a round is not halted', () => {
  const { turn, second, sleptMs } = loop();
  second(MODERATED_READS_PER_S * 4);
  turn(1, 1);
  const before = sleptMs();
  for (let i = 0; i < 50; i++) turn(40, UNWATCHED_ROUND_MS + 1);
  expect(sleptMs()).toBe(before);
});

test('a moment of many reads does not slow what comes long after', () => {
  const { turn, second, pass, sleptMs } = loop();
  second(MODERATED_READS_PER_S * 4);
  second(MODERATED_READS_PER_S * 4);
  pass(60_000);
  turn(1, 1);
  const before = sleptMs();
  for (let i = 0; i < 100; i++) {
    pass(100);
    turn(1, 1);
  }
  expect(sleptMs()).toBe(before);
});
