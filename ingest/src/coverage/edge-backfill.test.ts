import { type CameraId, parseCameraId } from '@thapcanh/core/ids';
import { expect, test } from 'vitest';
import type { MediaPart } from '../media/media-types.ts';
import { testParts } from '../worker/test-media.fixture.ts';
import { testBackfillSource } from './edge-backfill.conformance.ts';
import {
  type BackfillEvent,
  BackfillFailure,
  type BackfillSource,
  type BackfillState,
  backfillAfter,
} from './edge-backfill.ts';
import { inside, type Span } from './spans.ts';

const gate = parseCameraId('gate') as CameraId;
const held: Span = { fromMs: 1_800_000_000_000, toMs: 1_800_000_012_000 };

/** A memory card that holds twelve seconds of one camera. */
class MemoryCard implements BackfillSource {
  readonly #parts = testParts(held.fromMs, held.toMs - held.fromMs);

  async holdings(cameraId: CameraId, period: Span): Promise<Span[]> {
    return cameraId === gate ? inside([held], period) : [];
  }

  async *fetch(cameraId: CameraId, fromMs: number, toMs: number, signal: AbortSignal): AsyncIterable<MediaPart> {
    if (cameraId !== gate) throw new BackfillFailure('the card has no such camera', { isLasting: true });
    const keys = this.#parts.filter((part) => part.startsWithKeyFrame && part.startsAtMs <= fromMs);
    const beginsAtMs = keys.at(-1)?.startsAtMs ?? fromMs;
    for (const part of this.#parts) {
      signal.throwIfAborted();
      if (part.startsAtMs >= beginsAtMs && part.startsAtMs < toMs) yield part;
    }
  }
}

testBackfillSource('a memory card', () => ({
  source: new MemoryCard(),
  cameraId: gate,
  unknownCamera: parseCameraId('khong-co') as CameraId,
  held,
}));

const STATES: readonly BackfillState[] = ['none', 'wanted', 'running', 'done', 'failed'];
const EVENTS: readonly BackfillEvent[] = ['ask', 'begin', 'complete', 'interrupt', 'give-up', 'orphan'];

test('an event that has no place in a state is refused', () => {
  expect(backfillAfter('none', 'begin')).toBeNull();
  expect(backfillAfter('done', 'complete')).toBeNull();
  expect(backfillAfter('wanted', 'complete')).toBeNull();
});

test('from every state a gap can be asked for again and be done', () => {
  for (const state of STATES) {
    const asked = state === 'wanted' || state === 'running' ? 'wanted' : backfillAfter(state, 'ask');
    expect(asked).toBe('wanted');
  }
  expect(backfillAfter('wanted', 'begin')).toBe('running');
  expect(backfillAfter('running', 'complete')).toBe('done');
  for (const state of STATES) {
    for (const event of EVENTS) expect([...STATES, null]).toContain(backfillAfter(state, event));
  }
});

test('a process that dies while it fetches leaves the gap wanted', () => {
  expect(backfillAfter('running', 'orphan')).toBe('wanted');
  expect(backfillAfter('running', 'interrupt')).toBe('wanted');
});
