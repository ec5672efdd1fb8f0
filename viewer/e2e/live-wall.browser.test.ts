import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlatformProcess, type PlatformReady } from '@thapcanh/infra/commands/smoke/platform-process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { launchBrowser, missingBrowser } from './browser.ts';

const DEMO_CAMERAS = 3;

describe.skipIf(missingBrowser !== null)('the live wall over one WebSocket', () => {
  let dataDir: string;
  let platform: PlatformProcess;
  let ready: PlatformReady;
  let browser: Browser;
  let page: Page;
  const sockets: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'thapcanh-wall-'));
    platform = new PlatformProcess(dataDir);
    ready = await platform.ready();
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.goto(ready.url);
    await page.getByLabel('Tên đăng nhập').fill(ready.admin!.username);
    await page.locator('input[name="password"]').fill(ready.admin!.password);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const allTiles = (state: string, way: string) =>
    page.waitForFunction(
      ([count, wanted, by]) =>
        document.querySelectorAll(`[data-camera][data-state="${wanted}"][data-way="${by}"]`).length === count,
      [DEMO_CAMERAS, state, way] as const,
      { timeout: 60_000 },
    );

  const positions = () =>
    page.$$eval('[data-camera] video', (videos) => videos.map((video) => (video as HTMLVideoElement).currentTime));

  const allMove = async () => {
    const before = await positions();
    await page.waitForFunction(
      (earlier) =>
        [...document.querySelectorAll<HTMLVideoElement>('[data-camera] video')].every(
          (video, index) => video.currentTime > (earlier[index] ?? 0) + 1,
        ),
      before,
      { timeout: 30_000 },
    );
  };

  test('all tiles play over one socket, with little delay', async () => {
    await allTiles('live', 'ws');
    await allMove();
    expect(sockets).toHaveLength(1);
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll<HTMLVideoElement>('[data-camera] video')].every(
          (video) => video.buffered.length === 1 && video.buffered.end(0) - video.currentTime < 1.2,
        ),
      undefined,
      { timeout: 30_000 },
    );
  });

  test('while the server is away no tile claims to be live, and all come back by themselves', async () => {
    const { port } = new URL(ready.url);
    await platform.stop();
    await allTiles('stale', 'ws');
    await page.getByText('đang nối lại').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    platform = new PlatformProcess(dataDir, ['--port', port]);
    await platform.ready();
    await allTiles('live', 'ws');
    await allMove();
  });

  test('one camera alone says which way its picture comes', async () => {
    await page.goto(`${ready.url}/cameras/gate-car`);
    await page.waitForFunction(
      () => {
        const tile = document.querySelector('[data-camera="gate-car"][data-state="live"]');
        return tile !== null && /WebRTC|WebSocket/.test(tile.textContent ?? '');
      },
      undefined,
      { timeout: 30_000 },
    );
  });

  test('a browser whose sockets are blocked plays HLS instead', async () => {
    const context = await browser.newContext({ storageState: await page.context().storageState() });
    try {
      const other = await context.newPage();
      await other.addInitScript(() => {
        globalThis.WebSocket = class extends EventTarget {
          static OPEN = 1;
          readyState = 3;
          constructor() {
            super();
            setTimeout(() => this.dispatchEvent(new Event('close')), 1);
          }
          close() {}
          send() {}
        } as unknown as typeof WebSocket;
      });
      await other.goto(ready.url);
      await other.waitForFunction(
        (count) => document.querySelectorAll('[data-camera][data-state="live"][data-way="hls"]').length === count,
        DEMO_CAMERAS,
        { timeout: 60_000 },
      );
    } finally {
      await context.close();
    }
  });
});
