import { expect, test } from 'vitest';
import { parseLoadFinish, parseLoadStart } from './load-messages.ts';

const start = {
  type: 'start',
  urls: ['rtsp://h/a'],
  username: 'u',
  password: 'p',
  recordingsDir: 'r',
  rememberMs: 60_000,
};

test.each([
  null,
  'start',
  { ...start, type: 'finish' },
  { ...start, urls: [] },
  { ...start, urls: ['rtsp://h/a', 7] },
  { ...start, password: undefined },
  { ...start, recordingsDir: '' },
  { ...start, rememberMs: '1' },
  { ...start, rememberMs: 0 },
])('a start message that is none is refused: %j', (message) => {
  expect(parseLoadStart(message)).toBeNull();
});

test.each([undefined, { type: 'finish' }, { type: 'finish', fromMs: 1, toMs: '2' }])(
  'a finish message that is none is refused: %j',
  (message) => {
    expect(parseLoadFinish(message)).toBeNull();
  },
);

test('both messages are read', () => {
  const { type: _, ...fields } = start;
  expect(parseLoadStart(start)).toEqual(fields);
  expect(parseLoadFinish({ type: 'finish', fromMs: 1, toMs: 2.5 })).toEqual({ fromMs: 1, toMs: 2.5 });
});
