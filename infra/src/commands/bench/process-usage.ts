import { readFile } from 'node:fs/promises';

/** What processes used up to now, summed. */
export interface ProcessUsage {
  /** User and system time since each process began. */
  readonly cpuSeconds: number;
  /** Resident memory; pages that several processes share count in each of them. */
  readonly rssBytes: number;
  /** Proportional set size: a page shared by n processes counts 1/n in each. */
  readonly pssBytes: number;
}

/** USER_HZ, the unit of times in /proc: 100 on every Linux that Node runs on, whatever the kernel's own clock. */
const TICKS_PER_SECOND = 100;

/** utime + stime (fields 14 and 15) of `/proc/PID/stat`, see proc(5). @throws Error for another shape. */
export function parseCpuSeconds(stat: string): number {
  // The name in parentheses may itself hold blanks and parentheses; field 3 follows the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [userTicks, systemTicks] = [fields[11], fields[12]].map((field) => (field ? Number(field) : Number.NaN));
  const ticks = (userTicks ?? Number.NaN) + (systemTicks ?? Number.NaN);
  if (!Number.isInteger(ticks)) throw new Error('/proc/PID/stat has an unknown shape');
  return ticks / TICKS_PER_SECOND;
}

/** One line of `/proc/PID/smaps_rollup`, `Rss:  1234 kB`. @throws Error when it is not there. */
export function parseMemoryBytes(rollup: string, name: 'Rss' | 'Pss'): number {
  const match = new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(rollup);
  if (match === null) throw new Error(`/proc/PID/smaps_rollup has no ${name}`);
  return Number(match[1]) * 1024;
}

/** Reads all of `pids` (Linux only). Rejects when one of them is gone. */
export async function readUsage(pids: readonly number[]): Promise<ProcessUsage> {
  const each = await Promise.all(
    pids.map(async (pid) => {
      const [stat, rollup] = await Promise.all([
        readFile(`/proc/${pid}/stat`, 'utf8'),
        readFile(`/proc/${pid}/smaps_rollup`, 'utf8'),
      ]);
      const memory = { rss: parseMemoryBytes(rollup, 'Rss'), pss: parseMemoryBytes(rollup, 'Pss') };
      return { cpuSeconds: parseCpuSeconds(stat), ...memory };
    }),
  );
  return {
    cpuSeconds: each.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    rssBytes: each.reduce((sum, { rss }) => sum + rss, 0),
    pssBytes: each.reduce((sum, { pss }) => sum + pss, 0),
  };
}
