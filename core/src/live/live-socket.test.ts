import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLiveCommand, parseLiveNotice } from './live-socket.ts';

test.each([
  '',
  '[]',
  'null',
  '{"op":"open"}',
  '{"op":"open","tile":-1,"cameraId":"gate","stream":"sub"}',
  '{"op":"open","tile":65536,"cameraId":"gate","stream":"sub"}',
  '{"op":"open","tile":1,"cameraId":"../gate","stream":"sub"}',
  '{"op":"open","tile":1,"cameraId":"gate","stream":"both"}',
  '{"op":"shut","tile":1}',
])('%s is no command', (text) => {
  expect(parseLiveCommand(text)).toBeNull();
});

test('no text is thrown at', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      parseLiveCommand(text);
      parseLiveNotice(text);
    }),
  );
});

test('commands and notices are read as they were written', () => {
  const open = { op: 'open', tile: 3, cameraId: 'gate', stream: 'sub' };
  expect(parseLiveCommand(JSON.stringify(open))).toEqual(open);
  expect(parseLiveCommand('{"op":"close","tile":3}')).toEqual({ op: 'close', tile: 3 });
  const tile = { op: 'tile', tile: 3, state: 'waiting', code: 'TC_X', text: { vi: 'chờ', en: 'wait' }, dropped: 2 };
  expect(parseLiveNotice(JSON.stringify(tile))).toEqual(tile);
  expect(parseLiveNotice('{"op":"time","serverTimeMs":5}')).toEqual({ op: 'time', serverTimeMs: 5 });
});
