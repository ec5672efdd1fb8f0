import { expect, test } from 'vitest';
import { meaningOf } from './outbox-alarm.ts';

const NOW_MS = Date.parse('2026-11-22T10:00:00Z');
const event = { cameraId: 'gate', event: 'tamper', topic: 'VideoSource/GlobalSceneChange', at: '2026-11-22T09:59:58Z' };

test.each([
  ['camera.event', null],
  ['camera.event', 'text'],
  ['camera.event', { ...event, cameraId: 7 }],
  ['camera.event', { ...event, event: 'motion' }],
  ['camera.event', { ...event, isActive: false }],
  ['recording.gap', { state: 'open' }],
  ['passage.created', event],
])('a row of kind %s with %j is no alarm', (kind, payload) => expect(meaningOf(kind, payload, NOW_MS)).toBeNull());

test('what a camera says of the future is dated by our own clock, and its words are cut', () => {
  const meaning = meaningOf('camera.event', { ...event, at: '2031-01-01T00:00:00Z', topic: 'x'.repeat(900) }, NOW_MS);
  expect(meaning).toMatchObject({ means: 'alarm', alarm: { kind: 'device.tamper', cameraId: 'gate', atMs: NOW_MS } });
  expect(meaning?.means === 'alarm' && meaning.alarm.subject).toHaveLength(200);
});

test('an open gap is an alarm and its end ends it', () => {
  const gap = { state: 'open', gapId: 'g1', cameraId: 'gate', cause: 'network-cut' };
  expect(meaningOf('recording.gap', gap, NOW_MS)).toEqual({
    means: 'alarm',
    alarm: { kind: 'recording.gap', cameraId: 'gate', params: { gapId: 'g1', cause: 'network-cut' }, atMs: NOW_MS },
  });
  expect(meaningOf('recording.gap', { ...gap, state: 'closed' }, NOW_MS)).toEqual({
    means: 'ends',
    kind: 'recording.gap',
    cameraId: 'gate',
  });
});
