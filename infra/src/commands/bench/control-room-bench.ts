import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { benchClip } from '../../camera-sim/bench-clips.ts';
import { createRtspSimulator } from '../../camera-sim/rtsp-simulator.ts';
import { startTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { PlatformProcess, type PlatformReady } from '../smoke/platform-process.ts';
import type { BenchArguments } from './bench-arguments.ts';
import type { BenchContext } from './bench-contract.ts';
import { type Spread, spreadOf } from './live-figures.ts';

/** The last line of `npm run bench -- control-room`. Milliseconds, in Chromium unless said otherwise. */
export interface ControlRoomResult {
  readonly cameras: number;
  readonly trials: number;
  /** Request to parsed answer in a page. */
  readonly listMs: Spread;
  readonly filterMs: Spread;
  readonly mapMs: Spread;
  /** From the row in the outbox to the live event in a browser. */
  readonly eventToAlarmMs: Spread;
  /** From the row in the outbox to the alarm on a reserved panel of a wall in a browser. */
  readonly eventToWallMs: Spread;
  /** From opening the page of an incident until its cameras play by one clock. */
  readonly incidentPlayingMs: Spread;
  /** Largest distance from the common clock, read once a second while four cameras play. */
  readonly incidentDriftMs: Spread;
  readonly incidentCameras: number;
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));
const PLAYING = 4;
const CLIP = 'sub-360p10-gop1s';
const HERE = { latitude: 10.705, longitude: 105.117 };
/** Recordings are listed some 20 s after they were made; an incident of then has all its pictures. */
const RECORDED_MS = 75_000;
const INCIDENT_AGE_MS = 50_000;
const PATIENCE_MS = 30_000;
const DRIFT_READINGS = 10;
const HEADERS = { 'x-requested-with': 'thapcanh' };

/** Measures the control room on a platform with many registered cameras, four of which really run. */
export async function benchControlRoom(
  { counts }: BenchArguments,
  { dir, say, signal }: BenchContext,
): Promise<ControlRoomResult> {
  if (CHROMIUM === undefined) throw new Error('Chromium is not installed (apt-get install chromium)');
  await chmod(dir, 0o711);
  const { cameras = 1_000, trials = 20 } = counts;
  const simulator = createRtspSimulator({ streams: [{ path: 'street', file: await benchClip(CLIP, { signal }) }] });
  const database = await startTestDatabase();
  let platform: PlatformProcess | null = null;
  let browser: Browser | null = null;
  const leave = () => void browser?.close();
  signal.addEventListener('abort', leave, { once: true });
  try {
    await simulator.start();
    await register(database, cameras - PLAYING);
    const data = path.join(dir, 'data');
    await mkdir(data);
    const file = path.join(dir, 'cameras.json');
    const running = Array.from({ length: PLAYING }, (_, n) => ({
      id: `running-${n + 1}`,
      name: `Đường ${n + 1}`,
      url: simulator.url('street'),
      profile: 'none',
    }));
    await writeFile(file, JSON.stringify({ cameras: running }));
    platform = new PlatformProcess(data, ['--cameras', file], { DATABASE_URL: database.url });
    const ready = await platform.ready();
    const readyAtMs = Date.now();
    await place(database);
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--autoplay-policy=no-user-gesture-required'],
    });
    const context = await openContext(browser, ready);
    const page = await context.newPage();
    await page.goto(`${ready.url}/alarms`);
    const listMs = await fetchTimes(page, '/api/v1/cameras', trials);
    const filterMs = await fetchTimes(page, '/api/v1/cameras?q=tran%20phu', trials);
    const mapMs = await fetchTimes(page, '/api/v1/cameras.geojson', trials);
    say(
      `${cameras} cameras: list ${JSON.stringify(listMs)}, filter ${JSON.stringify(filterMs)}, map ${JSON.stringify(mapMs)}`,
    );
    const alarms = await measureAlarms(context, ready, database, trials);
    say(`alarms: ${JSON.stringify(alarms)}`);
    await delay(Math.max(0, readyAtMs + RECORDED_MS - Date.now()), undefined, { signal });
    const incident = await measureIncident(context, ready, Math.min(trials, 7));
    say(`incident: ${JSON.stringify(incident)}`);
    return { cameras, trials, listMs, filterMs, mapMs, ...alarms, ...incident, incidentCameras: PLAYING };
  } finally {
    signal.removeEventListener('abort', leave);
    await browser?.close();
    await platform?.stop();
    await simulator.close();
    await database.close();
  }
}

