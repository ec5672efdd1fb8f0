import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { BENCH_CLIPS, benchClip } from '../../camera-sim/bench-clips.ts';
import { clockFrameAgeMs } from '../../camera-sim/clock-picture.ts';
import { createRtspSimulator } from '../../camera-sim/rtsp-simulator.ts';
import { PlatformProcess, type PlatformReady } from '../smoke/platform-process.ts';
import type { BenchArguments } from './bench-arguments.ts';
import type { BenchContext } from './bench-contract.ts';
import { type Spread, spreadOf } from './live-figures.ts';
import { benchPageScript, type VideoReport } from './live-page.ts';

const WAYS = ['hls', 'ws', 'whep'] as const;
type Way = (typeof WAYS)[number];

export interface WayFigures {
  readonly firstPictureMs: Spread;
  /** From the simulator's sending of a picture to its being shown. */
  readonly glassToGlassMs: Spread;
}

/** The last line of `npm run bench -- live`. Camera: 720p25, tiles: 640x360@10, all H.264 with a key frame a second. */
export interface LiveBenchResult extends Readonly<Record<Way, WayFigures>> {
  readonly tiles25: {
    /** Times a tile ran dry after its first 3 s, all tiles together. */
    readonly stalls: number;
    readonly tiles: number;
    readonly seconds: number;
    readonly longestGapMs: number;
  };
  readonly trials: number;
  readonly seconds: number;
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));
const FOCUS_CLIP = 'clock-720p25-gop1s';
const TILE_CLIP = 'clock-360p10-gop1s';
/** Before glass-to-glass is read, the player has found its distance. */
const SETTLE_MS = 5_000;
const PICTURE_LIMIT_MS = 30_000;

/** Measures live view in a headless Chromium on the whole platform and simulated cameras; all are ended when it settles. */
export async function benchLive(
  { counts }: BenchArguments,
  { dir, say, signal }: BenchContext,
): Promise<LiveBenchResult> {
  if (CHROMIUM === undefined) throw new Error('Chromium is not installed (apt-get install chromium)');
  // PostgreSQL runs as another user when this is root, and must reach its data.
  await chmod(dir, 0o711);
  const { trials = 7, seconds = 10, tiles = 25 } = counts;
  const simulator = createRtspSimulator({
    streams: [
      { path: 'focus', file: await benchClip(FOCUS_CLIP, { signal }) },
      { path: 'tile', file: await benchClip(TILE_CLIP, { signal }) },
    ],
  });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--autoplay-policy=no-user-gesture-required'],
  });
  const leave = () => void browser.close();
  signal.addEventListener('abort', leave, { once: true });
  try {
    await simulator.start();
    const ways = await onPlatform(path.join(dir, 'focus'), [['focus', simulator.url('focus')]], async (ready) => {
      const figures: Partial<Record<Way, WayFigures>> = {};
      for (const way of WAYS) {
        figures[way] = await measureWay(browser, ready, way, { trials, seconds, signal });
        say(`${way}: ${JSON.stringify(figures[way])}`);
      }
      return figures;
    });
    const cameras = Array.from({ length: tiles }, (_, n): [string, string] => [`tile-${n + 1}`, simulator.url('tile')]);
    const wall = await onPlatform(path.join(dir, 'wall'), cameras, (ready) =>
      measureWall(browser, ready, { tiles, seconds: seconds * 2, signal }),
    );
    say(`${tiles} tiles: ${JSON.stringify(wall)}`);
    const { hls, ws, whep } = ways;
    if (hls === undefined || ws === undefined || whep === undefined) throw new Error('a way was not measured');
    return { hls, ws, whep, tiles25: wall, trials, seconds };
  } finally {
    signal.removeEventListener('abort', leave);
    await browser.close();
    await simulator.close();
  }
}

