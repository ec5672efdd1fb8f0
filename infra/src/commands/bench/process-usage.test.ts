import { expect, test } from 'vitest';
import { parseCpuSeconds, parseMemoryBytes, readUsage } from './process-usage.ts';

const statOf = (name: string) => `4242 (${name}) S 1 4242 4242 0 -1 4194560 900 0 3 0 1234 66 7 8 20 0 11 0 55 1 2`;

test.each(['', '4242 (node', '4242 (node) S 1 2 3', statOf('node').replace('1234', 'x')])(
  'a stat line of another shape is refused: %j',
  (stat) => {
    expect(() => parseCpuSeconds(stat)).toThrow('unknown shape');
  },
);

test.each(['node', 'ffmpeg 1 2', 'tmux: server', 'a) R 9 9 9 (b', '((x))', ') '])(
  'user and system time are found behind the name %j',
  (name) => {
    expect(parseCpuSeconds(statOf(name))).toBe(13);
  },
);

const ROLLUP = `5581-7ffd ---p 00000000 00:00 0    [rollup]
Rss:               73444 kB
Pss:               40102 kB
Pss_Dirty:         30000 kB
SwapPss:               0 kB
`;

test('memory is read from its own line, and a missing line is refused', () => {
  expect(parseMemoryBytes(ROLLUP, 'Rss')).toBe(73_444 * 1024);
  expect(parseMemoryBytes(ROLLUP, 'Pss')).toBe(40_102 * 1024);
  expect(() => parseMemoryBytes('Pss_Dirty: 1 kB', 'Pss')).toThrow('no Pss');
});

test.runIf(process.platform === 'linux')('a process that is gone is an error, not a zero', async () => {
  await expect(readUsage([process.pid, 4_194_305])).rejects.toThrow('ENOENT');
});

test.runIf(process.platform === 'linux')('this very process is measured', async () => {
  const usage = await readUsage([process.pid]);
  expect(usage.cpuSeconds).toBeGreaterThan(0);
  expect(usage.rssBytes).toBeGreaterThan(usage.pssBytes / 2);
  expect(Math.abs(usage.rssBytes / process.memoryUsage.rss() - 1)).toBeLessThan(0.5);
});
