import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { descendantsOf } from '../../testing/process-tree.ts';
import { until } from '../faults/until.ts';
import type { BenchArguments } from './bench-arguments.ts';
import type { BenchContext } from './bench-contract.ts';
import { type Spread, spreadOf } from './live-figures.ts';
import { readUsage } from './process-usage.ts';
import { type Sample, slopePerHour } from './trend.ts';
import { type TileReport, WALL_PAGE_SCRIPT } from './wall-page.ts';
import { WallRig } from './wall-rig.ts';

/** The last line of `npm run bench -- wall`. Cameras: 640x360 at 10 a second, H.264, a key frame a second. */
export interface WallBenchResult {
  readonly tiles: number;
  readonly minutes: number;
  /** From a tile's coming into the page to its first picture; every tile of every load. */
  readonly firstPictureMs: Spread;
  readonly loads: number;
  /** From the order to the first picture of the last of 15 panels; each switch. */
  readonly presetSwitchMs: Spread;
  readonly switches: number;
  /** Times a tile ran dry after its first 3 s, all tiles together. */
  readonly stalls: number;
  readonly longestGapMs: number;
  /** Least-squares slope of the second half, all processes of the browser together; null: too short. */
  readonly memoryMbPerMinute: number | null;
  readonly memoryMb: { readonly start: number; readonly end: number };
  /** From SIGKILL of one of two ingest workers to the last tile's next picture. */
  readonly killedWorkerBackS: number;
  readonly tilesHit: number;
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));
const LOADS = 3;
const SWITCHES = 5;
const SWITCH_PANELS = 15;
const SAMPLE_EVERY_MS = 5_000;
const PATIENCE_MS = 60_000;
/** A picture newer than this says that the tile plays. */
const PLAYS_WITHIN_MS = 900;
const MB = 1_000_000;

/** Measures a shared wall in a headless Chromium on the whole platform; everything is ended when it settles. */
export async function benchWall(
  { counts }: BenchArguments,
  { dir, say, signal }: BenchContext,
): Promise<WallBenchResult> {
  if (CHROMIUM === undefined) throw new Error('Chromium is not installed (apt-get install chromium)');
  const { tiles = 25, soak = 0 } = counts;
  const minutes = soak > 0 ? soak * 60 : (counts.minutes ?? 10);
  // PostgreSQL runs as another user when this is root, and must reach its data.
  await chmod(dir, 0o711);
  const rig = await WallRig.start(dir, Math.max(tiles, SWITCH_PANELS + 5), signal);
  let browser: Browser | null = null;
  const leave = () => void browser?.close();
  signal.addEventListener('abort', leave, { once: true });
  try {
    await rig.addWall({ id: 'large', layout: 'free', panels: tiles, firstCameras: [0] });
    await rig.addWall({ id: 'switch', layout: '5x3', panels: SWITCH_PANELS, firstCameras: [0, 5] });
    const cameras = Math.max(tiles, SWITCH_PANELS + 5);
    await until(
      async () => (await rig.liveCameras()) === cameras,
      PATIENCE_MS,
      signal,
      () => 'not all cameras are live',
    );
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--autoplay-policy=no-user-gesture-required'],
    });
    const context = await loggedIn(browser, rig);
    const firstPictureMs = await measureLoads(context, rig, tiles, signal);
    say(`first picture: ${JSON.stringify(firstPictureMs)}`);
    const presetSwitchMs = await measureSwitches(context, rig, signal);
    say(`switch of ${SWITCH_PANELS}: ${JSON.stringify(presetSwitchMs)}`);
    const page = await openWall(context, rig, 'large', tiles, signal);
    const steady = await watchSteady(page, minutes, say, signal);
    say(`steady: ${JSON.stringify(steady)}`);
    const killed = await measureKill(page, rig, signal);
    await context.close();
    return { tiles, minutes, firstPictureMs, loads: LOADS, presetSwitchMs, switches: SWITCHES, ...steady, ...killed };
  } finally {
    signal.removeEventListener('abort', leave);
    await browser?.close();
    await rig.close();
  }
}

async function loggedIn(browser: Browser, { ready }: WallRig): Promise<BrowserContext> {
  // Conditions to wait for are texts, which the page's own policy rightly forbids to evaluate.
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, bypassCSP: true });
  const headers = { 'x-requested-with': 'thapcanh' };
  const login = await context.request.post(`${ready.url}/api/v1/session`, { headers, data: ready.admin });
  if (!login.ok()) throw new Error(`the login was refused with ${login.status()}`);
  await context.addInitScript(WALL_PAGE_SCRIPT);
  return context;
}

const reportsOf = (page: Page): Promise<TileReport[]> => page.evaluate('globalThis.tcWall');

/** The newest report of each panel. */
async function currentOf(page: Page): Promise<TileReport[]> {
  const newest = new Map<number, TileReport>();
  for (const report of await reportsOf(page)) newest.set(report.panel, report);
  return [...newest.values()];
}

