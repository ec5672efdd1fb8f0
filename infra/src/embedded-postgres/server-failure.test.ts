import { expect, test } from 'vitest';
import { serverFailure } from './server-failure.ts';

test.each([
  'FATAL:  could not extend file "base/1/2691": No space left on device\nPANIC:  cannot abort transaction 1',
  'FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes at block 3\nHINT:  Check free disk space.\nPANIC:  cannot abort transaction 1',
])('a full disk is named as such, whatever the server said last: %j', (output) => {
  expect(serverFailure('/data', output, 'exit 1')).toMatchObject({ code: 'TC_DISK_FULL' });
});

test('other failures carry the telling line without its time stamp', () => {
  const output = '2026-03-01 10:00:00 UTC [7] FATAL:  could not map anonymous shared memory\nlogs end here';
  expect(serverFailure('/data', output, 'exit 1').text('en')).toContain(
    'did not start: FATAL:  could not map anonymous shared memory.',
  );
});

test('a server that ended is told by how it ended, unless the disk is full', () => {
  const complaint = 'FATAL:  terminating connection due to administrator command';
  expect(serverFailure('/data', complaint, 'SIGKILL', 'TC_POSTGRES_ENDED').text('en')).toContain('(SIGKILL)');
  const full = 'PANIC:  could not write to file "pg_wal/xlogtemp.7": No space left on device';
  expect(serverFailure('/data', full, 'exit 1', 'TC_POSTGRES_ENDED')).toMatchObject({ code: 'TC_DISK_FULL' });
});
