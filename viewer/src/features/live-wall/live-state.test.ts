import { expect, test } from 'vitest';
import { tileState } from './live-state.ts';

test('a picture that stands still is never called live, whatever the server says', () => {
  expect(tileState({ server: 'live', lastMovedAtMs: 0, ageMs: null, nowMs: 7_400 })).toEqual({
    kind: 'stale',
    seconds: 7,
  });
});

test('before the first picture the tile is connecting', () => {
  expect(tileState({ server: 'live', lastMovedAtMs: null, ageMs: null, nowMs: 50_000 })).toEqual({
    kind: 'connecting',
  });
  expect(tileState({ server: null, lastMovedAtMs: null, ageMs: null, nowMs: 0 })).toEqual({ kind: 'connecting' });
});

test('without a picture the server’s word that the camera is away stands', () => {
  expect(tileState({ server: 'offline', lastMovedAtMs: null, ageMs: null, nowMs: 0 })).toEqual({ kind: 'offline' });
});

test('a moving picture is live even while the server’s word lags', () => {
  expect(tileState({ server: 'offline', lastMovedAtMs: 9_000, ageMs: null, nowMs: 10_000 })).toEqual({ kind: 'live' });
});

test('a frozen picture of a lost camera is no signal', () => {
  expect(tileState({ server: 'offline', lastMovedAtMs: 0, ageMs: null, nowMs: 5_000 })).toEqual({ kind: 'offline' });
});

test('a camera that a person switched off says so', () => {
  expect(tileState({ server: 'disabled', lastMovedAtMs: 9_999, ageMs: null, nowMs: 10_000 })).toEqual({
    kind: 'disabled',
  });
});

test('pictures of long ago are not live, however smoothly they move', () => {
  const past = { server: 'live', lastMovedAtMs: 9_900, ageMs: 42_000, nowMs: 10_000 } as const;
  expect(tileState(past)).toEqual({ kind: 'stale', seconds: 42 });
  expect(tileState({ ...past, ageMs: 3_000 })).toEqual({ kind: 'live' });
});

test('a time line that moves over one and the same picture is not live', () => {
  const still = { server: 'live', lastMovedAtMs: 99_900, ageMs: 400, nowMs: 100_000 } as const;
  expect(tileState({ ...still, stillSinceMs: 98_000 })).toEqual({ kind: 'live' });
  expect(tileState({ ...still, stillSinceMs: 80_000 })).toEqual({ kind: 'stale', seconds: 20 });
});