/** Cameras that are registered but switched off, spread over a small city. */
async function register({ db }: TestDatabase, count: number): Promise<void> {
  const streets = ['Trần Phú', 'Lê Lợi', 'Nguyễn Huệ', 'Bạch Đằng', 'Thủ Khoa Huân'];
  const rows = Array.from({ length: count }, (_, n) => {
    const name = `Camera ${n + 1} đường ${streets[n % streets.length] ?? ''}`;
    return {
      id: `dang-ky-${n + 1}`,
      name,
      search_key: name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd'),
      main_url: `rtsp://192.0.2.${(n % 250) + 1}/main`,
      is_enabled: false,
      latitude: HERE.latitude + (Math.floor(n / 32) - 16) * 0.002,
      longitude: HERE.longitude + ((n % 32) - 16) * 0.002,
      bearing_deg: (n * 37) % 360,
      view_deg: 70,
      view_m: 60,
    };
  });
  if (rows.length > 0) await db.insertInto('camera').values(rows).execute();
}

/** The running cameras stand close together, so that an incident takes all of them. */
async function place({ db }: TestDatabase): Promise<void> {
  for (let n = 0; n < PLAYING; n++) {
    await db
      .updateTable('camera')
      .set({ latitude: HERE.latitude + n * 0.0003, longitude: HERE.longitude })
      .where('id', '=', `running-${n + 1}`)
      .execute();
  }
}

/** A browser session that is logged in. */
async function openContext(browser: Browser, { url, admin }: PlatformReady): Promise<BrowserContext> {
  if (admin === null) throw new Error('the platform gave no first login');
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, bypassCSP: true });
  const login = await context.request.post(`${url}/api/v1/session`, { headers: HEADERS, data: admin });
  if (!login.ok()) throw new Error(`the login was refused with ${login.status()}`);
  return context;
}

async function fetchTimes(page: Page, address: string, trials: number): Promise<Spread> {
  const script = `(async () => {
    const times = [];
    for (let trial = 0; trial <= ${trials}; trial++) {
      const begunAt = performance.now();
      const answer = await fetch('${address}', { cache: 'no-store' });
      if (!answer.ok) throw new Error('${address} answered ' + answer.status);
      await answer.json();
      // The first one opens connections.
      if (trial > 0) times.push(performance.now() - begunAt);
    }
    return times;
  })()`;
  return spreadOf((await page.evaluate(script)) as number[]);
}

