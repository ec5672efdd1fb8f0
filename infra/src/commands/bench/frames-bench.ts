import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { BenchArguments } from './bench-arguments.ts';
import type { BenchContext } from './bench-contract.ts';
import { endOf, pidsOf, stopAll } from './bench-engine.ts';
import { readUsage } from './process-usage.ts';

export interface FramesBenchResult {
  /** Key-frame JPEGs per core-second, all processes of each side together. */
  readonly ours: number;
  readonly bare: number;
  /** bare / ours: how many times as much we use; below 1.25 is the bar. */
  readonly ratio: number;
  readonly streams: string;
  readonly frames: number;
  readonly rounds: number;
  readonly jpegKb: { readonly ours: number; readonly bare: number };
  readonly machine: string;
}

type EngineName = 'pool' | 'bare';

interface Total {
  frames: number;
  cpuSeconds: number;
  jpegBytes: number;
}

const LOAD_PROGRAM = fileURLToPath(new URL('../../../../ingest/dist/bench/frames-load.js', import.meta.url));
const CLIPS_DIR = new URL('../../../camera-sim/clips/', import.meta.url);
const CLIPS = ['gate-car', 'gate-moto', 'avenue'];
/** Fills caches and lets the just-in-time compiler finish on both sides. */
const WARM_UP_FRAMES = 200;
/** Both sides in turn, so that whatever else the machine does falls on both. */
const ROUNDS = 6;

/**
 * What our way from key frame to JPEG (queue, process border, difference gate) costs beside libavcodec called in one
 * process on the same packets. CPU time of every process of each side, from /proc.
 */
export async function benchFrames(args: BenchArguments, context: BenchContext): Promise<FramesBenchResult> {
  const streams = args.choices.streams ?? 'both';
  const names = streams === 'both' ? ['main', 'sub'] : [streams];
  const clips = CLIPS.flatMap((clip) => names.map((name) => fileURLToPath(new URL(`${clip}.${name}.mp4`, CLIPS_DIR))));
  const perRound = Math.ceil((args.counts.frames ?? 0) / ROUNDS);
  const sides = { pool: new FramesLoad('pool', clips), bare: new FramesLoad('bare', clips) };
  const stop = (): void => void Promise.all([sides.pool.stop(), sides.bare.stop()]);
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    const totals = { pool: emptyTotal(), bare: emptyTotal() };
    for (const name of ['pool', 'bare'] as const) {
      await sides[name].ready;
      await sides[name].run(WARM_UP_FRAMES);
    }
    for (let round = 0; round < ROUNDS; round++) {
      const order: readonly EngineName[] = round % 2 === 0 ? ['pool', 'bare'] : ['bare', 'pool'];
      for (const name of order) await measure(sides[name], perRound, totals[name]);
      context.say(`vòng / round ${round + 1}/${ROUNDS}: ${rateOf(totals.pool)} | ${rateOf(totals.bare)} JPEG/core-s`);
    }
    const [ours, bare] = [rateOf(totals.pool), rateOf(totals.bare)];
    return {
      ours,
      bare,
      ratio: Math.round((bare / ours) * 1_000) / 1_000,
      streams: names.join('+'),
      frames: totals.pool.frames,
      rounds: ROUNDS,
      jpegKb: { ours: kbOf(totals.pool), bare: kbOf(totals.bare) },
      machine: `${cpus().length} x ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}`,
    };
  } finally {
    context.signal.removeEventListener('abort', stop);
    await Promise.all([sides.pool.stop(), sides.bare.stop()]);
  }
}

const emptyTotal = (): Total => ({ frames: 0, cpuSeconds: 0, jpegBytes: 0 });
const rateOf = ({ frames, cpuSeconds }: Total): number => Math.round((frames / cpuSeconds) * 10) / 10;
const kbOf = ({ frames, jpegBytes }: Total): number => Math.round(jpegBytes / frames / 100) / 10;

async function measure(side: FramesLoad, frames: number, total: Total): Promise<void> {
  const before = await side.cpuSeconds();
  const { jpegBytes } = await side.run(frames);
  total.cpuSeconds += (await side.cpuSeconds()) - before;
  total.frames += frames;
  total.jpegBytes += jpegBytes;
}

/** One load process (`ingest/src/bench/frames-load.ts`) with its children. */
class FramesLoad {
  readonly ready: Promise<unknown>;
  readonly #child;
  readonly #ended: Promise<string>;

  constructor(engine: EngineName, clips: readonly string[]) {
    this.#child = fork(LOAD_PROGRAM, [], { stdio: ['ignore', 2, 2, 'ipc'], execArgv: [] });
    this.#ended = endOf(this.#child);
    this.ready = this.#ask({ type: 'start', engine, clips, processes: Math.max(1, cpus().length - 1) }, 'ready');
    this.ready.catch(() => undefined);
  }

  async run(frames: number): Promise<{ jpegBytes: number }> {
    const { jpegBytes } = await this.#ask({ type: 'run', frames }, 'ran');
    if (typeof jpegBytes !== 'number') throw new Error('the frames load gave no figure');
    return { jpegBytes };
  }

  /** Of the process and the children it has now. */
  async cpuSeconds(): Promise<number> {
    const [pid = 0] = pidsOf([this.#child]);
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    const pids = children.split(' ').map(Number);
    return (await readUsage([pid, ...pids.filter((child) => child > 0)])).cpuSeconds;
  }

  stop(): Promise<void> {
    return stopAll([this.#child], this.#ended);
  }

  #ask(message: object, type: string): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      const take = (answer: unknown): void => {
        const fields: Record<string, unknown> = typeof answer === 'object' ? { ...answer } : {};
        if (fields.type !== type) return;
        this.#child.off('message', take);
        resolve(fields);
      };
      this.#child.on('message', take);
      void this.#ended.then((how) => reject(new Error(`the frames load ended (${how})`)));
      this.#child.send(message, () => undefined);
    });
  }
}
