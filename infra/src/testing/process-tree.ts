import { readdir, readFile } from 'node:fs/promises';

/** A process as /proc shows it (proc(5)); pid and start time together name it for good. */
export interface SeenProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly startTicks: string;
  readonly state: string;
  readonly command: string;
}

/** Whether this system shows its processes in /proc; the suites that count processes need it. */
export const hasProcFs = process.platform === 'linux';

async function look(pid: number): Promise<SeenProcess | null> {
  try {
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    // The name in parentheses may hold anything, the fields after it are numbers.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      parentPid: Number(fields[1]),
      startTicks: fields[19] ?? '',
      state: fields[0] ?? '',
      command: command.replaceAll('\0', ' ').trim(),
    };
  } catch {
    return null;
  }
}

/** Every living process below `pid`, itself not included. */
export async function descendantsOf(pid: number): Promise<SeenProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = (await Promise.all(pids.map(look))).filter((seen) => seen !== null && seen.state !== 'Z');
  const found: SeenProcess[] = [];
  const wanted = new Set([pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const seen of all) {
      if (seen === null || wanted.has(seen.pid) || !wanted.has(seen.parentPid)) continue;
      wanted.add(seen.pid);
      found.push(seen);
      grown = true;
    }
  }
  return found;
}

/** Those of `processes` that still run. */
export async function survivorsOf(processes: readonly SeenProcess[]): Promise<string[]> {
  const now = await Promise.all(processes.map(({ pid }) => look(pid)));
  return now.flatMap((seen, index) =>
    seen !== null && seen.state !== 'Z' && seen.startTicks === processes[index]?.startTicks
      ? [`${seen.pid} ${seen.command.slice(0, 120)}`]
      : [],
  );
}

/** Processes whose command line or environment names `text`, for what was never seen as a descendant. */
export async function processesNaming(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (pid === String(process.pid)) continue;
    const texts = await Promise.all(
      ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    );
    if (texts.some((content) => content.includes(text)))
      found.push(`${pid} ${texts[0]?.replaceAll('\0', ' ').slice(0, 120)}`);
  }
  return found;
}