async function measureAlarms(
  context: BrowserContext,
  { url }: PlatformReady,
  { db }: TestDatabase,
  trials: number,
): Promise<Pick<ControlRoomResult, 'eventToAlarmMs' | 'eventToWallMs'>> {
  const panel = { number: 1, x: 0, y: 0, width: 1, height: 1, reserve: { severity: 3, showS: null } };
  const wall = { id: 'do', name: 'Đo', screens: [{ id: 'mot', name: 'Một', layout: '1', panels: [panel] }] };
  const made = await context.request.post(`${url}/api/v1/walls`, { headers: HEADERS, data: wall });
  if (!made.ok()) throw new Error(`the wall was refused: ${await made.text()}`);
  const listener = await context.newPage();
  await listener.goto(`${url}/alarms`);
  await listener.evaluate(`new Promise((resolve) => {
    globalThis.tcHeard = [];
    const source = new EventSource('/api/v1/events');
    source.onopen = () => resolve(true);
    source.onmessage = ({ data }) => {
      if (JSON.parse(data).type === 'alarm.changed') globalThis.tcHeard.push(Date.now());
    };
  })`);
  const shown = await context.newPage();
  await shown.goto(`${url}/walls/do`);
  await shown.waitForSelector('[data-panel="1"]', { timeout: PATIENCE_MS });
  const toAlarm: number[] = [];
  const toWall: number[] = [];
  const onWall = '[data-panel="1"][data-severity="3"]';
  for (let trial = 1; trial <= trials; trial++) {
    await listener.evaluate('globalThis.tcHeard.length = 0');
    const at = new Date();
    const event = {
      cameraId: 'running-1',
      event: 'tamper',
      topic: `lần ${trial}`,
      isActive: true,
      at: at.toISOString(),
    };
    await db
      .insertInto('outbox')
      .values({ kind: 'camera.event', payload: JSON.stringify(event), done_at: null })
      .execute();
    const [heard, seen] = await Promise.all([
      listener.waitForFunction('globalThis.tcHeard[0]', undefined, { timeout: PATIENCE_MS, polling: 10 }),
      shown.waitForSelector(onWall, { timeout: PATIENCE_MS }).then(() => Date.now()),
    ]);
    toAlarm.push(Number(await heard.jsonValue()) - at.getTime());
    toWall.push(seen - at.getTime());
    const { items } = await (await context.request.get(`${url}/api/v1/alarms`)).json();
    for (const { id } of items as { id: string }[]) {
      await context.request.post(`${url}/api/v1/alarms/${id}/close`, { headers: HEADERS, data: {} });
    }
    await shown.waitForSelector(onWall, { state: 'detached', timeout: PATIENCE_MS });
    // Not always at the same place between two looks.
    await delay(100 + ((trial * 137) % 400));
  }
  await Promise.all([listener.close(), shown.close()]);
  return { eventToAlarmMs: spreadOf(toAlarm), eventToWallMs: spreadOf(toWall) };
}

async function measureIncident(
  context: BrowserContext,
  { url }: PlatformReady,
  trials: number,
): Promise<Pick<ControlRoomResult, 'incidentPlayingMs' | 'incidentDriftMs'>> {
  const playing: number[] = [];
  const drift: number[] = [];
  for (let trial = 1; trial <= trials; trial++) {
    const data = { cameraId: 'running-1', at: new Date(Date.now() - INCIDENT_AGE_MS).toISOString() };
    const made = await context.request.post(`${url}/api/v1/incidents`, { headers: HEADERS, data });
    const { id, cameraIds } = await made.json();
    if (!made.ok() || cameraIds.length < PLAYING) throw new Error(`the incident has ${cameraIds?.length} cameras`);
    const page = await context.newPage();
    const begunAt = performance.now();
    await page.goto(`${url}/incidents/${id}`, { waitUntil: 'commit' });
    // Ready as the player says, and all pictures really move.
    const areMoving = `(() => {
      const videos = [...document.querySelectorAll('[data-sync-camera]')];
      const ready = Number(document.querySelector('[data-testid="sync-player"]')?.dataset.playing) >= ${PLAYING};
      return ready && videos.every((video) => !video.paused && video.videoWidth > 0 && video.getVideoPlaybackQuality().totalVideoFrames > 1);
    })()`;
    await page.waitForFunction(areMoving, undefined, { timeout: PATIENCE_MS, polling: 25 });
    playing.push(performance.now() - begunAt);
    if (trial === trials) {
      await delay(2_000);
      for (let reading = 0; reading < DRIFT_READINGS; reading++) {
        await delay(1_000);
        drift.push(Number(await page.getAttribute('[data-testid="sync-player"]', 'data-drift-ms')));
      }
    }
    await page.close();
  }
  return { incidentPlayingMs: spreadOf(playing), incidentDriftMs: spreadOf(drift) };
}
