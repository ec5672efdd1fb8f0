import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlatformProcess, type PlatformReady } from '@thapcanh/infra/commands/smoke/platform-process';
import type { Browser, Page } from 'playwright-core';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { launchBrowser, missingBrowser } from './browser.ts';

const DEMO_CAMERAS = 3;

describe.skipIf(missingBrowser !== null)('the demo city in a browser', () => {
  let dataDir: string;
  let platform: PlatformProcess;
  let ready: PlatformReady;
  let browser: Browser;
  let page: Page;
  const outsideRequests: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'thapcanh-browser-'));
    platform = new PlatformProcess(dataDir);
    ready = await platform.ready();
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== new URL(ready.url).hostname) outsideRequests.push(request.url());
    });
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const positions = () =>
    page.$$eval('[data-camera] video', (videos) => videos.map((video) => (video as HTMLVideoElement).currentTime));

  test('a wrong password is refused with a reason', async () => {
    await page.goto(ready.url);
    await page.getByLabel('Tên đăng nhập').fill(ready.admin!.username);
    await page.locator('input[name="password"]').fill('not the password');
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('mật khẩu');
  });

  test('every tile of the live screen moves', async () => {
    await page.locator('input[name="password"]').fill(ready.admin!.password);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.waitForFunction(
      (count) => document.querySelectorAll('[data-camera][data-state="live"]').length === count,
      DEMO_CAMERAS,
      { timeout: 60_000 },
    );
    const before = await positions();
    await page.waitForFunction(
      (earlier) => {
        const videos = [...document.querySelectorAll<HTMLVideoElement>('[data-camera] video')];
        return (
          videos.length === earlier.length && videos.every((video, i) => video.currentTime > (earlier[i] ?? 0) + 1)
        );
      },
      before,
      { timeout: 30_000 },
    );
    expect(before).toHaveLength(DEMO_CAMERAS);
  });

  test('a passage opens with its plate and plays its recording', async () => {
    await page.getByRole('link', { name: 'Lượt xe' }).click();
    const row = page.locator('[data-passage]').first();
    await row.waitFor({ timeout: 90_000 });
    await row.click();
    await page.getByRole('button', { name: 'Xem bản ghi' }).click();
    const video = page.locator('[data-testid="playback-video"]');
    await video.waitFor();
    await page.waitForFunction(
      () => {
        const shown = document.querySelector<HTMLVideoElement>('[data-testid="playback-video"]');
        return shown !== null && !shown.paused && shown.videoWidth > 0 && shown.currentTime > 0.5;
      },
      undefined,
      { timeout: 60_000 },
    );
    expect(page.url()).toContain('?at=');
  });

  test('the help names every key', async () => {
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Về trực tiếp').waitFor();
    await page.keyboard.press('Escape');
  });

  test.each(['/', '/cameras', '/cameras/gate-car', '/passages', '/coverage', '/users'])(
    '%s meets WCAG AA',
    async (path) => {
      await page.goto(`${ready.url}${path}`);
      await page.locator('main h1').waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    },
  );

  test('no request leaves the platform', () => {
    expect(outsideRequests).toEqual([]);
  });
});
