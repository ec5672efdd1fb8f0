import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlatformProcess, type PlatformReady } from '@thapcanh/infra/commands/smoke/platform-process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { launchBrowser, missingBrowser } from './browser.ts';

const MARKUP = '<img src=x onerror=window.hasRun=1>';
const PAGES = [
  '/',
  '/alarms',
  '/incidents',
  '/reports',
  '/map',
  '/walls',
  '/passages',
  '/cameras',
  '/health',
  '/coverage',
  '/storage',
  '/areas',
  '/users',
  '/audit',
];

describe.skipIf(missingBrowser !== null)('the pages of an administrator', () => {
  let dataDir: string;
  let platform: PlatformProcess;
  let ready: PlatformReady;
  let browser: Browser;
  let page: Page;
  const consoleErrors: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'thapcanh-admin-'));
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
  const open = async (path: string) => {
    await page.goto(`${ready.url}${path}`);
    await page.locator('main h1').waitFor();
  };

  test('g then s opens the storage page with the disk of this machine', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForURL('**/storage');
    await page.locator('[data-node]').first().waitFor({ timeout: 90_000 });
    await page.getByText(/Trống .+ \/ .+/).waitFor({ timeout: 90_000 });
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('a group is added and edited, and an edit of an old version is refused in words', async () => {
    await page.getByRole('button', { name: 'Thêm nhóm' }).click();
    await dialog().getByLabel('Tên nhóm').fill('Cửa ngõ');
    await dialog().getByLabel('Dung lượng tối đa (GB)').fill('500');
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Lưu' }).click();
    const row = page.locator('[data-group="cua-ngo"]');
    await row.getByText('500 GB').waitFor();

    await row.getByRole('button', { name: /^Sửa/ }).click();
    await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json', 'x-requested-with': 'thapcanh', 'if-match': '"1"' };
      await fetch('/api/v1/camera-groups/cua-ngo', { method: 'PATCH', headers, body: '{"keepDays":60}' });
    });
    await dialog().getByLabel('Số ngày lưu').fill('90');
    await dialog().getByRole('button', { name: 'Lưu' }).click();
    await dialog().getByText('vừa được người khác sửa').waitFor();
    await page.keyboard.press('Escape');
    await row.getByText('60 ngày').waitFor();
    // The browser itself logs the answer 412.
    expect(consoleErrors.splice(0).every((text) => text.includes('412'))).toBe(true);
  });

  test('a span is held from the camera page and released with a reason', async () => {
    await open('/cameras/gate-car');
    await page.getByRole('button', { name: 'Giữ bằng chứng' }).click();
    await dialog().getByLabel('Lý do').fill('Vụ việc 17/2026');
    await dialog().getByRole('button', { name: 'Giữ', exact: true }).click();
    await dialog().waitFor({ state: 'hidden' });
    await open('/storage?tab=holds');
    const row = page.locator('[data-hold]');
    await row.getByText('Vụ việc 17/2026').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await row.getByRole('button', { name: 'Thôi giữ' }).click();
    await dialog().getByLabel('Lý do thôi giữ').fill('Đã xử lý xong');
    await dialog().getByRole('button', { name: 'Thôi giữ' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByText('Đã thôi giữ', { exact: true }).first().click();
    await page.getByText('Thôi giữ: Đã xử lý xong').waitFor();
  });

  test('the deletion log is empty and says so', async () => {
    await open('/storage?tab=deletions');
    await page.getByText('Chưa xoá bản ghi nào').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('the audit log tells of the login and of the hold, and is filtered by what was done', async () => {
    await open('/audit');
    await page.getByText('Giữ bằng chứng', { exact: true }).first().waitFor();
    await page.getByText('Đăng nhập', { exact: true }).first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.locator('input[aria-label="Việc gì"]').click();
    await page.getByRole('option', { name: 'Đổi mật khẩu' }).click();
    await page.getByText('Không có dòng nào').waitFor();
  });

  test('a camera form explains itself, and a refused device address is told', async () => {
    await open('/cameras');
    await page.getByRole('button', { name: 'Thêm camera' }).click();
    await dialog().getByRole('button', { name: 'Kết nối và phân tích' }).click();
    await dialog().getByLabel('Địa chỉ ONVIF').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Tìm camera (ONVIF)' }).click();
    await dialog().getByLabel('Địa chỉ camera').fill('127.0.0.1');
    await dialog().getByRole('button', { name: 'Hỏi camera' }).click();
    await dialog().getByText('Không được hỏi địa chỉ này').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Quay lại biểu mẫu' }).click();
    await dialog().getByRole('button', { name: 'Huỷ' }).click();
    expect(consoleErrors.splice(0).every((text) => text.includes('422'))).toBe(true);
  });

  test('a camera without ONVIF shows what is wrong with it, but no controls', async () => {
    await open('/cameras/gate-car?side=findings');
    await page.getByText('Nhập địa chỉ ONVIF').waitFor();
    expect(await page.getByRole('tab', { name: 'Điều khiển' }).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('a part of the picture is masked by keys alone, and stays masked', async () => {
    await open('/cameras/gate-car');
    await page.getByRole('button', { name: 'Vùng che' }).click();
    await dialog().getByRole('button', { name: 'Thêm vùng' }).click();
    await dialog().getByRole('button', { name: 'Vùng che 1' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Lưu' }).click();
    await dialog().waitFor({ state: 'hidden' });
    const masks = await page.evaluate(async () => (await (await fetch('/api/v1/cameras/gate-car')).json()).masks);
    expect(masks).toEqual([{ x: 0.4, y: 0.46, width: 0.21, height: 0.1 }]);
  });

  test('chosen cameras are edited together after the change was told in words', async () => {
    await open('/cameras');
    await page.getByLabel('Chọn Cổng Bắc – ô tô').check();
    await page.getByLabel('Chọn Cổng Bắc – xe máy').check();
    await page.getByRole('button', { name: 'Sửa 2 camera' }).click();
    await dialog().getByText('Chưa có gì thay đổi.').waitFor();
    await dialog().getByRole('combobox', { name: 'Nhóm' }).click();
    await page.getByRole('option', { name: 'Cửa ngõ' }).click();
    await dialog().getByText('Nhóm: Cửa ngõ — 2 camera đổi').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Áp dụng cho 2 camera' }).click();
    await dialog().waitFor({ state: 'hidden' });
    const groups = await page.evaluate(async () => {
      const { items } = await (await fetch('/api/v1/cameras')).json();
      return items.map(({ groupId }: { groupId: string }) => groupId).sort();
    });
    expect(groups).toEqual(['cua-ngo', 'cua-ngo', 'default']);
  });

  test('names with markup in them are words on every page, and no page asks another host', async () => {
    const statuses = await page.evaluate(async (name) => {
      const headers = { 'content-type': 'application/json', 'x-requested-with': 'thapcanh' };
      const post = async (path: string, body: object) =>
        (await fetch(`/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
      const mainUrl = 'rtsp://127.0.0.1:9/main';
      return [
        await post('cameras', {
          id: 'markup',
          name,
          mainUrl,
          profile: 'none',
          site: name,
          latitude: 10.7,
          longitude: 105.1,
        }),
        await post('areas', { id: 'markup', kind: 'province', name }),
        await post('operating-areas', { id: 'markup', name, areaIds: ['markup'], groupIds: [] }),
        await post('teams', { name, memberIds: [] }),
        await post('camera-groups', { id: 'markup', name, keepDays: 30 }),
        await post('alarms', { kind: 'markup', title: name, severity: 2, cameraId: 'markup' }),
        await post('incidents', { title: name, cameraId: 'markup', description: name }),
      ];
    }, MARKUP);
    expect(statuses).toEqual(statuses.map(() => 201));
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(ready.url)) elsewhere.push(request.url());
    });
    for (const path of [...PAGES, '/cameras/markup']) {
      await open(path);
      await page.waitForLoadState('load');
      const ran = await page.evaluate(() => 'hasRun' in window);
      expect([path, ran, await accessibilityFaults(page)]).toEqual([path, false, []]);
    }
    await open('/cameras');
    await page.getByText(MARKUP).first().waitFor();
    expect(elsewhere).toEqual([]);
    consoleErrors.splice(0);
  });

  test('a phone has the pages at its foot and nothing that overflows sideways', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of PAGES) {
      await open(path);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([path, overflow]).toEqual([path, 0]);
    }
    await page.getByRole('button', { name: 'Thêm', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Lưu trữ' }).click();
    await page.waitForURL('**/storage');
    // It fades out without its items.
    await page.getByRole('menu').waitFor({ state: 'detached' });
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('nothing was logged as an error', () => {
    expect(consoleErrors).toEqual([]);
  });
});
