import { expect, test } from 'vitest';
import { infraError } from '../errors/infra-errors.ts';
import { failureText, firstLoginBox, prettyLogLine } from './console-output.ts';

test('a refusal is said once, Vietnamese first, without a stack', () => {
  expect(failureText(infraError('TC_DISK_FULL', { path: '/data' }))).toMatchInlineSnapshot(`
    "
    ✗ TC_DISK_FULL
      Hết dung lượng đĩa tại /data. Giải phóng dung lượng hoặc chọn đĩa khác bằng --data THƯ_MỤC.
      The disk that holds /data is full. Free some space or choose another disk with --data DIR.
    "
  `);
});

test('the first login stands in a box whose sides meet', () => {
  const lines = firstLoginBox('http://127.0.0.1:8080', { username: 'admin', password: 'abcd-efgh' }).split('\n');
  expect(new Set(lines.map((line) => [...line].length)).size).toBe(1);
  expect(lines.join('\n')).toContain('abcd-efgh');
});

test('what is no log line is shown as it is, a log line in local time', () => {
  expect(prettyLogLine('plain text {')).toBe('plain text {');
  const line = {
    level: 'warn',
    time: '2026-03-01T17:00:05.000Z',
    role: 'ingest',
    cameraId: 'gate',
    err: { message: 'lost' },
  };
  expect(prettyLogLine(JSON.stringify({ ...line, msg: 'no video' }))).toBe(
    '00:00:05 ingest     ! no video cameraId=gate (lost)',
  );
  expect(prettyLogLine(JSON.stringify({ ...line, worker: 1, msg: 'no video' }))).toContain('05 ingest-1   ! no video');
});
