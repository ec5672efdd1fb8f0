/**
 * `npm run bench -- <name> [flags] [--json]`: measures a part of the platform (see `BENCH_USAGE`). Progress goes to
 * standard error, the last line of output is one JSON object; exit code 0 says that it ran, not that a bar was met.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@thapcanh/core/errors/app-error';
import { parseBenchArguments } from './bench/bench-arguments.ts';
import { BENCH_FLAGS, BENCH_USAGE, BENCHES } from './bench/benches.ts';

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function bench(signal: AbortSignal): Promise<void> {
  const args = parseBenchArguments(process.argv.slice(2), BENCH_FLAGS);
  if (process.platform !== 'linux') throw new Error('processes are measured in /proc, which only Linux has');
  const run = await BENCHES[args.bench as keyof typeof BENCHES]();
  const dir = await mkdtemp(join(tmpdir(), 'thapcanh-bench-'));
  try {
    const result = await run(args, { dir, say, signal });
    process.stdout.write(`${JSON.stringify(result, null, args.isJson ? 0 : 2)}\n`);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
try {
  await bench(stop.signal);
} catch (error) {
  if (stop.signal.aborted) say('Đã dừng / stopped');
  else if (error instanceof AppError) say(`✗ ${error.text('vi')}\n  ${error.text('en')}\n\n${BENCH_USAGE}`);
  else say(`✗ ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = stop.signal.aborted ? 130 : 1;
}