async function onPlatform<T>(
  dir: string,
  cameras: readonly (readonly [id: string, url: string])[],
  work: (ready: PlatformReady) => Promise<T>,
): Promise<T> {
  await mkdir(dir);
  const file = path.join(dir, 'cameras.json');
  const list = cameras.map(([id, url]) => ({ id, name: id, url, profile: 'none' }));
  // Every JSON document is a YAML document.
  await writeFile(file, JSON.stringify({ cameras: list }));
  const platform = new PlatformProcess(path.join(dir, 'data'), ['--cameras', file]);
  try {
    return await work(await platform.ready());
  } finally {
    await platform.stop();
  }
}

/** A browser session that is logged in, with the bench's script in every page. */
async function openContext(browser: Browser, { url, admin }: PlatformReady, script: string): Promise<BrowserContext> {
  if (admin === null) throw new Error('the platform gave no first login');
  // Conditions to wait for are texts, which the page's own policy rightly forbids to evaluate.
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, bypassCSP: true });
  const login = await context.request.post(`${url}/api/v1/session`, {
    headers: { 'x-requested-with': 'thapcanh' },
    data: admin,
  });
  if (!login.ok()) throw new Error(`the login was refused with ${login.status()}`);
  await context.addInitScript(script);
  return context;
}

const reportsOf = (page: Page): Promise<Record<string, VideoReport>> => page.evaluate('globalThis.tcBench');

async function measureWay(
  browser: Browser,
  ready: PlatformReady,
  way: Way,
  { trials, seconds, signal }: { trials: number; seconds: number; signal: AbortSignal },
): Promise<WayFigures> {
  const { width: pictureWidth, fps, seconds: loopSeconds } = BENCH_CLIPS[FOCUS_CLIP];
  const context = await openContext(browser, ready, benchPageScript({ readsClock: true, pictureWidth }));
  try {
    const firstPictures: number[] = [];
    const ages: number[] = [];
    for (let trial = 1; trial <= trials; trial++) {
      const page = await context.newPage();
      await page.goto(`${ready.url}/cameras/focus?way=${way}`);
      await page.waitForFunction('globalThis.tcBench?.focus?.firstPictureMs > 0', undefined, {
        timeout: PICTURE_LIMIT_MS,
      });
      const used = await page.getAttribute('[data-camera="focus"]', 'data-way');
      if (used !== way) throw new Error(`the page played ${used} instead of ${way}`);
      firstPictures.push((await reportsOf(page)).focus?.firstPictureMs ?? Number.NaN);
      if (trial === trials) {
        await delay(SETTLE_MS, undefined, { signal });
        const fromMs = Date.now();
        await delay(seconds * 1_000, undefined, { signal });
        const shown = (await reportsOf(page)).focus?.clock.filter(({ atMs }) => atMs >= fromMs) ?? [];
        ages.push(...shown.map(({ frame, atMs }) => clockFrameAgeMs(frame, fps, loopSeconds * 1_000, atMs)));
      }
      await page.close();
      // Not always at the same place in the group of pictures.
      await delay(200 + ((trial * 370) % 1_000), undefined, { signal });
    }
    return { firstPictureMs: spreadOf(firstPictures), glassToGlassMs: spreadOf(ages) };
  } finally {
    await context.close();
  }
}

async function measureWall(
  browser: Browser,
  ready: PlatformReady,
  { tiles, seconds, signal }: { tiles: number; seconds: number; signal: AbortSignal },
): Promise<LiveBenchResult['tiles25']> {
  const { width: pictureWidth } = BENCH_CLIPS[TILE_CLIP];
  const context = await openContext(browser, ready, benchPageScript({ readsClock: false, pictureWidth }));
  try {
    const page = await context.newPage();
    await page.goto(ready.url);
    const areLive = `document.querySelectorAll('[data-camera][data-state="live"][data-way="ws"]').length === ${tiles}`;
    await page.waitForFunction(areLive, undefined, { timeout: PICTURE_LIMIT_MS * 2 });
    await delay(seconds * 1_000, undefined, { signal });
    const reports = Object.values(await reportsOf(page));
    return {
      stalls: reports.reduce((sum, { stalls }) => sum + stalls, 0),
      tiles,
      seconds,
      longestGapMs: Math.round(Math.max(...reports.map(({ longestGapMs }) => longestGapMs))),
    };
  } finally {
    await context.close();
  }
}
