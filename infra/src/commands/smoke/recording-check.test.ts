import { expect, test } from 'vitest';
import { byteRangesOf } from './recording-check.ts';

test('the initialisation segment and every fragment are listed in playing order', () => {
  const playlist = [
    '#EXTM3U',
    '#EXT-X-MAP:URI="/api/v1/recordings/a/media",BYTERANGE="700@0"',
    '#EXTINF:1.000,',
    '#EXT-X-BYTERANGE:1000@700',
    '/api/v1/recordings/a/media',
    '#EXTINF:1.000,',
    '#EXT-X-BYTERANGE:900@1700',
    '/api/v1/recordings/a/media',
    '#EXT-X-ENDLIST',
  ].join('\n');
  expect(byteRangesOf(playlist).map(({ start, bytes }) => [start, bytes])).toEqual([
    [0, 700],
    [700, 1000],
    [1700, 900],
  ]);
});

test('a playlist without fragments gives no ranges', () => {
  expect(byteRangesOf('#EXTM3U\n#EXT-X-ENDLIST\n')).toEqual([]);
});
