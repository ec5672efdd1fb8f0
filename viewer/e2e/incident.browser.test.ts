import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlatformProcess, type PlatformReady } from '@thapcanh/infra/commands/smoke/platform-process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { launchBrowser, missingBrowser } from './browser.ts';

describe.skipIf(missingBrowser !== null)('an incident from alarm to PDF', () => {
  let dataDir: string;
  let platform: PlatformProcess;
  let ready: PlatformReady;
  let browser: Browser;
  let page: Page;
  const consoleErrors: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'thapcanh-incident-'));
    platform = new PlatformProcess(dataDir);
    ready = await platform.ready();
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(ready.url);
    await page.getByLabel('Tên đăng nhập').fill(ready.admin!.username);
    await page.locator('input[name="password"]').fill(ready.admin!.password);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.locator('main h1').waitFor();
    page.on('console', (message) => {
      if (message.type() === 'error') consoleErrors.push(message.text());
    });
    page.on('pageerror', (error) => consoleErrors.push(error.message));
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const dialog = () => page.getByRole('dialog');
  /** As another system sends it. */
  const raise = (body: object) =>
    page.request.post(`${ready.url}/api/v1/alarms`, {
      headers: { 'x-requested-with': 'thapcanh', 'idempotency-key': crypto.randomUUID() },
      data: body,
    });
  const alarmRow = (text: string) => page.locator('[data-alarm]', { hasText: text });

  test('the bell counts an alarm that comes, and a repeat is counted in the same row', async () => {
    await page.locator('[data-unread="0"]').first().waitFor();
    for (let n = 0; n < 3; n++) {
      const answer = await raise({ kind: 'bao-chay.khoi', title: 'Báo khói chợ', cameraId: 'gate-car', severity: 4 });
      expect(answer.ok()).toBe(true);
    }
    await page.locator('[data-unread="1"]').first().waitFor({ timeout: 10_000 });
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForURL('**/alarms');
    await alarmRow('Báo khói chợ').getByText('×3').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('an alarm is muted with a reason by key, goes out of the inbox and stands among the mutes', async () => {
    await raise({ kind: 'cua.mo', title: 'Cửa tủ mở', cameraId: 'gate-moto', severity: 2 });
    await alarmRow('Cửa tủ mở').click();
    await page.keyboard.press('m');
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog().getByLabel('Lý do').fill('Thợ đang sửa tủ');
    await dialog().getByRole('button', { name: 'Tắt', exact: true }).click();
    await alarmRow('Cửa tủ mở').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Đang tắt' }).click();
    await page.locator('[data-mute]').getByText('Thợ đang sửa tủ').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Hộp cảnh báo' }).click();
  });

  test('one key opens an incident from the alarm, live, with its footage held', async () => {
    await alarmRow('Báo khói chợ').click();
    await page.keyboard.press('i');
    await page.waitForURL(/\/incidents\/[0-9a-f-]{36}$/);
    await page.locator('h1', { hasText: 'Báo khói chợ' }).waitFor();
    const player = page.getByTestId('sync-player');
    await player.locator('[data-camera="gate-car"][data-state="live"]').waitFor({ timeout: 30_000 });
    await page.getByRole('tab', { name: 'Công việc' }).click();
    await page.getByText('đã giữ hình').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('a camera is added, an item ticked, a note written', async () => {
    const add = page.getByRole('combobox', { name: 'Thêm camera' });
    if ((await page.getByRole('button', { name: /^Bớt camera/ }).count()) < 2) {
      await add.click();
      await page.getByRole('option').first().click();
    }
    await page
      .getByRole('button', { name: /^Bớt camera/ })
      .nth(1)
      .waitFor();
    await page.getByLabel('Đã ghi kết quả xử lý').click();
    await page.locator('input[data-item="result"]:checked').waitFor();
    await page.getByRole('tab', { name: 'Diễn biến' }).click();
    await page.getByLabel('Ghi chú diễn biến').fill('Khói từ quán ăn, không cháy');
    await page.getByRole('button', { name: 'Ghi', exact: true }).click();
    await page.locator('[data-event="note"]', { hasText: 'Khói từ quán ăn' }).waitFor();
  });

  test('it goes through its states, and each step stands in the course of events', async () => {
    for (const step of ['verified', 'dispatched', 'on-scene', 'resolved']) {
      await page.locator(`[data-step="${step}"]`).click();
      await page.locator(`[data-step="${step}"]`).waitFor({ state: 'detached' });
    }
    await page.locator('[data-event="state"]').nth(3).waitFor();
  });

  test('what was recorded plays from all its cameras by one clock', async () => {
    const player = page.getByTestId('sync-player');
    const at = Date.now();
    // The recordings of a moment are listed some 20 s later.
    await page.waitForFunction((since) => Date.now() - since > 30_000, at, { timeout: 40_000 });
    await page.getByRole('button', { name: 'Về lúc xảy ra' }).click();
    await page.waitForFunction(
      () => {
        const videos = [...document.querySelectorAll<HTMLVideoElement>('[data-sync-camera]')];
        return videos.length >= 2 && videos.every((video) => !video.paused && video.videoWidth > 0);
      },
      undefined,
      { timeout: 40_000 },
    );
    await page.waitForFunction(
      () => {
        const shown = document.querySelector<HTMLElement>('[data-testid="sync-player"]')?.dataset.driftMs;
        return shown !== undefined && Number(shown) <= 50;
      },
      undefined,
      { timeout: 15_000 },
    );
    expect(await player.getAttribute('data-live')).toBe('false');
    await page.keyboard.press('l');
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('[data-testid="sync-player"]')?.dataset.live === 'true',
    );
  });

  test('the minutes are a PDF with pictures, and the closed incident is found by its name without accents', async () => {
    const href = await page.getByTestId('minutes').getAttribute('href');
    const pdf = await (await page.request.get(`${ready.url}${href}`)).body();
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1')).toContain('/DCTDecode');
    await page.locator('[data-step="closed"]').click();
    await page.locator('[data-step="closed"]').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.waitForURL('**/incidents');
    await page.getByText('Tất cả').click();
    await page.getByLabel('Tìm tên, nơi, số').fill('bao khoi');
    await page.locator('[data-row-incident]', { hasText: 'Báo khói chợ' }).getByText('Đã đóng').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('the shift is handed over with what is open', async () => {
    await raise({ kind: 'cua.mo', title: 'Cửa kho mở', cameraId: 'avenue', severity: 3 });
    await page.goto(`${ready.url}/alarms?tab=shift`);
    await page.getByLabel('Ghi sổ trực').fill('Còn cửa kho, đã báo bảo vệ');
    await page.getByRole('button', { name: 'Giao ca' }).click();
    await page
      .locator('[data-entry]', { hasText: 'Còn cửa kho' })
      .getByText(/Còn mở: \d+ cảnh báo/)
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('a phone shows the inbox and an incident without overflowing sideways', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/alarms', '/incidents']) {
      await page.goto(`${ready.url}${path}`);
      await page.locator('main h1').waitFor();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([path, overflow]).toEqual([path, 0]);
    }
  });

  test('nothing was logged as an error', () => {
    expect(consoleErrors).toEqual([]);
  });
});