async function openWall(context: BrowserContext, rig: WallRig, wall: string, panels: number, signal: AbortSignal) {
  const page = await context.newPage();
  await page.goto(`${rig.ready.url}/kiosk/${wall}/s1`);
  const isComplete = async () => {
    const reports = await currentOf(page);
    return reports.length === panels && reports.every(({ firstAtMs }) => firstAtMs !== null);
  };
  await until(isComplete, PATIENCE_MS, signal, () => `the wall ${wall} is not complete`);
  return page;
}

async function measureLoads(
  context: BrowserContext,
  rig: WallRig,
  tiles: number,
  signal: AbortSignal,
): Promise<Spread> {
  const each: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    const page = await openWall(context, rig, 'large', tiles, signal);
    each.push(...(await currentOf(page)).map(({ bornAtMs, firstAtMs }) => (firstAtMs ?? Number.NaN) - bornAtMs));
    await page.close();
    await delay(1_000, undefined, { signal });
  }
  return spreadOf(each);
}

async function measureSwitches(context: BrowserContext, rig: WallRig, signal: AbortSignal): Promise<Spread> {
  const page = await openWall(context, rig, 'switch', SWITCH_PANELS, signal);
  const each: number[] = [];
  for (let turn = 0; turn < SWITCHES; turn += 1) {
    await delay(3_000 + turn * 370, undefined, { signal });
    const number = (turn % 2) + 1 === 1 ? 2 : 1;
    const first = number === 2 ? 5 : 0;
    const orderedAtMs = Date.now();
    const answer = await rig.api.send('POST', '/walls/switch/preset', { number });
    if (!answer.ok) throw new Error(`the switch was refused with ${answer.status}`);
    const isThere = async () => {
      const reports = await currentOf(page);
      return reports.every(
        ({ panel, cameraId, firstAtMs }) => firstAtMs !== null && cameraId === rig.cameraOf(first, panel),
      );
    };
    await until(isThere, PATIENCE_MS, signal, () => 'the preset is not on the wall');
    each.push(Math.max(...(await currentOf(page)).map(({ firstAtMs }) => firstAtMs ?? 0)) - orderedAtMs);
  }
  await page.close();
  return spreadOf(each);
}

async function browserMemoryMb(): Promise<number> {
  const all = await descendantsOf(process.pid);
  const pids = all.filter(({ command }) => command.includes('chromium')).map(({ pid }) => pid);
  return Math.round((await readUsage(pids)).pssBytes / MB);
}

async function watchSteady(page: Page, minutes: number, say: (text: string) => void, signal: AbortSignal) {
  await delay(5_000, undefined, { signal });
  const fromMs = Date.now();
  const stallsBefore = (await reportsOf(page)).reduce((sum, { stalls }) => sum + stalls, 0);
  const memory: Sample[] = [];
  for (let atMs = 0; atMs < minutes * 60_000; atMs = Date.now() - fromMs) {
    memory.push({ atMs, value: await browserMemoryMb() });
    if (memory.length % 120 === 0) say(`${Math.round(atMs / 60_000)} min: ${memory.at(-1)?.value} MB`);
    await delay(SAMPLE_EVERY_MS, undefined, { signal });
  }
  const reports = await reportsOf(page);
  const gapsMs = reports.flatMap(({ gaps }) =>
    gaps.filter((gap) => gap.fromMs >= fromMs).map((gap) => gap.toMs - gap.fromMs),
  );
  const slope = slopePerHour(memory.slice(Math.floor(memory.length / 2)));
  return {
    stalls: reports.reduce((sum, { stalls }) => sum + stalls, 0) - stallsBefore,
    longestGapMs: Math.max(0, ...gapsMs),
    memoryMbPerMinute: slope === null ? null : Math.round((slope / 60) * 100) / 100,
    memoryMb: { start: memory[0]?.value ?? 0, end: memory.at(-1)?.value ?? 0 },
  };
}

async function measureKill(page: Page, rig: WallRig, signal: AbortSignal) {
  const [victim] = await rig.ingestPids();
  if (victim === undefined) throw new Error('no ingest worker was found');
  const killedAtMs = Date.now();
  process.kill(victim, 'SIGKILL');
  await delay(3_000, undefined, { signal });
  const allPlay = async () => {
    const nowMs = Date.now();
    return (await currentOf(page)).every(({ lastAtMs }) => lastAtMs !== null && nowMs - lastAtMs < PLAYS_WITHIN_MS);
  };
  await until(allPlay, PATIENCE_MS, signal, () => 'tiles of the killed worker did not come back');
  await delay(1_500, undefined, { signal });
  const hit = (await currentOf(page)).flatMap(({ gaps }) => gaps.filter((gap) => gap.toMs > killedAtMs).slice(0, 1));
  const backAtMs = Math.max(killedAtMs, ...hit.map(({ toMs }) => toMs));
  return { killedWorkerBackS: Math.round((backAtMs - killedAtMs) / 100) / 10, tilesHit: hit.length };
}
