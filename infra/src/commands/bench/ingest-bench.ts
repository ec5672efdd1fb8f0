import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { benchClip } from '../../camera-sim/bench-clips.ts';
import { prepareClip } from '../../camera-sim/clip.ts';
import { createFarm } from '../../camera-sim/farm.ts';
import { parseMp4Video } from '../../camera-sim/mp4-video.ts';
import { findProgram } from '../../testing/engine-process.ts';
import type { BenchArguments } from './bench-arguments.ts';
import type { BenchContext } from './bench-contract.ts';
import type { BenchEngine } from './bench-engine.ts';
import { type EngineFigures, figuresOf, ratioOf } from './engine-figures.ts';
import { startCopyEngine, startMpeg1Engine } from './ffmpeg-engines.ts';
import { startIngestEngine } from './ingest-engine.ts';
import { measureEngine } from './measure-engine.ts';

/** The last line of `npm run bench -- ingest`; null where ffmpeg is not installed. Ratios say how many times of ours. */
export interface IngestBenchResult {
  readonly engines: {
    readonly thapcanh: EngineFigures;
    readonly ffmpeg: EngineFigures | null;
    readonly mpeg1: EngineFigures | null;
  };
  readonly cpuRatio: number | null;
  readonly memoryRatio: number | null;
  /** The same without counting shared pages of many processes more than once. */
  readonly pssRatio: number | null;
  readonly mpeg1CpuRatio: number | null;
  readonly cameras: number;
  /** One ffmpeg a camera for more would measure the machine's memory, not ffmpeg; its figures are per camera anyway. */
  readonly ffmpegCameras: number;
  readonly seconds: number;
  readonly profile: string;
  readonly picture: string;
  readonly bitrateKbps: number;
  /** Time missing in our recordings of the measured stretch, all cameras together. */
  readonly lostMs: number;
}

/** Encoding anew costs too much for more; its figures are per camera anyway. */
const MOST_MPEG1_CAMERAS = 2;
const MOST_FFMPEG_CAMERAS = 64;
/** The last part of the measured stretch is still on its way to the disk. */
const SETTLE_MS = 1_000;
/** The longest run is ten minutes; what comes after it is looked at too. */
const REMEMBER_MS = 12 * 60_000;

/** Watches `engine` and ends it, whatever happens. */
async function measured<T>(engine: BenchEngine, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await engine.stop();
  }
}

/**
 * Measures the engines one after the other on the same simulated cameras, whose own cost is in this process and not
 * counted. `dir` is an empty directory for recordings. Everything started is stopped when it settles.
 */
export async function benchIngest(
  { counts, choices }: BenchArguments,
  { dir, say, signal }: BenchContext,
): Promise<IngestBenchResult> {
  const { cameras = 8, seconds = 20 } = counts;
  const { profile = 'main' } = choices;
  const clip = profile === 'sub' ? 'sub-360p10' : 'main-1080p25';
  const file = await benchClip(clip, { signal });
  const { width, height, fps, bitrateKbps } = prepareClip(parseMp4Video(await readFile(file)));
  const auth = { username: 'bench', password: randomBytes(12).toString('base64url') };
  // A password of ffmpeg would be on its command line for everybody to see: its cameras have none.
  const ffmpegCameras = Math.min(cameras, MOST_FFMPEG_CAMERAS);
  const guarded = await createFarm({ cameras, main: clip, auth, signal });
  const open = await createFarm({ cameras: ffmpegCameras, main: clip, signal });
  const tell = (name: string, figures: EngineFigures): EngineFigures => {
    const { cpuSecondsPerCameraMinute: cpu, rssMbPerCamera: rss, pssMbPerCamera: pss } = figures;
    say(`${name}: ${cpu} CPU s per camera minute, ${rss} MB resident per camera (${pss} MB with shared pages split)`);
    return figures;
  };
  const figuresOfEngine = async (name: string, engine: BenchEngine): Promise<EngineFigures> =>
    tell(name, figuresOf(await measured(engine, () => measureEngine(engine, seconds, signal))));

  try {
    const picture = `${width}x${height}@${Math.round(fps * 10) / 10}`;
    say(`${cameras} cameras of ${picture}, ${bitrateKbps} kbit/s, ${seconds} s each engine`);
    const dirs = { ours: path.join(dir, 'thapcanh'), theirs: path.join(dir, 'ffmpeg') };
    await Promise.all([mkdir(dirs.ours), mkdir(dirs.theirs)]);
    const urls = guarded.cameras.map(({ mainUrl }) => mainUrl);
    const ingest = startIngestEngine({ urls, ...auth, recordingsDir: dirs.ours, rememberMs: REMEMBER_MS });
    const { figures: thapcanh, lostMs } = await measured(ingest, async () => {
      const measurement = await measureEngine(ingest, seconds, signal);
      await delay(SETTLE_MS, undefined, { signal });
      const missing = await ingest.lostMs(measurement.fromMs, measurement.toMs);
      return { figures: tell('thapcanh', figuresOf(measurement)), lostMs: missing };
    });
    say(`thapcanh: ${lostMs} ms missing in the recordings`);

    const program = await findProgram('ffmpeg');
    if (program === null) say('ffmpeg is not installed (apt-get install ffmpeg): only our own figures');
    const openUrls = open.cameras.map(({ mainUrl }) => mainUrl);
    const ffmpeg =
      program === null ? null : await figuresOfEngine('ffmpeg', startCopyEngine(program, openUrls, dirs.theirs));
    const fewUrls = openUrls.slice(0, MOST_MPEG1_CAMERAS);
    const mpeg1 = program === null ? null : await figuresOfEngine('mpeg1', startMpeg1Engine(program, fewUrls));
    return {
      engines: { thapcanh, ffmpeg: ffmpeg, mpeg1: mpeg1 },
      cpuRatio: ratioOf(ffmpeg, thapcanh, 'cpuSecondsPerCameraMinute'),
      memoryRatio: ratioOf(ffmpeg, thapcanh, 'rssMbPerCamera'),
      pssRatio: ratioOf(ffmpeg, thapcanh, 'pssMbPerCamera'),
      mpeg1CpuRatio: ratioOf(mpeg1, thapcanh, 'cpuSecondsPerCameraMinute'),
      cameras,
      ffmpegCameras,
      seconds,
      profile,
      picture,
      bitrateKbps,
      lostMs,
    };
  } finally {
    await Promise.all([guarded.close(), open.close()]);
  }
}
